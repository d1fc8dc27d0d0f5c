import { z } from 'zod'

export const languages = ['id', 'ms', 'en'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

/** What a shop may keep its books in. */
export const currencies = ['IDR', 'MYR', 'USD', 'SGD'] as const
export const Currency = z.enum(currencies)
export type Currency = z.infer<typeof Currency>

/** What else buyers pay in, and costs are told in: brought to the shop's own by dated rates. */
export const moneys = [
  ...currencies,
  ...(['AED', 'AUD', 'BHD', 'BND', 'CAD', 'CHF', 'CNY', 'EUR', 'GBP', 'HKD', 'INR', 'JPY', 'KRW', 'KWD', 'NZD', 'OMR', 'PHP', 'QAR', 'SAR', 'THB', 'TWD', 'VND'] as const),
] as const
export const Money = z.enum(moneys)
export type Money = z.infer<typeof Money>
export const isMoney = (code: string): code is Money => (moneys as readonly string[]).includes(code)

export const countries = ['ID', 'MY'] as const
export const Country = z.enum(countries)
export type Country = z.infer<typeof Country>

/** UUIDv7 in its canonical spelling. */
export const Id = z.uuid()
export type Id = z.infer<typeof Id>

/** From 1970 on, and with four digits: both engines and every reckoning of days hold these, and what lies outside is a slip of the hand. */
const YEARS = /^(?:19[7-9]|2\d\d)\d-/
/** An instant as ISO 8601 in UTC. */
export const Instant = z.iso.datetime().regex(YEARS)
/** A day in the shop's zone, `2026-11-22`. */
export const Day = z.iso.date().regex(YEARS)
/** A month in the shop's zone, `2026-11`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).regex(YEARS)
export type Month = z.infer<typeof Month>

/** Largest amount anywhere, in the smallest unit this project uses: far above any shop, far below 2^53. */
export const LARGEST_AMOUNT = 1_000_000_000_000
/** An integer in the smallest unit of the shop's currency (IDR: rupiah; MYR: sen; USD: cent). May be negative. */
export const Amount = z.int().min(-LARGEST_AMOUNT).max(LARGEST_AMOUNT)
/** An amount of 0 or more. */
export const AmountPaid = z.int().min(0).max(LARGEST_AMOUNT)

export const noContent = z.void()
/** The `:shop` of every shop route. */
export const ShopParams = z.object({ shop: Id })
/** For routes below one thing of a shop. */
export const ShopThingParams = z.object({ shop: Id, id: Id })

/** A page of a list: `next` is the cursor of the following page, absent on the last. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() })
export const PageQuery = z.object({ cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })

/**
 * A failure as every route answers it (RFC 9457, `application/problem+json`), its texts in the reader's language:
 * what happened, where in the input, what was kept, what to do.
 */
export const Problem = z.object({
  type: z.string(),
  code: z.string(),
  status: z.int(),
  title: z.string(),
  where: z.string().optional(),
  kept: z.string().optional(),
  todo: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>

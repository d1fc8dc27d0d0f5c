import { z } from 'zod'
import { route } from './route.ts'
import { AmountPaid, Day, Instant, Money, Month, ShopParams } from './values.ts'

/** How many of the shop's currency one of another is, in whole units of both: exact digits and a point, `11850.5`. */
const Rate = z.string().regex(/^\d{1,12}(\.\d{1,12})?$/)

export const SaidRate = z.object({
  currency: Money,
  /** From this day of the shop on, until the currency's next. */
  from: Day,
  rate: Rate,
  saidBy: z.string().nullable(),
  saidAt: Instant,
  /** How many orders are reckoned by it now. */
  orders: z.int(),
})
export type SaidRate = z.infer<typeof SaidRate>

export const Rates = z.object({
  /** Currency by currency, the latest first. */
  rates: z.array(SaidRate),
  /** Orders of which nobody knows what they came to: no rate holds for their day. */
  waiting: z.array(z.object({ currency: Money, orders: z.int(), amount: AmountPaid, firstDay: Day, lastDay: Day })),
  /** What may be told beside the shop's own currency; `about` is what a rate of it looks like, to be read by and never reckoned with. */
  currencies: z.array(z.object({ currency: Money, about: Rate })),
  /** What the last word changed: so many orders of a month were reckoned anew. */
  reckoned: z.array(z.object({ month: Month, orders: z.int() })),
})
export type Rates = z.infer<typeof Rates>

export const SayRate = z.object({
  currency: Money,
  from: Day,
  /** Null takes the rate of this day back. */
  rate: Rate.nullable(),
  /** It is meant, though it is far from the last one or looks turned round. */
  sure: z.boolean().optional(),
})
export type SayRate = z.infer<typeof SayRate>

const path = '/api/shops/:shop/rates'

export const ratesRoutes = {
  rates: route({
    method: 'GET',
    path,
    who: 'member',
    summary: 'What other currencies are worth in the shop’s own, by day, and which orders wait for it.',
    params: ShopParams,
    answer: Rates,
  }),
  sayRate: route({
    method: 'PUT',
    path,
    who: 'owner',
    summary: 'Says what a currency is worth from a day on, or takes that back; orders that it holds for are reckoned anew.',
    params: ShopParams,
    body: SayRate,
    answer: Rates,
  }),
}

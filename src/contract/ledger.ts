import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Amount, AmountPaid, Day, Id, Instant, Month, noContent, ShopParams, ShopThingParams } from './values.ts'

const Note = z.string().trim().max(200)
/** Far more than a life of work. */
const OpeningMinutes = z.int().min(0).max(10_000_000)

/** Hours and money that had gone in before the first month: in no month, and in all that is cumulated. */
export const Opening = z.object({
  id: Id,
  /** Null: of no one channel. */
  channel: Channel.nullable(),
  /** Whose hours; null where there are none. */
  memberId: Id.nullable(),
  minutes: OpeningMinutes,
  amount: AmountPaid,
  day: Day,
  note: z.string(),
})
export type Opening = z.infer<typeof Opening>

export const correctionKinds = ['order', 'traffic', 'hours', 'cost'] as const
/** What changed in a month after it was closed, counted in the month in which it was noted. */
export const Correction = z.object({
  concerns: Month,
  day: Day,
  kind: z.enum(correctionKinds),
  /** The order, the minutes, the cost, or the site whose visits earned. */
  sourceId: Id,
  channel: Channel.nullable(),
  /** What it adds to the profit. */
  amount: Amount,
  /** What it adds to (or, below 0, takes from) what is not known. */
  missing: z.object({ orders: z.int(), minutes: z.int() }),
})
export type Correction = z.infer<typeof Correction>

export const closers = ['hand', 'itself'] as const
export const Closing = z.object({ month: Month, at: Instant, by: z.enum(closers) })
export type Closing = z.infer<typeof Closing>

/** So many days after its end a month closes itself. */
export const CLOSES_AFTER_DAYS = 10

/** What payback hands to be kept: corrections that are due, and a month's rows as they are read now. */
export interface BookDue {
  corrections: Correction[]
  /** Null where the month is not over, or there is none of that name. */
  rows: object | null
}

export const Book = z.object({
  /** What stood before the first month: priced, and summed. `cost` is null while nobody said what the hour was worth. */
  openings: z.array(Opening.extend({ name: z.string().nullable(), cost: Amount.nullable() })),
  openingTotal: Amount,
  /** The first month with an entry. */
  firstMonth: Month,
  /** The newest first. */
  months: z.array(
    z.object({
      month: Month,
      over: z.boolean(),
      closed: Closing.nullable(),
      /** What the month's own rows come to, as it is read. */
      known: Amount,
      /** Corrections that concern it. */
      later: Amount,
      /** What its rows come to now: `known` and `later` sum to this. */
      recomputed: Amount,
      /** What is in no sum, since nobody said it yet: orders without their margin, minutes without their worth. */
      missing: z.object({ orders: z.int(), minutes: z.int() }),
    }),
  ),
  /** The newest first. */
  corrections: z.array(Correction),
  members: z.array(z.object({ id: Id, name: z.string() })),
})
export type Book = z.infer<typeof Book>

const shop = '/api/shops/:shop/payback'
const opening = { channel: Channel.nullable(), memberId: Id.nullable(), minutes: OpeningMinutes, amount: AmountPaid, day: Day, note: Note.default('') }

export const ledgerRoutes = {
  book: route({
    method: 'GET',
    path: `${shop}/book`,
    who: 'member',
    summary: 'The opening balance, the closed months, and what was corrected in them.',
    params: ShopParams,
    answer: Book,
  }),
  noteOpening: route({
    method: 'POST',
    path: `${shop}/openings`,
    who: 'owner',
    summary: 'Notes hours and money that had gone in before the first month.',
    params: ShopParams,
    body: z.object(opening),
    answer: Opening,
  }),
  removeOpening: route({
    method: 'DELETE',
    path: `${shop}/openings/:id`,
    who: 'owner',
    summary: 'Takes an opening entry out; it can be restored.',
    params: ShopThingParams,
    answer: noContent,
  }),
  restoreOpening: route({
    method: 'POST',
    path: `${shop}/openings/:id/restore`,
    who: 'owner',
    summary: 'Brings an opening entry back.',
    params: ShopThingParams,
    answer: Opening,
  }),
  closeMonth: route({
    method: 'POST',
    path: `${shop}/month/:month/close`,
    who: 'owner',
    summary: 'Closes a month that is over: its figures stay, what changes later is a correction.',
    params: ShopParams.extend({ month: Month }),
    answer: Closing,
  }),
}

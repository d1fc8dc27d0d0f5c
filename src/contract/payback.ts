import { z } from 'zod'
import { Channel } from './channels.ts'
import { Amount, AmountPaid, Day, Id, Instant, Month, PageQuery, ShopParams } from './values.ts'
import { Expected } from './leads.ts'
import { Correction } from './ledger.ts'
import { Aim } from './workspace.ts'
import { route } from './route.ts'
import { TrackedBy } from './shop.ts'

/** From the share of draws above 0: `likely` from 80%, `unsure` 20–80%, `not-yet` below. */
export const verdicts = ['likely', 'unsure', 'not-yet'] as const
export const Verdict = z.enum(verdicts)
export type Verdict = z.infer<typeof Verdict>

const Range = z.object({ low: Amount, high: Amount })

/** A profit net of hours and costs, with what its small sample deserves. */
export const Profit = z.object({
  /** The ledger's own sum, exact to the smallest unit; null while a margin or an hour's worth in it is unknown. */
  net: Amount.nullable(),
  /** The sum of what is known: `net` where nothing is missing. */
  known: Amount,
  /** What is missing: orders without a margin, minutes of members whose hour has no worth yet. */
  missing: z.object({ orders: z.int(), minutes: z.int() }),
  /** Orders in it whose margin is estimated by the shop's usual one. */
  estimated: z.int(),
  /** 90%, round `net`: the luck of the orders, their margins, and how well the hours are known. */
  interval: Range.nullable(),
  /** The share of draws above 0, by which the verdict is spoken. */
  chance: z.number().nullable(),
  verdict: Verdict.nullable(),
  /** The same from the luck of the orders alone: margins, hours and costs taken as exact. */
  ordersOnly: Range.extend({ chance: z.number() }).nullable(),
})
export type Profit = z.infer<typeof Profit>

/** *Jadi apa?*: what to do about a figure, or that nothing follows. The sentences stand in `payback:soWhat.<code>`. */
export const soWhatCodes = [
  'keep',
  'keep-worth',
  'wait-orders',
  'wait-long',
  'halve-hours',
  'halve-costs',
  'halve-returns',
  'move-hours',
  'tell-margin',
  'tell-worth',
  'nothing-yet',
  'change-noise',
  'change-better',
  'change-worse',
  'ask-found-us',
  'strays-fine',
  'tracked-said-differ',
  'orders-fine',
  'hours-none',
  'hours-over',
  'hours-fine',
  'costs-none',
  'costs-alone',
  'costs-heavy',
  'costs-fine',
  'margin-thin',
  'margin-fine',
  'conversion-few',
  'conversion-dead-end',
  'conversion-fine',
  'visits-unseen',
  'paid-back',
  'paid-back-perhaps',
  'paid-back-at-this-pace',
  'paid-back-not-in-sight',
  'measure-up',
  'measure-down',
  'measure-same',
  'measure-first',
  'measure-unknown',
  'year-more-better',
  'year-more-same',
  'year-less-better',
  'year-less-same',
  'year-less-worse',
  'year-same',
] as const
export const SoWhat = z.object({
  code: z.enum(soWhatCodes),
  /** What the sentence's placeholders stand for; the reader's screen writes them the local way. */
  values: z.object({
    amount: Amount.optional(),
    orders: z.int().optional(),
    minutes: z.int().optional(),
    /** Minutes that were set aside. */
    box: z.int().optional(),
    months: z.int().optional(),
    count: z.number().optional(),
    share: z.number().optional(),
    channel: Channel.optional(),
    other: Channel.optional(),
  }),
})
export type SoWhat = z.infer<typeof SoWhat>

const Orders = z.object({
  count: z.int(),
  /** Of people who bought for the first time; with `returning` it sums to `count`. */
  first: z.int(),
  returning: z.int(),
  /** Of the orders whose amount is known. */
  revenue: Amount,
  /** Paid in another currency, and no rate is known for their day: they are in no sum of money. */
  withoutRate: z.int(),
  /** What is left after goods and packing; null while an order's is unknown. */
  margin: Amount.nullable(),
  marginKnown: Amount,
  marginMissing: z.int(),
  /** Of the known ones, by the shop's usual margin. */
  marginEstimated: z.int(),
})
const Hours = z.object({
  minutes: z.int(),
  /** Null while someone's hour has no worth. */
  cost: Amount.nullable(),
  costKnown: Amount,
  /** Staff see `hourly` and `cost` of their own hours alone. */
  members: z.array(
    z.object({ memberId: Id, name: z.string(), hourly: AmountPaid.nullable(), minutes: z.int(), cost: Amount.nullable() }),
  ),
})
/** `return`: what it cost that sold goods came back. */
const Costs = z.object({ total: Amount, ads: Amount, tool: Amount, fee: Amount, reward: Amount, other: Amount, return: Amount })

/** Visits that earn of themselves, where the owner said what a thousand of them are worth. */
const Earned = z.object({ visits: z.int(), total: Amount })

/** Noted in this month, about earlier ones that are closed; `total` is what they add to the profit. */
const Corrections = z.object({ count: z.int(), total: Amount })

/** What some rows come to, and the profit they make. */
export const ProfitLine = z.object({
  orders: Orders,
  hours: Hours,
  costs: Costs,
  traffic: Earned,
  corrections: Corrections,
  profit: Profit,
})

const Line = ProfitLine.extend({ soWhat: SoWhat })

/** Where evidence and the buyer's word differ: the same channel counted by what was tracked, and by what was said. */
const Pair = z.object({ tracked: z.int(), said: z.int(), profitTracked: Amount, profitSaid: Amount })

export const ChannelLine = Line.extend({
  channel: Channel,
  visits: z.int().nullable(),
  whatsappOpened: z.int().nullable(),
  conversion: z.object({ rate: z.number(), low: z.number(), high: z.number(), of: z.enum(['visits', 'whatsapp']), base: z.int() }).nullable(),
  /** Only where the two counts differ. */
  pair: Pair.nullable(),
  cumulated: Profit,
  /** The first month in which the cumulated profit is above 0 in half the draws. */
  breakEven: Month.nullable(),
})
export type ChannelLine = z.infer<typeof ChannelLine>

/** What is read of some of the month's orders, which are its rows. */
export const orderMeasures = ['new-buyers', 'returning-share', 'kept-share', 'told-by-people', 'told-margin', 'word-of-mouth-share', 'recommenders', 'found-us-answered'] as const
export const measures = [...orderMeasures, 'visits', 'whatsapp-opened', 'new-followers', 'friends-told', 'leads', 'leads-won'] as const
export const Measure = z.object({
  measure: z.enum(measures),
  /** A count, a share from 0 to 1, or an amount, as `unit` says. */
  value: z.number().nullable(),
  before: z.number().nullable(),
  unit: z.enum(['count', 'share', 'amount']),
  /** Of how many a share is one; null where it is none, or nothing. */
  of: z.int().nullable(),
  /** For which aims it tells what came back; none: how well the others are known. */
  aims: z.array(Aim),
  /** What a good month of the shop's own reached: from three earlier months on. */
  target: z.number().nullable(),
  soWhat: SoWhat,
})

export const PaybackMonth = z.object({
  month: Month,
  /** Not over yet: its figures still grow. */
  running: z.boolean(),
  /** Nothing was noted in it. */
  empty: z.boolean(),
  /** The months there are, in the shop's zone. */
  firstMonth: Month,
  lastMonth: Month,
  /** Its figures stay as they were read: what changes later is a correction in the month of that day. */
  closed: z.boolean(),
  /** Corrections of this month that were noted elsewhere. */
  correctedLater: Corrections,
  total: Line.extend({ cumulated: Profit, breakEven: Month.nullable() }),
  /** A line for every figure of the total. */
  soWhats: z.object({ orders: SoWhat, margin: SoWhat, hours: SoWhat, costs: SoWhat, visits: SoWhat, cumulated: SoWhat }),
  /** Against the month before: `noise` where 0 lies inside the 90% interval of the difference. */
  change: z.object({ amount: Amount, noise: z.boolean(), soWhat: SoWhat }).nullable(),
  /** Sums to `total` with `shared`; `unattributed` stands apart. */
  channels: z.array(ChannelLine),
  /** Hours and costs of no one channel. */
  shared: Line.nullable(),
  /** Orders with neither touch nor answer, and what it cost that such orders came back: shown, spread over nobody, in no total. */
  unattributed: Orders.extend({ returns: Amount, soWhat: SoWhat }).nullable(),
  /** Leads noted in the month and what may still come of them: beside the profit, in no sum. Null where nobody asked. */
  leads: z.object({ noted: z.int(), won: z.int(), lost: z.int(), expected: Expected }).nullable(),
  /** What was sold through channels, in US dollars of 2015, beside the bands of a survey of that year. */
  survey: z.object({ dollars: z.int(), band: z.enum(['none', 'under-100', 'under-1000', 'above']) }),
  /** Time and what it brought, against the same month a year before. Null while it runs, or where either has no time on record. */
  yearAgo: z.object({ month: Month, minutes: z.int(), net: Amount.nullable(), known: Amount, soWhat: SoWhat }).nullable(),
  also: z.object({ aim: Aim.nullable(), measures: z.array(Measure) }),
})
export type PaybackMonth = z.infer<typeof PaybackMonth>

export const PaybackMonths = z.object({
  /** The last whole month in the shop's zone; the running one while there is no other, or only that one has anything to tell. */
  opensOn: Month,
  months: z.array(
    z.object({
      month: Month,
      running: z.boolean(),
      orders: z.int(),
      minutes: z.int(),
      /** At the month's end, over all accounts; null where nobody counted. */
      followers: z.int().nullable(),
      /** The month's own answer has its interval. */
      profit: Profit.pick({ net: true, known: true }),
      cumulated: Profit,
    }),
  ),
  breakEven: Month.nullable(),
  /** The three months that look best by followers beside what they brought in. Null where followers tell nothing else than money. */
  contrast: z
    .object({ from: Month, to: Month, followersGained: z.int(), profit: Amount, worstByMoney: z.boolean() })
    .nullable(),
})
export type PaybackMonths = z.infer<typeof PaybackMonths>

export const OrderRow = z.object({
  id: Id,
  at: Instant,
  /** Null: paid in another currency, and no rate is known for its day. */
  amount: Amount.nullable(),
  margin: Amount.nullable(),
  /** By the shop's usual margin. */
  estimated: z.boolean(),
  returning: z.boolean(),
  channel: Channel.nullable(),
  /** By what it was credited. */
  by: z.enum(['won', 'tracked', 'said', 'nothing']),
  tracked: z.object({ channel: Channel, by: TrackedBy }).nullable(),
  said: Channel.nullable(),
  /** Who is named for it, where it is asked for by whom that was. */
  who: z.string().nullable(),
})
export const HoursRow = z.object({
  id: Id,
  day: Day,
  channel: Channel.nullable(),
  memberId: Id,
  name: z.string(),
  activity: z.string(),
  minutes: z.int(),
  /** Of how many, where only some of an entry's minutes are told here. */
  wholeMinutes: z.int(),
  footing: z.enum(['timer', 'drafted', 'evening', 'guess']),
  /** The minutes may be off by so many either way. */
  spreadMinutes: z.number(),
  /** With `cost`, for owners and whose hours they are; null for others too. */
  hourly: AmountPaid.nullable(),
  cost: Amount.nullable(),
})
export const CostRow = z.object({
  id: Id,
  day: Day,
  channel: Channel.nullable(),
  kind: z.enum(['ads', 'tool', 'fee', 'reward', 'other']),
  /** What falls on this channel. */
  amount: Amount,
  /** What was paid in all: more than `amount` where a cost is shared by minutes. */
  whole: Amount,
  note: z.string().nullable(),
  /** To whom it was given, where it is a reward. */
  person: z.string().nullable(),
})

/** An order that came back, or failed at the door, by what that cost. */
export const ReturnRow = z.object({
  /** The order. */
  id: Id,
  day: Day,
  channel: Channel.nullable(),
  /** At the door; else it was sent back. */
  codFailed: z.boolean(),
  amount: Amount,
})

export const TrafficRow = z.object({
  /** The site. */
  id: Id,
  site: z.string(),
  day: Day,
  channel: Channel,
  visits: z.int(),
  perThousand: AmountPaid,
  /** Of the month's whole sum, in whole units. */
  amount: Amount,
})

/**
 * `costs` without what returns cost, which is `returns`. `corrections`: noted in the month about earlier ones; `corrected-later`: noted
 * in later ones about the month.
 */
export const rowFigures = ['orders', 'hours', 'costs', 'returns', 'traffic', 'corrections', 'corrected-later'] as const

const rowsPage = { sum: Amount, missing: z.int(), count: z.int(), next: z.string().optional() }
/** The rows behind a figure, newest first, with the sum of all of them. */
export const PaybackRows = z.discriminatedUnion('figure', [
  z.object({ figure: z.literal('orders'), rows: z.array(OrderRow), ...rowsPage }),
  z.object({ figure: z.literal('hours'), rows: z.array(HoursRow), ...rowsPage }),
  z.object({ figure: z.literal('costs'), rows: z.array(CostRow), ...rowsPage }),
  z.object({ figure: z.literal('returns'), rows: z.array(ReturnRow), ...rowsPage }),
  z.object({ figure: z.literal('traffic'), rows: z.array(TrafficRow), ...rowsPage }),
  z.object({ figure: z.literal('corrections'), rows: z.array(Correction), ...rowsPage }),
  z.object({ figure: z.literal('corrected-later'), rows: z.array(Correction), ...rowsPage }),
])
export type PaybackRows = z.infer<typeof PaybackRows>

/** Whose rows: a channel's, the shared ones, those of unattributed orders; all that the total counts when left out. */
export const RowsOf = z.union([Channel, z.enum(['shared', 'unattributed'])])
export type RowsOf = z.infer<typeof RowsOf>

const MonthParams = ShopParams.extend({ month: Month })

export const paybackRoutes = {
  paybackMonths: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/months',
    who: 'member',
    summary: 'Profit net of hours month by month and cumulated, beside the followers.',
    params: ShopParams,
    answer: PaybackMonths,
  }),
  paybackMonth: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/month/:month',
    who: 'member',
    summary: 'One month: profit of each channel and of the shop, with interval, verdict and what to do.',
    params: ShopParams.extend({
      /** `last`: the one that `opensOn` names. */
      month: z.union([Month, z.literal('last')]),
    }),
    answer: PaybackMonth,
  }),
  paybackRows: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/month/:month/rows',
    who: 'member',
    summary: 'The rows behind a figure of a month, and their sum.',
    params: MonthParams,
    query: PageQuery.extend({ channel: RowsOf.optional(), figure: z.enum(rowFigures) }),
    answer: PaybackRows,
  }),
  paybackMeasureRows: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/month/:month/measures/:measure/rows',
    who: 'member',
    summary: 'The orders that one of the aims\' measures was read of.',
    params: MonthParams.extend({ measure: z.enum(orderMeasures) }),
    query: PageQuery,
    answer: PaybackRows,
  }),
}

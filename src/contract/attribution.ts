import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Amount, Month, ShopParams } from './values.ts'

/** Ways to share an order out among the channels that led to it. */
export const modelNames = ['last-non-direct', 'first', 'last', 'linear', 'position', 'decay', 'shapley', 'markov'] as const
export const ModelName = z.enum(modelNames)
export type ModelName = z.infer<typeof ModelName>

/** *Jadi apa?* of a comparison. The sentences stand in `attribution:soWhat.<code>`. */
export const attributionSoWhats = ['nothing', 'few', 'top-changes', 'opens', 'word-of-mouth', 'same'] as const
const SoWhat = z.object({
  code: z.enum(attributionSoWhats),
  values: z.object({ orders: z.int().optional(), channel: Channel.optional(), other: Channel.optional() }),
})

/** A channel of its own, or those on the way to fewer than five orders together. */
export const LineChannel = z.union([Channel, z.literal('others')])
export type LineChannel = z.infer<typeof LineChannel>

const Credit = z.object({
  model: ModelName,
  orders: z.number(),
  /** 90% by bootstrap, in orders. */
  low: z.number(),
  high: z.number(),
  /** Of what the orders were worth; a model's lines sum to the whole worth. */
  value: Amount,
})
const Line = z.object({
  channel: LineChannel,
  /** Which channels "others" are. */
  merged: z.array(Channel),
  /** One for each model that this many orders carry. */
  credits: z.array(Credit),
  /** First against last non-direct touch: `differs` where the difference is more than chance. */
  differs: z.boolean(),
})

const Count = z.object({
  channel: Channel,
  tracked: z.int(),
  said: z.int(),
  /** The two made one, 90%; null below the first gate. */
  reconciled: z.object({ orders: z.number(), low: z.number(), high: z.number() }).nullable(),
})

export const AttributionSpan = z.object({
  /** Whole months of the shop. */
  from: Month,
  to: Month,
  /** Without cancelled and returned ones. `placeOnly`: known by nothing but where they were closed. `traceless`: in no sum here. */
  orders: z.object({ counted: z.int(), placeOnly: z.int(), traceless: z.int() }),
  /** Of orders and of visits that ended in nothing. */
  touches: z.int(),
  /** Visitors who ordered nothing; null where the stream of hits can't be asked now. */
  visitorsWithoutOrder: z.int().nullable(),
  /** What so many orders carry; the first is the default. Empty below 30 orders. */
  models: z.array(ModelName),
  /** About so many more orders until these can be told as well. */
  next: z.object({ orders: z.int(), models: z.array(ModelName) }).nullable(),
  lines: z.array(Line),
  counts: z.array(Count),
  /** How often buyers whose channel a code proved named which one; `weight` is what an answer weighs against a track. */
  confusion: z.object({ channels: z.array(Channel), counts: z.array(z.array(z.int())), orders: z.int(), weight: z.number() }),
  /** "Said a friend, tracked something else." */
  wordOfMouth: z.object({ orders: z.int(), tracked: z.array(z.object({ channel: Channel, orders: z.int() })) }),
  soWhat: SoWhat,
})
export type AttributionSpan = z.infer<typeof AttributionSpan>

/** Does it change if we count differently? */
export const Attribution = z.object({
  /** How many days before an order a touch still counts. */
  windowDays: z.int(),
  month: AttributionSpan,
  /** The twelve months that end with it. */
  year: AttributionSpan,
})
export type Attribution = z.infer<typeof Attribution>

export const attributionRoutes = {
  attribution: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/month/:month/attribution',
    who: 'member',
    summary: 'The orders of a month and of its year by every way of counting that they carry, with ranges; tracked, said and reconciled.',
    params: ShopParams.extend({ month: Month }),
    answer: Attribution,
  }),
}

import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { VoucherCode } from './vouchers.ts'
import { Day, Id, Instant, ShopParams, ShopThingParams } from './values.ts'

/**
 * `on-off`: weeks with posts on the channel and weeks without, drawn in pairs. `voucher`: the same with a code that is
 * offered on this channel alone. `pause`: the channel is silent for some weeks in a row.
 */
export const experimentKinds = ['on-off', 'voucher', 'pause'] as const
export const ExperimentKind = z.enum(experimentKinds)
export type ExperimentKind = z.infer<typeof ExperimentKind>

/** Channels that the shop itself can speak on, or leave silent. */
export const experimentChannels = [
  'whatsapp',
  'instagram',
  'facebook',
  'tiktok',
  'bluesky',
  'x',
  'threads',
  'mastodon',
  'telegram',
  'youtube',
  'line',
  'blog',
  'email',
  'ads',
  'card',
] as const satisfies readonly Channel[]
export const ExperimentChannel = Channel.extract(experimentChannels)
export type ExperimentChannel = z.infer<typeof ExperimentChannel>

/** The smallest difference worth knowing: so many percent more orders in weeks with it than in weeks without. */
export const effects = [20, 30, 50, 100] as const
export const Effect = z.union([z.literal(20), z.literal(30), z.literal(50), z.literal(100)])
export type Effect = z.infer<typeof Effect>

/** How sure a yes is: a channel that brings nothing gets one by chance in 20 of 100 tests, or in 2.5 of 100. */
export const surenesses = ['likely', 'sure'] as const
export const Sureness = z.enum(surenesses)
export type Sureness = z.infer<typeof Sureness>

const Holiday = z.object({
  name: z.string(),
  /** By the moon or by an announcement: a day earlier or later is possible. */
  estimated: z.boolean(),
})
export type Holiday = z.infer<typeof Holiday>

/** A week that is left out of the plan. */
const LeftOut = z.object({ monday: Day, holidays: z.array(Holiday) })

const Option = z.object({
  effect: Effect,
  sureness: Sureness,
  /** Weeks that are counted, holidays left out; of these the channel is silent (or the code offered) in about half, in a pause in `silent`. */
  weeks: z.int(),
  silent: z.int(),
  /** From a Monday to a Sunday, weeks that are left out between them; null where it is refused. */
  span: z.object({ from: Day, to: Day }).nullable(),
  /** `too-long`: more than half a year. `implausible`: more than the channel could bring if all were its own. */
  refused: z.enum(['too-long', 'implausible']).nullable(),
  /** With so many orders a week it would fit. */
  ordersToFit: z.number().nullable(),
})
export type ExperimentOption = z.infer<typeof Option>

export const Outlook = z.object({
  kind: ExperimentKind,
  channel: ExperimentChannel,
  /** Whole weeks without a holiday that are known, the newest 26 at most. */
  history: z.int(),
  /** So many are needed before anything can be planned. */
  needed: z.int(),
  ordersPerWeek: z.number(),
  /** How much weeks differ: 1 is what pure chance does. */
  noise: z.number(),
  /** What the channel could bring at most, as a share on top of the orders without it; null: no bound. */
  most: z.number().nullable(),
  /** None while the history is too short. */
  options: z.array(Option),
})
export type Outlook = z.infer<typeof Outlook>

/** `before`: as usual, and counted: a pause is compared with them. */
export const arms = ['before', 'on', 'off'] as const
export const Arm = z.enum(arms)
export type Arm = z.infer<typeof Arm>

const PlannedWeek = z.object({
  monday: Day,
  arm: Arm,
  when: z.enum(['past', 'now', 'ahead']),
  /** Posts on the channel (with a voucher: posts that name the code on it), as far as Kicau sees them. */
  posts: z.int(),
  /** Posts that the plan did not want: in a silent week, or naming the code elsewhere. */
  stray: z.int(),
  /** Null: not over yet, or nothing to be seen from here. */
  kept: z.boolean().nullable(),
  /** Null until the last week is over, whoever asks: who looks before may stop when chance smiles. */
  orders: z.int().nullable(),
  /** Orders that carried the code; null as `orders`, and without a code. */
  withCode: z.int().nullable(),
})
export type PlannedWeek = z.infer<typeof PlannedWeek>

/**
 * `more`: orders are more with it, as surely as was asked for. `small`: each week was kept, and whatever it brings is less
 * than what was worth knowing. `cannot-tell`: neither.
 */
export const findings = ['more', 'small', 'cannot-tell'] as const
const Result = z.object({
  finding: z.enum(findings),
  /** Orders a week, with it less without it, and the 90% interval of that. */
  difference: z.number(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** How often chance alone gives a difference as great as this one or greater. */
  byChance: z.number(),
  /** Orders a week in the weeks of either kind. */
  on: z.number(),
  off: z.number(),
  /** What it is worth a week at the shop's usual margin; null where no margin is known. */
  margin: z.object({ middle: z.int(), low: z.int().nullable(), high: z.int().nullable() }).nullable(),
  /** Of a voucher: orders with the code a week in weeks on offer. */
  withCode: z.number().nullable(),
})
export type ExperimentResult = z.infer<typeof Result>

export const Experiment = z.object({
  id: Id,
  kind: ExperimentKind,
  channel: ExperimentChannel,
  code: z.string().nullable(),
  effect: Effect,
  sureness: Sureness,
  /** What the length was computed from. */
  ordersPerWeek: z.number(),
  noise: z.number(),
  /** The draw can be repeated with it: docs/guides/experiments.md. */
  seed: z.string(),
  begunAt: Instant,
  /** `ahead`: its first Monday is to come. `called-off`: ended before its end, and so never read. */
  state: z.enum(['ahead', 'running', 'over', 'called-off']),
  calledOffAt: Instant.nullable(),
  from: Day,
  to: Day,
  weeks: z.array(PlannedWeek),
  leftOut: z.array(LeftOut),
  /** Weeks that are over, of those planned, and of these the ones that were not kept. */
  done: z.int(),
  planned: z.int(),
  notKept: z.int(),
  result: Result.nullable(),
})
export type Experiment = z.infer<typeof Experiment>

export const Experiments = z.object({
  /** One at a time: two would disturb each other. */
  current: Experiment.nullable(),
  /** The newest first. */
  past: z.array(Experiment),
  /** To choose from, those with most orders first. */
  channels: z.array(ExperimentChannel),
})
export type Experiments = z.infer<typeof Experiments>

const Begun = z
  .object({ kind: ExperimentKind, channel: ExperimentChannel, effect: Effect, sureness: Sureness, code: VoucherCode.nullable().default(null) })
  .refine(({ kind, code }) => (kind === 'voucher') === (code !== null), { path: ['code'] })
  // Read against every place of its silence it can't be surer: these are too few.
  .refine(({ kind, sureness }) => kind !== 'pause' || sureness === 'likely', { path: ['sureness'] })
export type ExperimentWanted = z.output<typeof Begun>

const shop = '/api/shops/:shop/experiments'

export const experimentsRoutes = {
  experiments: route({
    method: 'GET',
    path: shop,
    who: 'member',
    summary: 'The experiment that runs, and those before it. Orders are read out only when the last week is over.',
    params: ShopParams,
    answer: Experiments,
  }),
  experimentOutlook: route({
    method: 'GET',
    path: `${shop}/outlook`,
    who: 'member',
    summary: "How long an experiment would take, by the shop's own orders, for each difference worth knowing.",
    params: ShopParams,
    query: z.object({ kind: ExperimentKind, channel: ExperimentChannel }),
    answer: Outlook,
  }),
  beginExperiment: route({
    method: 'POST',
    path: shop,
    who: 'owner',
    summary: 'Draws the weeks and fixes the plan, from next Monday on. It can be called off, and not be changed.',
    params: ShopParams,
    body: Begun,
    answer: Experiment,
  }),
  callOffExperiment: route({
    method: 'POST',
    path: `${shop}/:id/call-off`,
    who: 'owner',
    summary: 'Ends it before its end: then there is no answer.',
    params: ShopThingParams,
    answer: Experiment,
  }),
  resumeExperiment: route({
    method: 'DELETE',
    path: `${shop}/:id/call-off`,
    who: 'owner',
    summary: 'Takes the calling off back, while its weeks are not over and no other runs.',
    params: ShopThingParams,
    answer: Experiment,
  }),
}

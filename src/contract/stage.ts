import { z } from 'zod'
import { Stage } from './coach.ts'
import { route } from './route.ts'
import { type Currency, Day, Id, Instant, Language, Month, noContent, ShopParams, ShopThingParams } from './values.ts'

/** The gates of stages 4 to 6, in the order they are shown. Words: `stage:gates.<gate>`. */
export const gates = [
  'cadence',
  'answered',
  'first-reply',
  'outcomes',
  'tools',
  'quick-reply',
  'automatic-replies',
  'mentions',
  'payback',
  'found-us',
  'word-of-mouth',
  'case-study',
] as const
export const GateName = z.enum(gates)
export type GateName = z.infer<typeof GateName>

/** What a month's behaviour is made of. Counts, shares from 0 to 1, hours; a yes is 1 and a no 0. */
export const facts = [
  'posts',
  'postsPerWeek',
  'weeksKept',
  'automaticPosts',
  'withTools',
  'answered',
  'firstReply',
  'automaticReplies',
  'outcomes',
  'mentionsWatched',
  'payback',
  'foundUs',
  'wordOfMouth',
  'caseStudy',
] as const
export type FactName = (typeof facts)[number]

/**
 * What Kicau cannot see, and an owner says once a month by a tap: the steps that are offered (words:
 * `stage:say.<fact>.<position>`). WhatsApp opens its chats to nobody, so these are a person's own estimate.
 */
export const sayable = {
  answered: [0.1, 0.3, 0.5, 0.7, 0.9],
  firstReply: [1, 3, 8, 24, 48],
  automaticReplies: [0, 0.3, 0.6, 0.9],
  mentionsWatched: [0, 1],
  caseStudy: [0, 1],
  /** Months for which the business has been on social media: 3 stands for three or more. */
  inUse: [0, 3],
} as const
export const SayableFact = z.enum(['answered', 'firstReply', 'automaticReplies', 'mentionsWatched', 'caseStudy', 'inUse'])
export type SayableFact = z.infer<typeof SayableFact>

/** Seen by Kicau, or said by the owner. */
const By = z.enum(['seen', 'said'])

export const Gate = z.object({
  gate: GateName,
  /** The stage that asks for it. */
  stage: Stage,
  /** `least`: the value must reach `needed`. `most`: it must not go above. */
  is: z.enum(['least', 'most']),
  needed: z.number(),
  /** Null: cannot be told. */
  value: z.number().nullable(),
  by: By.nullable(),
  stands: z.enum(['holds', 'fails', 'unknown']),
})
export type Gate = z.infer<typeof Gate>

/** What follows: to begin, the three taps, a gate, something to be told first, one more month of the same, to pass it on. */
export const NextStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin') }),
  z.object({ kind: z.literal('resolution'), gate: GateName.nullable() }),
  z.object({ kind: z.literal('gate'), gate: GateName }),
  z.object({ kind: z.literal('tell'), gate: GateName }),
  z.object({ kind: z.literal('keep'), towards: Stage }),
  z.object({ kind: z.literal('share') }),
])
export type NextStep = z.infer<typeof NextStep>

const Fact = z.object({ value: z.number(), by: By }).nullable()

export const StageOfMonth = z.object({
  month: Month,
  /** Not over: the last thirty days stand for it. */
  running: z.boolean(),
  /** What this month's behaviour alone says; null: cannot be told. */
  found: Stage.nullable(),
  /** What is shown: it moves when two of three months agree. */
  stage: Stage.nullable(),
  /** The first months of a shop: there are no three to agree yet. */
  provisional: z.boolean(),
  /** Where the month alone points, while it is not the stage shown. */
  towards: Stage.nullable(),
  /** Of stage 3, said differently: it pays, though without a rhythm. */
  pays: z.boolean(),
  /** Stage 5's warning: tools went up and replies down. */
  warning: z.boolean(),
  facts: z.object({
    postsPerWeek: Fact,
    automaticPosts: Fact,
    answered: Fact,
    firstReply: Fact,
    withTools: Fact,
    foundUs: Fact,
  }),
})
export type StageOfMonth = z.infer<typeof StageOfMonth>

export const Resolution = z.object({
  /** The blind automation is off: from here on everything is looked at before it goes out. */
  autopostOff: z.boolean(),
  /** `06:30`: when there is time for it, on weekdays. */
  hour: z.string().nullable(),
  /** Whom to talk to, and the day on which somebody of the shop did. */
  people: z.array(z.object({ name: z.string(), talked: Day.nullable() })),
  changedAt: Instant.nullable(),
})
export type Resolution = z.infer<typeof Resolution>

const KeptSelfTest = z.object({
  id: Id,
  takenAt: Instant,
  stage: Stage,
  /** Where they placed themselves. */
  placed: Stage.nullable(),
  /** Theirs who asks, or another member's. */
  name: z.string(),
})
const Disagreement = z.object({ id: Id, saidAt: Instant, name: z.string(), shown: Stage.nullable(), placed: Stage.nullable(), why: z.string() })

export const StageReport = z.object({
  /** The newest month that is judged: the last of `months`. */
  now: StageOfMonth,
  gates: z.array(Gate),
  next: NextStep,
  /** Up to fifteen months, the oldest first. */
  months: z.array(StageOfMonth),
  selfTest: KeptSelfTest.nullable(),
  disagreements: z.array(Disagreement),
  resolution: Resolution,
  /** For the three people: those whose word brought buyers lately. */
  suggested: z.array(z.string()),
  /** What may be said of the month, with what was. */
  sayings: z.array(z.object({ fact: SayableFact, options: z.array(z.number()), value: z.number().nullable(), before: z.number().nullable() })),
  story: z.object({ published: z.boolean(), path: z.string() }),
})
export type StageReport = z.infer<typeof StageReport>

/** Figures that a story may show, each of the month it was written in. Words: `stage:figures.<figure>`. */
export const storyFigures = ['orders', 'profit', 'paid-back', 'hours', 'word-of-mouth', 'found-us', 'posts', 'first-reply'] as const
export const StoryFigure = z.enum(storyFigures)
export type StoryFigure = z.infer<typeof StoryFigure>

const Figure = z.object({
  figure: StoryFigure,
  /** In the figure's own unit; `paid-back` is a month. */
  value: z.union([z.number(), z.string()]),
})

export const ChangeStory = z.object({
  headline: z.string().trim().max(100),
  words: z.string().trim().max(4000),
  tools: z.array(z.object({ name: z.string().trim().min(1).max(60), why: z.string().trim().max(160) })).max(8),
  figures: z.array(StoryFigure).max(8),
  published: z.boolean(),
})
export type ChangeStory = z.infer<typeof ChangeStory>

export const Story = ChangeStory.extend({
  path: z.string(),
  /** Every figure that is known now, whether chosen or not. */
  known: z.array(Figure),
  /** The month that they are of. */
  month: Month,
})
export type Story = z.infer<typeof Story>

/** The public page `/s/<shop>/cerita`: what the shop chose, and nothing else. */
export interface PublicStory {
  shop: string
  slug: string
  language: Language
  currency: Currency
  headline: string
  words: string
  tools: { name: string; why: string }[]
  figures: { figure: StoryFigure; value: number | string }[]
  month: string | null
}

const shop = '/api/shops/:shop'

export const stageRoutes = {
  stage: route({
    method: 'GET',
    path: `${shop}/stage`,
    who: 'member',
    summary: 'The stage that behaviour shows, its evidence gate by gate, and the months before.',
    params: ShopParams,
    answer: StageReport,
  }),
  sayFact: route({
    method: 'PUT',
    path: `${shop}/stage/sayings`,
    who: 'member',
    summary: 'Says what Kicau cannot see of a month; `value` null takes it back.',
    params: ShopParams,
    body: z.object({ month: Month, fact: SayableFact, value: z.number().min(0).max(1000).nullable() }),
    answer: noContent,
  }),
  keepSelfTest: route({
    method: 'POST',
    path: `${shop}/stage/self-tests`,
    who: 'member',
    summary: "Keeps your answers to the self-test beside the shop's stage.",
    params: ShopParams,
    body: z.object({ answers: z.record(z.string().max(4), z.string().max(2)) }),
    answer: KeptSelfTest,
  }),
  forgetSelfTest: route({
    method: 'DELETE',
    path: `${shop}/stage/self-tests/:id`,
    who: 'member',
    summary: 'Forgets a result of your own.',
    params: ShopThingParams,
    answer: noContent,
  }),
  disagree: route({
    method: 'POST',
    path: `${shop}/stage/disagreements`,
    who: 'member',
    summary: 'Says that the stage is not right, and why. It is kept and shown; it changes no stage.',
    params: ShopParams,
    body: z.object({ why: z.string().trim().min(1).max(500), placed: Stage.nullable() }),
    answer: Disagreement,
  }),
  takeBackDisagreement: route({
    method: 'DELETE',
    path: `${shop}/stage/disagreements/:id`,
    who: 'member',
    summary: 'Takes a disagreement of your own back.',
    params: ShopThingParams,
    answer: noContent,
  }),
  resolve: route({
    method: 'PUT',
    path: `${shop}/stage/resolution`,
    who: 'member',
    summary: 'The act that ends stage 3: no blind automation, an hour, three people. Only the fields that are sent.',
    params: ShopParams,
    body: z.object({
      autopostOff: z.boolean().optional(),
      hour: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .nullable()
        .optional(),
      people: z.array(z.string().trim().min(1).max(80)).max(3).optional(),
    }),
    answer: Resolution,
  }),
  dropResolution: route({
    method: 'DELETE',
    path: `${shop}/stage/resolution`,
    who: 'member',
    summary: 'Lets the resolution go; nothing of it stands on the list any more.',
    params: ShopParams,
    answer: noContent,
  }),
  story: route({
    method: 'GET',
    path: `${shop}/stage/story`,
    who: 'member',
    summary: "The shop's story as its editor shows it, with the figures it may choose from.",
    params: ShopParams,
    answer: Story,
  }),
  changeStory: route({
    method: 'PUT',
    path: `${shop}/stage/story`,
    who: 'owner',
    notForGuests: true,
    summary: 'Keeps the story; published, anyone can read it, with the chosen figures as they stand now.',
    params: ShopParams,
    body: ChangeStory,
    answer: Story,
  }),
}

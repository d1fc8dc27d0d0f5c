import { z } from 'zod'
import { Reason, Work } from './agenda.ts'
import { route } from './route.ts'
import { Amount, Day, Instant, Month, noContent, ShopParams } from './values.ts'

/** What doing it may bring, in words: an order likely, perhaps, seldom; or the knowledge that a later decision needs. */
export const brings = ['likely', 'perhaps', 'seldom', 'knowledge'] as const
export const Bring = z.enum(brings)
export type Bring = z.infer<typeof Bring>

const TodayThing = z.object({
  /** `kind:subject`: names it in an answer. */
  key: z.string(),
  /** A kind of some module's agenda; what it is called stands at `<words>:items.<kind>`. */
  kind: z.string(),
  words: z.string(),
  /** Why it is here: words at `<words>:reasons.<code>` with these values. */
  reason: Reason,
  /** About so long. */
  minutes: z.int(),
  bring: Bring,
  /** What it may bring in money, on average; null before twenty outcomes of its kind are known. */
  amount: Amount.nullable(),
})

export const TodayItem = TodayThing.extend({
  icon: z.string(),
  /** How it stands: `overdue`, `fresh`, … One of the kind's own, told with its reason. */
  state: z.string(),
  /** Where in the desk it is done. */
  action: z.object({ href: z.string() }),
  /** What a running timer counts while it is done. */
  work: Work.nullable(),
})
export type TodayItem = z.infer<typeof TodayItem>

export const Today = z.object({
  day: Day,
  now: Instant,
  /** None of the days that the member chose: the list may wait until the next one. */
  restDay: z.boolean(),
  nextBoxDay: Day,
  /** The member's minutes, from what hour, and what of them is spent (a running timer included, up to `now`). */
  box: z.object({ minutes: z.int(), hour: z.string().nullable(), spent: z.int() }),
  /** The week so far against its limit. */
  week: z.object({ minutes: z.int(), limit: z.int() }),
  /** The black hole: minutes beyond the day's or the week's box where that is more than a quarter of it; null otherwise. */
  hole: z
    .object({
      of: z.enum(['day', 'week']),
      minutes: z.int(),
      /** What the last whole month's hours cost, and what was left of it; for an owner, where Payback knows. */
      month: z.object({ month: Month, hours: Amount, net: Amount }).nullable(),
    })
    .nullable(),
  /** At most five, the most worthwhile minute first. */
  items: z.array(TodayItem),
  /** How many more there are, which today need not be done. */
  more: z.int(),
  /** What was put off and would be on offer else, and the first day it is again. */
  putOff: z.object({ count: z.int(), until: Day }).nullable(),
  done: z.array(TodayThing),
  /** Set once "enough for today" was tapped. */
  ended: z
    .object({
      at: Instant,
      minutes: z.int(),
      done: z.int(),
      /** What the minutes are worth, for an owner; null where nobody said what an hour is worth. */
      cost: Amount.nullable(),
      /** Of the last whole weeks, thirteen at most. */
      weeks: z.object({
        kept: z.int(),
        of: z.int(),
        /** Each of them, the oldest first. */
        each: z.array(z.boolean()),
      }),
    })
    .nullable(),
})
export type Today = z.infer<typeof Today>

const Chances = z.object({ least: z.number(), most: z.number() })

/** What a kind of thing is ranked by; from the least likely of its states to the most likely. */
export const WorthOfKind = z.object({
  kind: z.string(),
  words: z.string(),
  icon: z.string(),
  gains: z.enum(['order', 'knowledge']),
  /** Our own suppositions. */
  published: Chances,
  /** What the shop's outcomes made of them. */
  now: Chances,
  /** How many were done and looked at again, and how many of these brought an order. */
  done: z.int(),
  orders: z.int(),
  /** How much the kind counts for this member, from 0 to 1: less than 1 where it was left out as of no use. */
  liking: z.number(),
})
export type WorthOfKind = z.infer<typeof WorthOfKind>

/** `later`: tomorrow again. `skipped`: not again for this subject, and why. */
export const itemAnswers = ['done', 'later', 'skipped'] as const
export const ItemAnswer = z.enum(itemAnswers)
export type ItemAnswer = z.infer<typeof ItemAnswer>

/** Why something is left out, where a reason is given. `no-use` lowers its kind for this member, for some weeks. */
export const skipReasons = ['no-use', 'not-mine', 'elsewhere'] as const
export const SkipReason = z.enum(skipReasons)
export type SkipReason = z.infer<typeof SkipReason>

const ItemKey = z.string().regex(/^[a-z-]{1,30}:[\w:.-]{1,120}$/)
const shop = '/api/shops/:shop'

export const coachRoutes = {
  today: route({
    method: 'GET',
    path: `${shop}/today`,
    who: 'member',
    summary: "Your next thirty minutes: at most five things, each with its reason.",
    params: ShopParams,
    answer: Today,
  }),
  worth: route({
    method: 'GET',
    path: `${shop}/today/worth`,
    who: 'member',
    summary: 'What the list is ordered by: the chance of each kind of thing, published and as your shop has moved it, the likeliest first.',
    params: ShopParams,
    answer: z.object({ kinds: z.array(WorthOfKind) }),
  }),
  answerItem: route({
    method: 'POST',
    path: `${shop}/today/answers`,
    who: 'member',
    summary: 'Says of one thing on the list that it is done, for later, or left out, and why.',
    params: ShopParams,
    body: z.object({ key: ItemKey, answer: ItemAnswer, why: SkipReason.nullable().default(null) }),
    answer: noContent,
  }),
  takeBackAnswer: route({
    method: 'DELETE',
    path: `${shop}/today/answers`,
    who: 'member',
    summary: 'Takes an answer back: the thing is on the list again.',
    params: ShopParams,
    query: z.object({ key: ItemKey }),
    answer: noContent,
  }),
  bringBack: route({
    method: 'DELETE',
    path: `${shop}/today/put-off`,
    who: 'member',
    summary: 'Brings back all that you put off: it is on the list again.',
    params: ShopParams,
    answer: noContent,
  }),
  endDay: route({
    method: 'POST',
    path: `${shop}/today/end`,
    who: 'member',
    summary: 'Enough for today: the list is put away until tomorrow.',
    params: ShopParams,
    answer: z.object({ at: Instant, minutes: z.int(), done: z.int() }),
  }),
  reopenDay: route({
    method: 'DELETE',
    path: `${shop}/today/end`,
    who: 'member',
    summary: 'Opens the day again.',
    params: ShopParams,
    answer: noContent,
  }),
}

export const stages = [1, 2, 3, 4, 5, 6] as const
export const Stage = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)])
export type Stage = z.infer<typeof Stage>

/** The self-test as its page is given it: words in the reader's language, what was answered, and the result. */
export interface SelfTestPage {
  /** Asked only to compare; not scored. */
  placement: { question: string; options: { stage: Stage; text: string; chosen: boolean }[] }
  questions: {
    id: string
    text: string
    /** In their natural order. The last has no stage: "don't know". */
    options: { value: string; text: string; chosen: boolean }[]
  }[]
  /** Null before anything was answered. */
  result:
    | null
    | { enough: false; answered: number; least: number }
    | {
        enough: true
        answered: number
        stage: Stage
        name: string
        meaning: string
        nextStep: string
        /** Where a need of the next stage was not met: what it asks for. */
        needs: string[]
        placed: { stage: Stage; name: string; said: string } | null
      }
  stages: { stage: Stage; name: string }[]
}
export type SelfTestAnswers = Record<string, string | undefined>

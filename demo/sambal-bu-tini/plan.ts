import type { Channel } from '#contract/channels.ts'

// Sambal Bu Tini, Yogyakarta: fifteen whole months, as numbers. Months 8 and 15 are the worked ones; the others are
// split likewise and sum to the story's own table (docs/guides/demo.md), which `plan.pure.test.ts` holds against it.

/** What an order leaves after goods and packing, in rupiah: price less cost of the product below. */
export const CONTRIBUTION = 35_000
export const PRICE = 85_000
export const GOODS_AND_PACKING = PRICE - CONTRIBUTION

/** Bu Tini: Rp60 million a year over 2,400 hours. */
export const TINI = { name: 'Bu Tini', yearly: 60_000_000, hours: 2_400, hourly: 25_000 }
export const WULAN = { name: 'Wulan', hourly: 15_000 }

/** One channel in one month: its orders, hours of Tini and of Wulan, and cost in rupiah. */
type Share = readonly [orders: number, tini: number, wulan: number, cost?: number]
type MonthPlan = Partial<Record<Channel, Share>>

/** Index 0 is month 1. */
export const byChannel: readonly MonthPlan[] = [
  {},
  { x: [0, 1, 0], facebook: [1, 2, 0], instagram: [0, 1.5, 0], blog: [0, 0.5, 0] },
  { x: [0, 1, 0], facebook: [1, 2, 0], instagram: [1, 2, 0], blog: [0, 1, 0] },
  { x: [0, 4, 0], facebook: [3, 10, 0, 150_000], instagram: [2, 14, 0], blog: [0, 2, 0] },
  { x: [1, 8, 0], facebook: [3, 20, 0, 200_000], instagram: [4, 38, 0, 100_000], blog: [0, 4, 0] },
  {
    x: [0, 3, 0],
    facebook: [2, 10, 0, 100_000],
    instagram: [3, 22, 0],
    blog: [0, 2, 0],
    whatsapp: [3, 4, 0],
    'word-of-mouth': [1, 1, 0],
  },
  {
    x: [0, 0.5, 0],
    facebook: [2, 2, 1],
    instagram: [3, 6, 3, 20_000],
    blog: [0, 1.5, 0],
    whatsapp: [5, 3, 2],
    'word-of-mouth': [2, 1, 0],
  },
  {
    whatsapp: [7, 3, 4],
    'word-of-mouth': [5, 1, 0.5],
    card: [3, 0.5, 0, 20_000],
    instagram: [3, 5, 2.5],
    facebook: [1, 1, 1],
    blog: [0, 1, 0],
  },
  {
    whatsapp: [10, 2.5, 5],
    'word-of-mouth': [8, 1, 1],
    card: [4, 0.5, 0, 20_000],
    instagram: [4, 5, 3],
    facebook: [1, 1, 1],
    blog: [0, 1, 0],
  },
  {
    whatsapp: [12, 2, 5],
    'word-of-mouth': [10, 1, 1],
    card: [4, 0.5, 0, 20_000],
    instagram: [4, 5.5, 3, 50_000],
    facebook: [1, 1, 1],
    blog: [0, 1, 0],
  },
  {
    whatsapp: [14, 2, 6],
    'word-of-mouth': [13, 1, 1.5],
    card: [5, 0.5, 0.5, 20_000],
    instagram: [4, 6, 3, 50_000],
    facebook: [2, 1, 1],
    blog: [0, 1, 0],
  },
  {
    whatsapp: [16, 3, 6],
    'word-of-mouth': [17, 2, 2, 30_000],
    card: [6, 0.5, 0.5, 20_000],
    instagram: [5, 2, 2.5],
    facebook: [2, 1.5, 1],
    blog: [0, 1.5, 0],
  },
  {
    whatsapp: [18, 3, 6],
    'word-of-mouth': [20, 2, 2, 30_000],
    card: [7, 0.5, 0.5, 20_000],
    instagram: [5, 2, 2.5],
    facebook: [2, 2, 1],
    blog: [0, 1.5, 0],
  },
  {
    whatsapp: [17, 2.5, 6.5],
    'word-of-mouth': [19, 2, 2, 30_000],
    card: [6, 0.5, 0.5, 20_000],
    instagram: [5, 2, 3],
    facebook: [2, 2, 2],
    blog: [0, 1.5, 0],
  },
  {
    whatsapp: [19, 2.5, 6.5],
    'word-of-mouth': [22, 2, 2, 30_000],
    card: [8, 0.5, 0.5, 20_000],
    instagram: [5, 2, 3],
    facebook: [3, 2, 2],
    blog: [0, 2, 0],
  },
]

/** The share of a month's orders whose buyer was asked how they found the shop, and answered. */
export const foundUsShare = [0, 0, 0, 0, 0, 0.2, 0.45, 0.52, 0.55, 0.58, 0.6, 0.61, 0.63, 0.64, 0.66]

/** Followers at the end of each month: most of them were won when the money was worst. */
export const followers: Partial<Record<Channel, readonly number[]>> = {
  instagram: [0, 5, 26, 190, 520, 590, 615, 634, 652, 669, 690, 704, 719, 735, 752],
  facebook: [0, 3, 9, 85, 210, 236, 245, 251, 257, 262, 268, 273, 277, 283, 288],
  x: [0, 2, 6, 25, 70, 78, 80, 81, 81, 82, 83, 83, 84, 84, 85],
}

/** Visits to her pages for each order of a channel, and of those how many opened WhatsApp: the blog's end nowhere. */
export const visitsPerMonth: Partial<Record<Channel, readonly number[]>> = {
  instagram: [0, 4, 18, 70, 160, 120, 90, 84, 88, 96, 98, 70, 72, 70, 74],
  facebook: [0, 3, 10, 60, 90, 60, 40, 22, 20, 18, 24, 22, 24, 22, 26],
  x: [0, 1, 3, 9, 22, 10, 4, 1, 1, 0, 1, 0, 1, 0, 1],
  blog: [0, 6, 8, 12, 20, 16, 18, 20, 24, 38, 30, 34, 36, 34, 40],
  whatsapp: [0, 0, 0, 0, 0, 9, 16, 22, 30, 36, 42, 46, 52, 50, 56],
  'word-of-mouth': [0, 0, 0, 0, 0, 0, 2, 6, 9, 12, 16, 20, 24, 22, 26],
  card: [0, 0, 0, 0, 0, 0, 0, 11, 13, 14, 17, 20, 22, 20, 25],
  search: [0, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 18, 20],
}

/** Shopee and the stall sold before there was any posting: orders with neither a touch nor an answer. */
export const shopeeBaseline = [9, 10, 8, 11, 10, 12, 9, 11, 10, 12, 11, 13, 10, 12, 11]
/** The running month stands apart: a few orders of its own. */
export const runningMonth: readonly { channel: Channel; orders: number }[] = [
  { channel: 'whatsapp', orders: 2 },
  { channel: 'word-of-mouth', orders: 2 },
  { channel: 'card', orders: 1 },
]
/** And the time they took, on weekdays of the last whole week. */
export const runningMinutes = [
  { weekday: 1, channel: 'whatsapp', member: 'tini', minutes: 30, footing: 'timer', activity: 'write' },
  { weekday: 2, channel: 'whatsapp', member: 'wulan', minutes: 30, footing: 'timer', activity: 'answer' },
  { weekday: 3, channel: 'word-of-mouth', member: 'tini', minutes: 30, footing: 'evening', activity: 'answer' },
  { weekday: 4, channel: 'whatsapp', member: 'wulan', minutes: 30, footing: 'timer', activity: 'answer' },
  { weekday: 5, channel: 'instagram', member: 'tini', minutes: 30, footing: 'timer', activity: 'write' },
] as const

interface MonthBehaviour {
  /** Over the month; `bursts` where they come all at once. */
  postsPerWeek: number
  rhythm: 'steady' | 'bursts'
  automatic: number
  withCode: number
  /** What she says of her chats, which Kicau cannot see: the share of questions answered, and hours to the first reply. */
  answered: number
  firstReply: number
  mentionsWatched: boolean
}

const month = (postsPerWeek: number, automatic: number, answered: number, firstReply: number, withCode: number, rest: Partial<MonthBehaviour> = {}): MonthBehaviour => ({
  postsPerWeek,
  rhythm: 'steady',
  automatic,
  withCode,
  answered,
  firstReply,
  mentionsWatched: false,
  ...rest,
})

/** How she behaved: the stage is found from this and from the orders. Null: the stall and Shopee only. */
export const behaviour: readonly (MonthBehaviour | null)[] = [
  null,
  month(2.8, 0.73, 0.1, 30, 0),
  month(1, 0.75, 0.12, 40, 0),
  month(3.5, 0.6, 0.15, 36, 0, { rhythm: 'bursts' }),
  month(6, 0.55, 0.28, 26, 0, { rhythm: 'bursts' }),
  month(3, 0, 0.34, 20, 0),
  month(3, 0, 0.71, 11, 0.2),
  month(3.2, 0, 0.78, 8, 0.55),
  month(3.2, 0, 0.84, 5, 0.6),
  month(3, 0, 0.86, 4.5, 0.64),
  // A food writer mentions her, and is found in twenty minutes: from here on she watches.
  month(3.4, 0, 0.9, 3, 0.85, { mentionsWatched: true }),
  month(3.2, 0, 0.92, 2.5, 0.88, { mentionsWatched: true }),
  month(3.3, 0, 0.93, 2.2, 0.9, { mentionsWatched: true }),
  month(3.1, 0, 0.94, 2, 0.91, { mentionsWatched: true }),
  month(3.3, 0, 0.95, 1.8, 0.92, { mentionsWatched: true }),
]

/** Month 6, as an index: the resolution on its first Monday, the self-test before it, and a word of disagreement. */
export const RESOLUTION = 5
/** Month 14: the case study is written and shared. */
export const CASE_STUDY = 13

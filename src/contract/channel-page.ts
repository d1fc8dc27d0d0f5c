import { z } from 'zod'
import { Channel } from './channels.ts'
import { ChannelLine, Profit } from './payback.ts'
import { route } from './route.ts'
import { Amount, Id, Month, ShopParams } from './values.ts'

/** What a channel of its kind is told by. */
export const ownMeasures = [
  'clicks',
  'visitors',
  'visitors-to-orders',
  'scans',
  'chats-opened',
  'orders-by-code',
  'orders-by-link',
  'orders-by-creators',
  'returning-share',
  'answered-share',
  'recommenders',
  'rewards',
  'leads',
  'ads-paid',
  'paid-a-click',
  'paid-an-order',
  'new-followers',
  'handed-over',
  'posts',
  'reposts',
  'earned',
  'sold-on-marketplaces',
  'came-back',
  'fees-of-sales',
  'left-an-order',
] as const
export const OwnMeasure = z.object({
  measure: z.enum(ownMeasures),
  /** A count, a share from 0 to 1, or an amount, as `unit` says. */
  value: z.number().nullable(),
  before: z.number().nullable(),
  unit: z.enum(['count', 'share', 'amount']),
  /** Of how many a share is one. */
  of: z.int().nullable(),
  /** Why it can't be told: what would have to be connected, said or noted; `more`: there is too little of it yet; `later`: not just now. */
  lacks: z.enum(['tracker', 'links', 'placement', 'account', 'network', 'ads', 'leads', 'worth', 'fees', 'margin', 'more', 'later']).nullable(),
  /** Against the month before: `same` within chance; `more` and `less` where neither is good news of itself, or chance can't be told. */
  trend: z.enum(['better', 'worse', 'same', 'more', 'less', 'first', 'unknown']),
})
export type OwnMeasure = z.infer<typeof OwnMeasure>

/** *Bagaimana kabar Instagram?*: one channel, in its own measures. */
export const ChannelPage = z.object({
  channel: Channel,
  month: Month,
  running: z.boolean(),
  /** The month's line as Payback has it; null where nothing of the channel was noted or seen in it. */
  line: ChannelLine.nullable(),
  /** In its own measures, those that tell most of a channel of its kind first. */
  own: z.array(OwnMeasure),
  /** From the channel's first month on. */
  months: z.array(
    z.object({
      month: Month,
      profit: Profit,
      cumulated: Profit,
      first: z.int(),
      returning: z.int(),
      minutes: z.int(),
    }),
  ),
  /** On the channel's accounts at the month's end; null where nobody counted. */
  followers: z.int().nullable(),
  posts: z.object({
    /** Those that went out on it in the month. */
    count: z.int(),
    /** The ones whose link or code stood on orders that count for the channel in the month first, then the newest. */
    rows: z.array(
      z.object({
        postId: Id,
        /** Null where the post is not in Kicau's books any more. */
        text: z.string().nullable(),
        orders: z.int(),
        /** Of those orders, as far as it is known. */
        margin: Amount,
      }),
    ),
  }),
})
export type ChannelPage = z.infer<typeof ChannelPage>

export const channelPageRoutes = {
  channelPage: route({
    method: 'GET',
    path: '/api/shops/:shop/payback/channel/:channel',
    who: 'member',
    summary: 'One channel: its month as Payback has it, its months and what they sum to, its followers, and its posts with the orders they brought.',
    params: ShopParams.extend({ channel: Channel }),
    query: z.object({ month: Month.optional() }),
    answer: ChannelPage,
  }),
}

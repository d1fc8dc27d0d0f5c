import { z } from 'zod'
import { Channel } from './channels.ts'
import { ChannelLine, Profit } from './payback.ts'
import { route } from './route.ts'
import { Amount, Id, Month, ShopParams } from './values.ts'

/** *Bagaimana kabar Instagram?*: one channel, in its own measures. */
export const ChannelPage = z.object({
  channel: Channel,
  month: Month,
  running: z.boolean(),
  /** The month's line as Payback has it; null where nothing of the channel was noted or seen in it. */
  line: ChannelLine.nullable(),
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

import type { ChannelPage } from '#contract/channel-page.ts'
import type { Channel } from '#contract/channels.ts'
import type { CreditedOrder } from './credit.ts'
import type { Figures } from './figures.ts'
import { isEmptyCell, type Ledger } from './ledger.ts'
import { sumsOf } from './sums.ts'

/** A channel's months, from the first with anything in it. */
export function channelMonths(ledger: Ledger, figures: Figures, channel: Channel): ChannelPage['months'] {
  const first = ledger.months.findIndex((month) => !isEmptyCell(ledger.cell(month, channel)))
  if (first < 0) return []
  return ledger.months.slice(first).map((month) => {
    const { orders, hours } = sumsOf([ledger.cell(month, channel)])
    return {
      month,
      profit: figures.profit(month, channel),
      cumulated: figures.cumulated(month, channel),
      first: orders.first,
      returning: orders.returning,
      minutes: hours.minutes,
    }
  })
}

/** Posts whose link or code stood on some orders; margins that are not known are left out. */
export const postsOfOrders = (orders: readonly CreditedOrder[]): { postId: string; orders: number; margin: number }[] =>
  [...Map.groupBy(orders.filter(({ tracked }) => tracked?.postId), ({ tracked }) => tracked!.postId!)].map(([postId, own]) => ({
    postId,
    orders: own.length,
    margin: own.reduce((sum, { margin }) => sum + (margin ?? 0), 0),
  }))

/** So many posts are told by name; a channel that posts hourly is told by its count. */
const MOST_POSTS = 30

interface PostTold {
  postId: string
  text: string
  inMonth: boolean
}

/** The channel's posts, the newest first, with what they brought: the ones with most orders come before the others. */
export function postsReport(told: readonly PostTold[], sold: ReturnType<typeof postsOfOrders>): ChannelPage['posts'] {
  const brought = new Map(sold.map((post) => [post.postId, post]))
  const texts = new Map(told.map(({ postId, text }) => [postId, text]))
  const rows = [...new Set([...texts.keys(), ...brought.keys()])].map((postId) => ({ orders: 0, margin: 0, ...brought.get(postId), postId, text: texts.get(postId) ?? null }))
  return {
    count: told.filter(({ inMonth }) => inMonth).length,
    rows: rows.sort((one, other) => other.orders - one.orders || other.margin - one.margin).slice(0, MOST_POSTS),
  }
}

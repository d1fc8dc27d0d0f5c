import type { ChannelPage } from '#contract/channel-page.ts'
import type { Channel } from '#contract/channels.ts'
import { queries as networks } from '#modules/networks'
import { queries as publishing } from '#modules/publishing'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { channelMonths, postsOfOrders, postsReport } from '../model/channel-page.ts'
import { channelLine, isBusy } from '../model/month-report.ts'
import { readMonth, seenUpTo } from '../sources.ts'

/** One channel in a month, the one that Payback opens on unless said, and all its months beside. */
export async function channelPage(scope: ReadScope, channel: Channel, wanted?: string): Promise<ChannelPage | Refusal<'payback.month-unknown'>> {
  const { ledger, figures, month, seen: visits } = await readMonth(scope, wanted, (zone, month) => seenUpTo(scope, zone, month, 0))
  if (!ledger.months.includes(month)) return refuse('payback.month-unknown', { where: 'month' })
  const sold = postsOfOrders(ledger.cell(month, channel).orders)
  const [followers, posts] = await Promise.all([
    networks.followersByMonth(scope, channel),
    publishing.postsOnChannel(scope, { channel, month, also: sold.map(({ postId }) => postId) }),
  ])
  const asked = { month, ledger, figures, visits }
  return {
    channel,
    month,
    running: month === ledger.months.at(-1),
    line: isBusy(asked, channel) ? channelLine(asked, channel) : null,
    months: channelMonths(ledger, figures, channel),
    followers: followers.findLast((one) => one.month <= month)?.followers ?? null,
    posts: postsReport(posts, sold),
  }
}

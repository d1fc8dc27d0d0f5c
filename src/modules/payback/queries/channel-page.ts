import type { ChannelPage } from '#contract/channel-page.ts'
import type { Channel } from '#contract/channels.ts'
import { queries as networks } from '#modules/networks'
import { queries as publishing } from '#modules/publishing'
import { addMonths } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { channelMonths, postsOfOrders, postsReport } from '../model/channel-page.ts'
import { channelLine, isBusy } from '../model/month-report.ts'
import { ownMeasures } from '../model/own-measures.ts'
import { ownSeen } from '../own-measure-sources.ts'
import { readMonth, seenUpTo } from '../sources.ts'

/** One channel in a month, the one that Payback opens on unless said, and all its months beside. */
export async function channelPage(scope: ReadScope, channel: Channel, wanted?: string): Promise<ChannelPage | Refusal<'payback.month-unknown'>> {
  const { profile, ledger, figures, month, seen } = await readMonth(scope, {
    wanted,
    ask: (zone, month, after) => seenUpTo(scope, zone, month, 1, after),
    meanwhile: ({ ledger, figures }) => channelMonths(ledger, figures, channel),
  })
  if (!ledger.months.includes(month)) return refuse('payback.month-unknown', { where: 'month' })
  const before = addMonths(month, -1)
  const [visits, visitsBefore] = [month, before].map((each) => seen && seen.filter((one) => one.month === each)) as [typeof seen, typeof seen]
  const running = month === ledger.months.at(-1)
  const sold = postsOfOrders(ledger.cell(month, channel).orders)
  const about = { channel, zone: profile.zone, ledger }
  const [followers, posts, now, then] = await Promise.all([
    networks.followersByMonth(scope, channel),
    publishing.postsOnChannel(scope, { channel, month, also: sold.map(({ postId }) => postId) }),
    ownSeen(scope, { ...about, month, visits }),
    // Half a month beside a whole one would be a fall that nobody had.
    running || !ledger.months.includes(before) ? null : ownSeen(scope, { ...about, month: before, visits: visitsBefore }),
  ])
  const asked = { month, ledger, figures, visits }
  return {
    channel,
    month,
    running,
    line: isBusy(asked, channel) ? channelLine(asked, channel) : null,
    own: ownMeasures(channel, now, then),
    months: channelMonths(ledger, figures, channel),
    followers: followers.findLast((one) => one.month <= month)?.followers ?? null,
    posts: postsReport(posts, sold),
  }
}

import type { ChannelVisits } from '#contract/analytics.ts'
import type { Channel } from '#contract/channels.ts'
import { queries as links } from '#modules/links'
import { queries as networks } from '#modules/networks'
import { queries as publishing } from '#modules/publishing'
import { queries as shop } from '#modules/shop'
import { addMonths, monthIn, startOfMonth } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { Ledger } from './model/ledger.ts'
import { isOfMarketplaces, type OwnSeen } from './model/own-measures.ts'
import { namedOrders } from './sources.ts'

const spanOf = (zone: string, month: string) => ({ from: startOfMonth(zone, month), to: startOfMonth(zone, addMonths(month, 1)) })

interface Asked {
  channel: Channel
  month: string
  zone: string
  ledger: Ledger
  visits: readonly ChannelVisits[] | null
}

const NOTHING = { visits: 0, visitors: 0, clicks: 0, whatsappOpened: 0 }

/** What a channel's own measures of a month are read from. */
export async function ownSeen(scope: ReadScope, { channel, month, zone, ledger, visits }: Asked): Promise<OwnSeen> {
  const [{ open, placements }, gained, reposts, went, leads, named, marketplace] = await Promise.all([
    links.linksOnChannel(scope, channel),
    networks.followersGained(scope, channel),
    networks.passedOn(scope, channel, spanOf(zone, month)),
    publishing.wentOut(scope, channel, spanOf(zone, month)),
    shop.leads(scope),
    namedOrders(scope, zone, month, 0),
    isOfMarketplaces(channel) ? shop.marketplaceOrders(scope, spanOf(zone, month)) : null,
  ])
  return {
    cell: ledger.cell(month, channel),
    hits: visits && (visits.find((one) => one.channel === channel) ?? NOTHING),
    anySeen: visits !== null && visits.some((one) => one.visits + one.whatsappOpened > 0),
    links: open,
    placements,
    newFollowers: gained.find((one) => one.month === month)?.gained ?? null,
    reposts,
    posts: went.posts,
    handedOver: went.handedOver,
    // Where nobody ever noted who asks, none is not known to have.
    leads: leads.length === 0 ? null : leads.filter((lead) => lead.channel === channel && monthIn(zone, new Date(lead.askedAt)) === month).length,
    named,
    marketplace,
  }
}

import type { Channel } from '#contract/channels.ts'
import type { OwnMeasure } from '#contract/channel-page.ts'
import { countVariance, shareVariance, sumVariance } from './counts.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import { total } from './draws.ts'
import type { Cell } from './ledger.ts'
import { keyOfName } from './names.ts'

// Each channel is an ecosystem of its own, and is measured in its own way: what is asked of it stands in one table.

type Name = OwnMeasure['measure']

/** What was seen of a channel in a month. */
export interface OwnSeen {
  cell: Cell
  /** Its own; null where the stream of hits could not be asked. */
  hits: { visits: number; visitors: number; clicks: number; whatsappOpened: number } | null
  /** Whether any visit was seen on any channel: else nobody is looking. */
  anySeen: boolean
  /** Open links and placements that lead here from it. */
  links: number
  placements: number
  /** Those who came less those who left; null where nobody counted. */
  newFollowers: number | null
  /** How often its posts were passed on; null where its network does not tell. */
  reposts: number | null
  /** Posts that went out by hand, and in all. */
  handedOver: number
  posts: number
  leads: number | null
  /** Who is named for an order, by its id. */
  named: ReadonlyMap<string, string>
  /** Of marketplaces, where that is what it is about. */
  marketplace: MarketplaceSeen | null
}

/** Orders of marketplaces by what became of them, with a trace or without one. */
export interface MarketplaceSeen {
  sold: number
  returned: number
  codFailed: number
  /** Of those whose fees are known. */
  fees: number
  feesOf: number
  amountOf: number
}

interface Reading {
  value: number | null
  of?: number
  variance: number | null
  /** What would have to be there for it to be told. */
  lacks?: NonNullable<OwnMeasure['lacks']>
}

interface Own {
  unit: OwnMeasure['unit']
  /** Which way is good news; neither: it is what it is. */
  good: 'up' | 'down' | 'neither'
  read(seen: OwnSeen): Reading
}

const unknown = (lacks: NonNullable<OwnMeasure['lacks']>): Reading => ({ value: null, variance: null, lacks })
const count = (value: number): Reading => ({ value, variance: countVariance(value) })
const share = (part: number, of: number): Reading => (of === 0 ? unknown('more') : { value: part / of, of, variance: shareVariance(part, of) })
const ofHits = (read: (hits: NonNullable<OwnSeen['hits']>) => Reading) => ({ hits, anySeen }: OwnSeen) => (hits === null ? unknown('later') : anySeen ? read(hits) : unknown('tracker'))
/** Clicks of links that do not exist are not none. */
const ofClicks = (read: (clicks: number) => Reading) => ({ hits, links }: OwnSeen) =>
  hits === null ? unknown('later') : hits.clicks > 0 || links > 0 ? read(hits.clicks) : unknown('links')

const by = (cell: Cell, ...ways: readonly string[]): CreditedOrder[] => cell.orders.filter(({ tracked }) => tracked !== null && ways.includes(tracked.by))
const paid = (cell: Cell, kind: Cell['costs'][number]['kind']): number => total(cell.costs.filter((part) => part.kind === kind).map(({ amount }) => amount))
const allPaid = (cell: Cell): number => total(cell.costs.map(({ amount }) => amount))

const own: Record<Name, Own> = {
  clicks: { unit: 'count', good: 'up', read: ofClicks(count) },
  visitors: { unit: 'count', good: 'up', read: ofHits(({ visitors }) => count(visitors)) },
  'visitors-to-orders': { unit: 'share', good: 'up', read: (seen) => ofHits(({ visitors }) => (seen.cell.orders.length > visitors ? unknown('more') : share(seen.cell.orders.length, visitors)))(seen) },
  scans: { unit: 'count', good: 'up', read: ({ hits, placements }) => (hits === null ? unknown('later') : hits.clicks > 0 || placements > 0 ? count(hits.clicks) : unknown('placement')) },
  'chats-opened': { unit: 'count', good: 'up', read: ({ hits, links }) => (hits === null ? unknown('later') : hits.whatsappOpened > 0 || links > 0 ? count(hits.whatsappOpened) : unknown('links')) },
  'orders-by-code': { unit: 'count', good: 'up', read: ({ cell }) => count(by(cell, 'code', 'voucher').length) },
  'orders-by-link': { unit: 'count', good: 'up', read: ({ cell }) => count(by(cell, 'link').length) },
  'orders-by-creators': { unit: 'count', good: 'up', read: ({ cell, named }) => count(cell.orders.filter(({ id }) => named.get(id)?.startsWith('@')).length) },
  'returning-share': { unit: 'share', good: 'up', read: ({ cell }) => share(cell.orders.filter(({ firstOfBuyer }) => !firstOfBuyer).length, cell.orders.length) },
  'answered-share': { unit: 'share', good: 'up', read: ({ cell }) => share(cell.orders.filter((order) => isAskable(order) && order.answered).length, cell.orders.filter(isAskable).length) },
  recommenders: { unit: 'count', good: 'up', read: ({ cell, named }) => count(new Set(cell.orders.flatMap(({ id }) => (named.has(id) ? [keyOfName(named.get(id)!)] : []))).size) },
  rewards: { unit: 'amount', good: 'neither', read: ({ cell }) => ({ value: paid(cell, 'reward'), variance: null }) },
  leads: { unit: 'count', good: 'up', read: ({ leads }) => (leads === null ? unknown('leads') : count(leads)) },
  'ads-paid': { unit: 'amount', good: 'neither', read: ({ cell }) => ({ value: paid(cell, 'ads'), variance: null }) },
  'paid-a-click': { unit: 'amount', good: 'down', read: (seen) => ofClicks((clicks) => (clicks === 0 || paid(seen.cell, 'ads') === 0 ? unknown('ads') : { value: Math.round(paid(seen.cell, 'ads') / clicks), variance: null }))(seen) },
  'paid-an-order': { unit: 'amount', good: 'down', read: ({ cell }) => (allPaid(cell) === 0 ? unknown('ads') : cell.orders.length === 0 ? unknown('more') : { value: Math.round(allPaid(cell) / cell.orders.length), variance: null }) },
  'new-followers': { unit: 'count', good: 'up', read: ({ newFollowers }) => (newFollowers === null ? unknown('account') : count(newFollowers)) },
  'handed-over': { unit: 'count', good: 'neither', read: ({ handedOver }) => count(handedOver) },
  posts: { unit: 'count', good: 'neither', read: ({ posts }) => count(posts) },
  reposts: { unit: 'count', good: 'up', read: ({ reposts }) => (reposts === null ? unknown('network') : count(reposts)) },
  earned: { unit: 'amount', good: 'up', read: ({ cell }) => (cell.traffic.length === 0 ? unknown('worth') : { value: total(cell.traffic.map(({ amount }) => amount)), variance: null }) },
  'sold-on-marketplaces': { unit: 'count', good: 'up', read: ({ marketplace }) => count(marketplace?.sold ?? 0) },
  'came-back': { unit: 'share', good: 'down', read: ({ marketplace: seen }) => (seen ? share(seen.returned + seen.codFailed, seen.sold + seen.returned + seen.codFailed) : unknown('more')) },
  'fees-of-sales': { unit: 'share', good: 'down', read: ({ marketplace: seen }) => (!seen || seen.feesOf === 0 ? unknown('fees') : { value: seen.fees / seen.amountOf, of: seen.feesOf, variance: null }) },
  'left-an-order': {
    unit: 'amount',
    good: 'up',
    read: ({ cell }) => {
      const margins = cell.orders.flatMap(({ margin }) => margin ?? [])
      if (margins.length === 0) return unknown(cell.orders.length === 0 ? 'more' : 'margin')
      return { value: Math.round(total(margins) / margins.length), variance: margins.length < 2 ? null : sumVariance(margins.map((one) => one - total(margins) / margins.length)) / (margins.length - 1) / margins.length }
    },
  },
}

const social: readonly Name[] = ['clicks', 'orders-by-code', 'orders-by-link', 'new-followers', 'posts']
/** By what each channel is told, its own first. */
const ofChannel: Record<Channel, readonly Name[]> = {
  whatsapp: ['chats-opened', 'orders-by-code', 'returning-share', 'leads', 'left-an-order'],
  'word-of-mouth': ['recommenders', 'returning-share', 'rewards', 'paid-an-order', 'left-an-order'],
  card: ['scans', 'orders-by-code', 'paid-an-order', 'returning-share'],
  instagram: ['clicks', 'orders-by-code', 'handed-over', 'new-followers', 'ads-paid'],
  facebook: ['clicks', 'ads-paid', 'paid-a-click', 'orders-by-link', 'new-followers'],
  tiktok: ['clicks', 'orders-by-creators', 'orders-by-code', 'ads-paid', 'new-followers'],
  bluesky: ['reposts', ...social],
  x: ['reposts', ...social],
  threads: ['reposts', ...social],
  mastodon: ['reposts', ...social],
  telegram: ['chats-opened', 'orders-by-code', 'clicks', 'returning-share', 'new-followers'],
  youtube: ['clicks', 'orders-by-link', 'orders-by-code', 'new-followers', 'ads-paid'],
  line: ['chats-opened', 'orders-by-code', 'clicks', 'returning-share', 'new-followers'],
  blog: ['visitors', 'visitors-to-orders', 'chats-opened', 'leads', 'earned'],
  search: ['visitors', 'visitors-to-orders', 'chats-opened', 'earned'],
  email: ['clicks', 'orders-by-link', 'orders-by-code', 'returning-share'],
  marketplace: ['sold-on-marketplaces', 'came-back', 'fees-of-sales', 'left-an-order'],
  ads: ['ads-paid', 'clicks', 'paid-a-click', 'paid-an-order', 'orders-by-link'],
  ai: ['visitors', 'visitors-to-orders', 'chats-opened'],
  referral: ['visitors', 'visitors-to-orders', 'recommenders', 'earned'],
  counter: ['scans', 'answered-share', 'returning-share', 'left-an-order'],
  direct: ['visitors', 'visitors-to-orders', 'returning-share'],
  other: ['visitors', 'clicks', 'orders-by-code', 'left-an-order'],
}

/** Whether a channel is told by orders of marketplaces. */
export const isOfMarketplaces = (channel: Channel): boolean => ofChannel[channel].includes('sold-on-marketplaces')

/** A channel in its own measures, against the month before where that is a whole one; a difference within chance is the same. */
export function ownMeasures(channel: Channel, now: OwnSeen, before: OwnSeen | null): OwnMeasure[] {
  return ofChannel[channel].map((measure) => {
    const { unit, good, read } = own[measure]
    const [reading, then] = [read(now), before ? read(before) : null]
    return { measure, unit, value: reading.value, of: reading.of ?? null, before: then?.value ?? null, lacks: reading.lacks ?? null, trend: trendOf(good, reading, then) }
  })
}

function trendOf(good: Own['good'], now: Reading, then: Reading | null): OwnMeasure['trend'] {
  if (now.value === null) return 'unknown'
  if (then === null || then.value === null) return 'first'
  const difference = now.value - then.value
  const within = now.variance !== null && then.variance !== null && Math.abs(difference) <= 1.645 * Math.sqrt(now.variance + then.variance)
  if (within || difference === 0) return 'same'
  if (good === 'neither' || now.variance === null) return difference > 0 ? 'more' : 'less'
  return (difference > 0) === (good === 'up') ? 'better' : 'worse'
}

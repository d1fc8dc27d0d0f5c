import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { TrackedBy } from '#contract/shop.ts'
import type { Journey, Touch } from './journeys.ts'
import type { Told } from './reconcile.ts'

/** So many days before an order a touch still counts. */
export const WINDOW_DAYS = 30

/** An order with all evidence of its window, as the other modules answer it. */
export interface OrderEvidence {
  orderedAt: Date
  /** Null: no rate is known for what it was paid in. */
  amount: number | null
  salesPlace: SalesPlace
  said: Channel | null
  code: string | null
  touches: readonly { channel: Channel; at: Date; by: TrackedBy }[]
}

export interface VisitBefore {
  code: string
  channel: Channel
  at: Date
}

export type VisitsByCode = ReadonlyMap<string, readonly VisitBefore[]>

/** Thousands of orders each ask for their own. */
export const byCode = (visits: readonly VisitBefore[]): VisitsByCode => Map.groupBy(visits, ({ code }) => code)

export interface OrderPath {
  journey: Journey
  /** Nothing is known of it but where it was closed. */
  byPlaceOnly: boolean
  told: Told
  /** What a visitor of the sites may have been: whoever ordered by a code and was not recognised there. */
  unseenVisitor: Channel | null
}

/**
 * The path of an order: visits, codes and links by their time; before them what the buyer said, for that is how they found
 * the shop, unless a touch of that channel is there. Where nothing else is known, the place it was closed at. Null for
 * an order that left no trace in the window.
 */
export function pathOf(order: OrderEvidence, visits: VisitsByCode): OrderPath | null {
  const seen = (order.code !== null && visits.get(order.code.trim().toUpperCase())) || []
  const touches: Touch[] = [...seen, ...order.touches].map(({ channel, at }) => ({ channel, at: at.getTime() })).sort((one, other) => one.at - other.at)
  const at = order.orderedAt.getTime()
  const place = PLACE_CHANNEL[order.salesPlace]
  const byPlaceOnly = touches.length === 0 && order.said === null && place !== undefined
  if (order.said !== null && !touches.some(({ channel }) => channel === order.said)) touches.unshift({ channel: order.said, at: touches[0]?.at ?? at })
  if (byPlaceOnly) touches.push({ channel: place, at })
  if (touches.length === 0) return null

  const own = order.touches.at(-1)
  const proof = order.touches.findLast((touch) => touch.channel !== 'direct') ?? seen.findLast((touch) => touch.channel !== 'direct')
  return {
    // What nobody knows the worth of is an order all the same, and adds nothing to what channels brought.
    journey: { touches, at, conversions: 1, nulls: 0, value: order.amount ?? 0 },
    byPlaceOnly,
    told: { tracked: proof?.channel ?? null, hard: proof !== undefined && 'by' in proof && HARD.has(proof.by), said: order.said },
    unseenVisitor: seen.length === 0 && own !== undefined && BY_VISIT.has(own.by) ? own.channel : null,
  }
}

/** What the buyer named themself and only the channel could have told them. */
const HARD: ReadonlySet<TrackedBy> = new Set(['code', 'voucher'])
/** What is come by through an address of ours; a voucher is read anywhere. */
const BY_VISIT: ReadonlySet<TrackedBy> = new Set(['code', 'link'])

/** The channel that a place belongs to, of those that are one. */
const PLACE_CHANNEL: Partial<Record<SalesPlace, Channel>> = {
  shopee: 'marketplace',
  tokopedia: 'marketplace',
  'tiktok-shop': 'marketplace',
  lazada: 'marketplace',
  counter: 'counter',
}

/**
 * Visitors' paths that ended in nothing. Whoever ordered in the chat was a visitor too, whom nobody recognised: for each
 * such order one visitor by its channel alone is taken out.
 */
export function pathsToNothing(paths: readonly { channels: readonly Channel[]; visitors: number }[], orders: readonly OrderPath[]): Journey[] {
  const ordered = new Map<string, number>()
  for (const { unseenVisitor } of orders) if (unseenVisitor) ordered.set(unseenVisitor, (ordered.get(unseenVisitor) ?? 0) + 1)
  return paths.flatMap(({ channels, visitors }) => {
    const nulls = channels.length === 1 ? Math.max(0, visitors - (ordered.get(channels[0]!) ?? 0)) : visitors
    if (nulls === 0) return []
    return [{ touches: channels.map((channel) => ({ channel, at: 0 })), at: 0, conversions: 0, nulls, value: 0 }]
  })
}

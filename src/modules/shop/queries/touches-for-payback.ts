import { sql } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import { unsoldStates, type TrackedBy } from '#contract/shop.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** An order that counts, with all that is kept of how its buyer came to it. */
export interface OrderTouches {
  id: string
  orderedAt: Date
  /** Null: no rate is known for what it was paid in. */
  amount: number | null
  salesPlace: SalesPlace
  said: Channel | null
  /** As it was typed: the tracker may have seen it too. */
  code: string | null
  /** Within the window before the order, the earliest first. */
  touches: FoundTouch[]
}

export interface FoundTouch {
  channel: Channel
  at: Date
  /** `phone`: found on another order of the same buyer. */
  by: TrackedBy
}

/**
 * The orders of a span (`to` excluded), the oldest first, each with its touches of `windowDays` before it: its own code, voucher
 * or link, and those of the same buyer's earlier orders. Orders that were cancelled, came back or were taken back are left out.
 */
export async function touchesForPayback(scope: ReadScope, span: { from: Date; to: Date }, windowDays: number): Promise<OrderTouches[]> {
  const windowMs = windowDays * 86_400_000
  const [orders, evidence] = await Promise.all([ordersOf(scope, span), evidenceOfBuyers(scope, { from: new Date(span.from.getTime() - windowMs), to: span.to })])
  return orders.map(({ buyerKey, trackedChannel, trackedBy, trackedAt, ...order }) => {
    const inWindow = ({ at }: { at: Date }) => at <= order.orderedAt && order.orderedAt.getTime() - at.getTime() <= windowMs
    const own: FoundTouch[] = trackedChannel === null ? [] : [{ channel: trackedChannel, at: trackedAt!, by: trackedBy! }]
    const before = (evidence.get(buyerKey ?? '') ?? []).filter(({ orderedAt }) => orderedAt < order.orderedAt)
    // What is known by the number is the touch of an earlier order, which may be among the others already.
    const others = before.filter(({ channel, at }) => !own.some((touch) => touch.channel === channel && touch.at.getTime() === at.getTime()))
    const touches = [...others.map(({ channel, at }): FoundTouch => ({ channel, at, by: 'phone' })), ...own].filter(inWindow)
    return { ...order, touches: touches.sort((one, other) => one.at.getTime() - other.at.getTime()) }
  })
}

const ordersOf = (scope: ReadScope, span: { from: Date; to: Date }) =>
  tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId as id', 'orderedAt', 'amount', 'salesPlace', 'said', 'buyerKey', 'trackedChannel', 'trackedBy', 'trackedAt'])
    // A pay page told the stream the payment's own reference, which is one visitor's, where a chat code may be many's.
    .select(sql<string | null>`case when source = 'entered' then coalesce(external_id, code) else code end`.as('code'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', 'not in', [...unsoldStates, 'returned'])
    .where('orderedAt', '>=', span.from)
    .where('orderedAt', '<', span.to)
    .orderBy('orderedAt')
    .orderBy('orderId')
    .execute()

/** Codes, vouchers and links by buyer. Those of a cancelled order too: its buyer came that way all the same. */
async function evidenceOfBuyers(scope: ReadScope, span: { from: Date; to: Date }): Promise<Map<string, { orderedAt: Date; channel: Channel; at: Date }[]>> {
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(['buyerKey', 'orderedAt', 'trackedChannel', 'trackedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('buyerKey', 'is not', null)
    .where('trackedBy', 'in', ['code', 'voucher', 'link'])
    .where('trackedAt', '>=', span.from)
    .where('trackedAt', '<', span.to)
    .execute()
  return Map.groupBy(
    rows.map((row) => ({ buyer: row.buyerKey!, orderedAt: row.orderedAt, channel: row.trackedChannel!, at: row.trackedAt! })),
    ({ buyer }) => buyer,
  )
}

import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OrderState } from '#contract/shop.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface OrderForPayback {
  id: string
  orderedAt: Date
  /** The worth of the goods, in the shop's smallest unit. */
  amount: number
  /** Null: not known, which is neither 0 nor the whole amount. */
  margin: number | null
  state: OrderState
  salesPlace: SalesPlace
  said: Channel | null
  /** Asked and answered, also with "can't say". */
  saidAnswered: boolean
  tracked: { channel: Channel; by: 'code' | 'link' | 'phone'; at: Date; linkId?: string; postId?: string } | null
  /** Equal for orders of one buyer; null where the buyer is not known. */
  buyerKey: string | null
  /** No earlier order of this buyer stands. True where the buyer is not known: nothing says otherwise. */
  firstOfBuyer: boolean
  /** The channel of the buyer's first standing order: as said, else as tracked. */
  wonBy: Channel | null
}

/** Orders of a span (`to` excluded) as payback counts them, the oldest first; orders taken back are left out. */
export async function ordersForPayback(scope: ReadScope, span: { from: Date; to: Date }): Promise<OrderForPayback[]> {
  const rows = await tables(scope)
    .selectFrom('shopOrders as o')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('shopOrders as f')
          .select(['f.orderId as firstId', 'f.said as firstSaid', 'f.trackedChannel as firstTracked'])
          .whereRef('f.workspaceId', '=', 'o.workspaceId')
          .whereRef('f.buyerKey', '=', 'o.buyerKey')
          .where('f.undoneAt', 'is', null)
          .where('f.state', '<>', 'cancelled')
          .orderBy('f.orderedAt')
          .orderBy('f.orderId')
          .limit(1)
          .as('first'),
      (join) => join.onTrue(),
    )
    .select([
      'o.orderId',
      'o.orderedAt',
      'o.amount',
      'o.margin',
      'o.state',
      'o.salesPlace',
      'o.said',
      'o.foundUs',
      'o.trackedChannel',
      'o.trackedBy',
      'o.trackedAt',
      'o.trackedLinkId',
      'o.trackedPostId',
      'o.buyerKey',
      'first.firstId',
      'first.firstSaid',
      'first.firstTracked',
    ])
    .where('o.workspaceId', '=', scope.workspaceId)
    .where('o.undoneAt', 'is', null)
    .where('o.orderedAt', '>=', span.from)
    .where('o.orderedAt', '<', span.to)
    .orderBy('o.orderedAt')
    .orderBy('o.orderId')
    .execute()

  return rows.map((row) => ({
    id: row.orderId,
    orderedAt: row.orderedAt,
    amount: row.amount,
    margin: row.margin,
    state: row.state,
    salesPlace: row.salesPlace,
    said: row.said,
    saidAnswered: row.foundUs === 'said' || row.foundUs === 'unsure',
    tracked:
      row.trackedChannel === null
        ? null
        : {
            channel: row.trackedChannel,
            by: row.trackedBy!,
            at: row.trackedAt!,
            ...(row.trackedLinkId !== null && { linkId: row.trackedLinkId }),
            ...(row.trackedPostId !== null && { postId: row.trackedPostId }),
          },
    buyerKey: row.buyerKey,
    firstOfBuyer: row.firstId === null || row.firstId === row.orderId,
    wonBy: row.firstSaid ?? row.firstTracked ?? null,
  }))
}

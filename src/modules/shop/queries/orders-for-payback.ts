import { sql } from 'kysely'
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
  tracked: { channel: Channel; by: 'code' | 'link' | 'phone'; postId?: string } | null
  /** Equal for orders of one buyer; null where the buyer is not known. */
  buyerKey: string | null
  /** No earlier order of this buyer stands. True where the buyer is not known: nothing says otherwise. */
  firstOfBuyer: boolean
}

/** An order in the order of the query's columns. */
type Packed = [
  id: string,
  orderedAt: number,
  amount: number,
  margin: number | null,
  state: OrderState,
  salesPlace: SalesPlace,
  said: Channel | null,
  foundUs: string,
  trackedChannel: Channel | null,
  trackedBy: 'code' | 'link' | 'phone',
  trackedPostId: string | null,
  buyerKey: string | null,
  firstOfBuyer: boolean,
]

/**
 * Orders of a span (`to` excluded) as payback counts them, the oldest first; orders taken back are left out. They come
 * in one piece of JSON: some thousand rows of thirteen columns take the driver five times as long, cell by cell.
 */
export async function ordersForPayback(scope: ReadScope, span: { from: Date; to: Date }): Promise<OrderForPayback[]> {
  const ofBuyer = sql`partition by buyer_key order by state = 'cancelled', ordered_at, order_id`
  const { packed } = await tables(scope)
    .selectFrom((db) =>
      db
        .selectFrom('shopOrders')
        .select(['orderId', 'orderedAt', 'amount', 'margin', 'state', 'salesPlace', 'said', 'foundUs', 'trackedChannel', 'trackedBy', 'trackedPostId', 'buyerKey'])
        // Cancelled orders come last: where one is the first, none of the buyer's stands.
        .select(sql<boolean>`buyer_key is null or first_value(order_id) over (${ofBuyer}) = order_id or first_value(state) over (${ofBuyer}) = 'cancelled'`.as('firstOfBuyer'))
        .where('workspaceId', '=', scope.workspaceId)
        .where('undoneAt', 'is', null)
        .as('o'),
    )
    .select(
      sql<string>`coalesce(json_agg(json_build_array(
        o.order_id, date_part('epoch', o.ordered_at) * 1000, o.amount, o.margin, o.state, o.sales_place, o.said, o.found_us,
        o.tracked_channel, o.tracked_by, o.tracked_post_id, o.buyer_key, o.first_of_buyer
      ) order by o.ordered_at, o.order_id), '[]')::text`.as('packed'),
    )
    .where('o.orderedAt', '>=', span.from)
    .where('o.orderedAt', '<', span.to)
    .executeTakeFirstOrThrow()

  return (JSON.parse(packed) as Packed[]).map(
    ([id, orderedAt, amount, margin, state, salesPlace, said, foundUs, channel, by, postId, buyerKey, firstOfBuyer]) => ({
      id,
      orderedAt: new Date(orderedAt),
      amount,
      margin,
      state,
      salesPlace,
      said,
      saidAnswered: foundUs === 'said' || foundUs === 'unsure',
      tracked: channel && { channel, by, ...(postId !== null && { postId }) },
      buyerKey,
      firstOfBuyer,
    }),
  )
}

import { sql } from 'kysely'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { unsold } from '../unsold.ts'

export interface OrderTrace {
  id: string
  linkId: string | null
  postId: string | null
  /** Who told the buyer, as they were named. */
  who: string | null
  /** By whose video or live it was sold, `@name`. */
  creator: string | null
  /** The first order of the same buyer; itself where it is that one, or nobody knows the buyer. */
  wonBy: string
}

/** By which link an order came, who recommended and who sold it: of these orders, and of those that won their buyers. */
export async function tracesOfOrders(scope: ReadScope, ids: readonly string[]): Promise<OrderTrace[]> {
  if (ids.length === 0) return []
  const all = tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId', 'trackedLinkId', 'trackedPostId', 'said', 'saidDetail', 'creator'])
    // As payback finds out whose order is a buyer's first: `orders-for-payback`.
    .select(sql<string>`case when buyer_key is null then order_id else first_value(order_id) over (partition by buyer_key order by ${unsold}, ordered_at, order_id) end`.as('wonBy'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
  const rows = await tables(scope)
    .with('traced', () => all)
    .selectFrom('traced')
    .select(['orderId as id', 'trackedLinkId as linkId', 'trackedPostId as postId', 'creator', 'wonBy'])
    .select(sql<string | null>`case when said in ('word-of-mouth', 'referral') then said_detail end`.as('who'))
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('orderId', '=', sql<string>`any(${ids}::uuid[])`),
        eb('orderId', 'in', selectFrom('traced as won').select('won.wonBy').where('won.orderId', '=', sql<string>`any(${ids}::uuid[])`)),
      ]),
    )
    .execute()
  return rows
}

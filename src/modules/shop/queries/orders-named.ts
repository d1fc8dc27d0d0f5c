import { sql } from 'kysely'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface NamedOrder {
  id: string
  /** Who told the buyer, as they were named; else by whose video or live it was sold, `@name`. */
  who: string
}

/** Orders of a span (`to` excluded) that somebody is named for: a recommendation, or a creator. */
export const ordersNamed = (scope: ReadScope, span: { from: Date; to: Date }): Promise<NamedOrder[]> => {
  const who = sql<string>`coalesce(creator, case when said in ('word-of-mouth', 'referral') then said_detail end)`
  return tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId as id', who.as('who')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('orderedAt', '>=', span.from)
    .where('orderedAt', '<', span.to)
    .where(who, 'is not', null)
    .execute()
}

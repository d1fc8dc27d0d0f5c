import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** How many standing orders since then came through each of these links. */
export async function ordersOfLinks(scope: ReadScope, linkIds: readonly string[], since: Date): Promise<Map<string, number>> {
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(({ fn }) => ['trackedLinkId as linkId', fn.countAll<number>().as('orders')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('orderedAt', '>=', since)
    .where('trackedLinkId', 'in', [...linkIds])
    .groupBy('trackedLinkId')
    .execute()
  return new Map(rows.map(({ linkId, orders }) => [linkId!, orders]))
}

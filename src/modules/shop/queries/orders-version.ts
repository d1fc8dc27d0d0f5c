import { rowsVersion } from '#platform/db'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Changes whenever `ordersForPayback` of any span may answer otherwise; with `to`, of any span that ends by then. */
export async function ordersVersion(scope: ReadScope, to?: Date): Promise<string> {
  const { version } = await tables(scope)
    .selectFrom('shopOrders')
    .select(rowsVersion('orderId').as('version'))
    .where('workspaceId', '=', scope.workspaceId)
    .$if(to !== undefined, (query) => query.where('orderedAt', '<', to!))
    .executeTakeFirstOrThrow()
  return version
}

import { rowsVersion } from '#platform/db'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Changes whenever `ordersForPayback` of any span may answer otherwise. */
export async function ordersVersion(scope: ReadScope): Promise<string> {
  const { version } = await tables(scope).selectFrom('shopOrders').select(rowsVersion('orderId').as('version')).where('workspaceId', '=', scope.workspaceId).executeTakeFirstOrThrow()
  return version
}

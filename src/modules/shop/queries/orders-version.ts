import { sql } from 'kysely'
import { rowsVersion } from '#platform/db'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface OrdersVersion {
  /** Changes whenever `ordersForPayback` of any span may answer otherwise. */
  all: string
  /** The same for any span that ends by then. */
  before: string
}

/** One look at the orders, which are parted at an instant: what came before it seldom changes. */
export async function ordersVersion(scope: ReadScope, parted = new Date(0)): Promise<OrdersVersion> {
  const { before, since } = await tables(scope)
    .selectFrom('shopOrders')
    .select([rowsVersion('orderId', sql`ordered_at < ${parted}`).as('before'), rowsVersion('orderId', sql`ordered_at >= ${parted}`).as('since')])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirstOrThrow()
  return { before, all: `${before} ${since}` }
}

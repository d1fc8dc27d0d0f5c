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
export const ordersVersion = async (scope: ReadScope, parted = new Date(0)): Promise<OrdersVersion> => versionTold(await partVersions(scope, parted).executeTakeFirstOrThrow())

export const partVersions = (scope: ReadScope, parted: Date) =>
  tables(scope)
    .selectFrom('shopOrders')
    .select([rowsVersion('orderId', sql`ordered_at < ${parted}`).as('versionBefore'), rowsVersion('orderId', sql`ordered_at >= ${parted}`).as('versionSince')])
    .where('workspaceId', '=', scope.workspaceId)

export const versionTold = ({ versionBefore, versionSince }: { versionBefore: string; versionSince: string }): OrdersVersion => ({ before: versionBefore, all: `${versionBefore} ${versionSince}` })

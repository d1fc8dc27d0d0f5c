import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { ordersPacked, ordersUnpacked, type OrderForPayback } from './orders-for-payback.ts'
import { partVersions, versionTold, type OrdersVersion } from './orders-version.ts'

interface OrdersInParts {
  version: OrdersVersion
  /** As `ordersForPayback` answers of the time before the parting instant, and since. */
  before: OrderForPayback[]
  since: OrderForPayback[]
}

/**
 * Orders up to an instant (excluded), parted at another, with the version that they are of: one snapshot of the store, so that who knows
 * nothing of them need not ask for their version first.
 */
export async function ordersInParts(scope: ReadScope, { parted, to }: { parted: Date; to: Date }): Promise<OrdersInParts> {
  const { before, since, ...versions } = await tables(scope)
    .selectFrom(ordersPacked(scope, { from: new Date(0), to: parted }).as('before'))
    .crossJoin(ordersPacked(scope, { from: parted, to }).as('since'))
    .crossJoin(partVersions(scope, parted).as('version'))
    .select(['before.orders as before', 'since.orders as since', 'version.versionBefore', 'version.versionSince'])
    .executeTakeFirstOrThrow()
  return { version: versionTold(versions), before: ordersUnpacked(before), since: ordersUnpacked(since) }
}

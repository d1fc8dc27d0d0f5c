import { sql } from 'kysely'
import type { Month } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** How many orders since then failed at the door of which nobody said what that cost, by month of the shop, the latest first. */
export async function failedWithoutCost(scope: ReadScope, since: Date): Promise<{ month: Month; orders: number }[]> {
  const { zone } = await workspace.shopProfile(scope)
  return tables(scope)
    .selectFrom('shopOrders')
    .select([sql<Month>`to_char(ordered_at at time zone ${sql.lit(zone)}, 'YYYY-MM')`.as('month'), sql<number>`count(*)`.as('orders')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', '=', 'cod-failed')
    .where('returnCost', 'is', null)
    .where('returnCostBy', 'is', null)
    .where('orderedAt', '>=', since)
    .groupBy('month')
    .orderBy('month', 'desc')
    .execute()
}

import { sql, type SqlBool } from 'kysely'
import type { Month } from '#contract/values.ts'
import { marketplaces } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/**
 * Orders since then whose margin nobody knows, counted by month: for want of the marketplace's fees, or of what was sold. Those that only
 * wait for a product's cost or a rate are not among them: those are asked for, once for all of them.
 */
export async function ordersWithoutMargin(scope: ReadScope, since: Date): Promise<{ month: Month; lacks: 'fees' | 'orders'; orders: number }[]> {
  const { zone } = await workspace.shopProfile(scope)
  return tables(scope)
    .selectFrom('shopOrders as o')
    .select([
      sql<Month>`to_char(o.ordered_at at time zone ${sql.lit(zone)}, 'YYYY-MM')`.as('month'),
      sql<'fees' | 'orders'>`case when o.fees is null and o.sales_place = any(${[...marketplaces]}) then 'fees' else 'orders' end`.as('lacks'),
      sql<number>`count(*)`.as('orders'),
    ])
    .where('o.workspaceId', '=', scope.workspaceId)
    .where('o.orderedAt', '>=', since)
    .where('o.undoneAt', 'is', null)
    .where('o.state', 'in', ['placed', 'done'])
    .where('o.margin', 'is', null)
    .where('o.amount', 'is not', null)
    .where(
      sql<SqlBool>`(o.fees is null or not exists (
        select 1 from shop_order_lines l join shop_products p using (workspace_id, product_id)
        where l.workspace_id = o.workspace_id and l.order_id = o.order_id and p.archived_at is null
          and not exists (select 1 from shop_product_costs c where c.workspace_id = l.workspace_id and c.product_id = l.product_id)
      ))`,
    )
    .groupBy(['month', 'lacks'])
    .orderBy('month', 'desc')
    .orderBy('lacks')
    .execute()
}

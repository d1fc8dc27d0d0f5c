import { sql } from 'kysely'
import { dayIn } from '#platform/clock'
import type { ReadScope, WriteScope } from '#platform/scope'
import { tables } from './tables.ts'

export interface KnownProduct {
  productId: string
  name: string
  sku: string | null
  price: number | null
  /** What one piece cost on the asked day; null where nobody said. */
  cost: number | null
}

/** The products with these ids, with what one piece cost at an instant in the shop's zone. */
export async function productsAt(scope: ReadScope, ids: readonly string[], at: Date, zone: string): Promise<Map<string, KnownProduct>> {
  if (ids.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('shopProducts as p')
    .select((eb) => [
      'p.productId',
      'p.name',
      'p.sku',
      'p.price',
      eb
        .selectFrom('shopProductCosts as c')
        .select('c.cost')
        .whereRef('c.workspaceId', '=', 'p.workspaceId')
        .whereRef('c.productId', '=', 'p.productId')
        .where('c.fromDay', '<=', dayIn(zone, at))
        .orderBy('c.fromDay', 'desc')
        .limit(1)
        .as('cost'),
    ])
    .where('p.workspaceId', '=', scope.workspaceId)
    .where('p.productId', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.productId, row]))
}

/**
 * Reckons margins anew from the products' costs: of all orders that hold a product (its costs changed), or of these
 * orders (they were imported). Margins that were given by hand stay. In one statement, by the same rule as `marginOf`:
 * unknown where the fees or one line's cost are unknown.
 */
export async function reckonMargins(scope: WriteScope, zone: string, of: { productId: string } | { orderIds: readonly string[] }): Promise<void> {
  const touched =
    'productId' in of
      ? sql`select distinct order_id from shop_order_lines where workspace_id = ${scope.workspaceId} and product_id = ${of.productId}`
      : sql`select unnest(${of.orderIds}::uuid[]) as order_id`
  await sql`
    with touched as (${touched}), reckoned as (
      select l.order_id, case when bool_and(c.cost is not null) then sum(l.quantity * c.cost) end as cost
      from touched t
      join shop_orders o on o.workspace_id = ${scope.workspaceId} and o.order_id = t.order_id
      join shop_order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.order_id
      left join lateral (
        select c.cost from shop_product_costs c
        where c.workspace_id = l.workspace_id and c.product_id = l.product_id
          and c.from_day <= (o.ordered_at at time zone ${zone})::date
        order by c.from_day desc limit 1
      ) c on true
      where o.margin_by is distinct from 'said'
      group by l.order_id
    )
    update shop_orders o
    set margin = o.amount - o.fees - r.cost,
        margin_by = case when o.fees + r.cost is null then null else 'costs' end
    from reckoned r
    where o.workspace_id = ${scope.workspaceId} and o.order_id = r.order_id`.execute(scope.db)
}

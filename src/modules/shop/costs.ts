import { sql } from 'kysely'
import { marketplaces } from '#contract/channels.ts'
import type { ReadScope, WriteScope } from '#platform/scope'
import { bringToOwn, type OwnMoney } from './in-own-currency.ts'
import { settle } from './settlements/settle.ts'
import { tables } from './tables.ts'

export interface KnownProduct {
  productId: string
  name: string
  sku: string | null
  price: number | null
}

/** The products with these ids. */
export async function productsOf(scope: ReadScope, ids: readonly string[]): Promise<Map<string, KnownProduct>> {
  if (ids.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('shopProducts')
    .select(['productId', 'name', 'sku', 'price'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('productId', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.productId, row]))
}

/**
 * Reckons margins anew: of all orders that hold a product (its costs changed), of these orders (they were written, or settled), or of all
 * (the usual margin changed). Margins that were given by hand stay, and a row is written only where it moves.
 *
 * A margin is amount − goods − fees. Goods are the kept pieces' costs where every one is known; else what the usual share
 * of the amount leaves for them. What was told in another currency is brought to the shop's own before. Fees are what the file says; else the sales place's usual ones; else none, but only beside a usual
 * share and outside marketplaces. Unknown as soon as a part is. What leans on anything usual is marked as estimated.
 */
export async function reckonMargins(scope: WriteScope, { currency, zone }: OwnMoney, of: { productId: string } | { orderIds: readonly string[] } | 'all'): Promise<void> {
  const { workspaceId } = scope
  if (of !== 'all' && 'orderIds' in of) {
    await settle(scope, currency, of.orderIds)
    await bringToOwn(scope, { currency, zone }, of)
  }
  // Each looked up by its id (`offset 0` keeps that apart): while a file comes in the store does not know yet how many orders there are,
  // and read all of them for each few hundred.
  const each = (touched: ReturnType<typeof sql>) => sql`(${touched}) t cross join lateral (select * from shop_orders where workspace_id = ${workspaceId} and order_id = t.order_id offset 0)`
  const orders =
    of === 'all'
      ? sql`(select * from shop_orders where workspace_id = ${workspaceId})`
      : 'productId' in of
        ? each(sql`select distinct order_id from shop_order_lines where workspace_id = ${workspaceId} and product_id = ${of.productId}`)
        : each(sql`select unnest(${of.orderIds}::uuid[]) as order_id`)
  const usual = (columns: ReturnType<typeof sql>, said: ReturnType<typeof sql>) => sql`(
    select ${columns} from shop_usual_margins u
    where u.workspace_id = g.workspace_id and u.sales_place in (g.sales_place, 'any') and u.from_day <= g.day and ${said} is not null
    order by u.sales_place = 'any', u.from_day desc limit 1
  )`
  await sql`
    with goods as materialized (
      select o.workspace_id, o.order_id, o.amount, o.fees, o.sales_place, o.margin, o.margin_by,
        (o.ordered_at at time zone ${zone})::date as day,
        (
          select case when bool_and(c.cost is not null) then sum((l.quantity - l.returned) * c.cost) end
          from shop_order_lines l
          left join lateral (
            select c.cost from shop_product_costs c
            where c.workspace_id = l.workspace_id and c.product_id = l.product_id
              and c.from_day <= (o.ordered_at at time zone ${zone})::date
            order by c.from_day desc limit 1
          ) c on true
          where l.workspace_id = o.workspace_id and l.order_id = o.order_id
        ) as cost
      from ${orders} o
      where o.margin_by is distinct from 'said'
    ), parts as (
      select g.*, s.keeps, round(g.amount * f.fee_share::numeric / 10000) + f.fee_fixed as usual_fees
      from goods g
      left join lateral ${usual(sql`u.keeps`, sql`u.keeps`)} s on true
      left join lateral ${usual(sql`u.fee_share, u.fee_fixed`, sql`u.fee_share`)} f on true
    ), reckoned as (
      select p.*, p.cost is not null and p.fees is not null as exact,
        coalesce(p.amount - p.cost, round(p.amount * p.keeps::numeric / 10000))
          - coalesce(p.fees, p.usual_fees, case when p.keeps is not null and p.sales_place <> all(${[...marketplaces]}) then 0 end) as left_over
      from parts p
    )
    update shop_orders o
    set margin = r.left_over, margin_by = case when r.left_over is null then null when r.exact then 'costs' else 'usual' end
    from reckoned r
    where o.workspace_id = r.workspace_id and o.order_id = r.order_id ${of !== 'all' && 'orderIds' in of ? sql`and o.order_id = any(${of.orderIds}::uuid[])` : sql``}
      and (r.margin is distinct from r.left_over or r.margin_by is distinct from case when r.left_over is null then null when r.exact then 'costs' else 'usual' end)`.execute(scope.db)
}

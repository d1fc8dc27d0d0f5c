import { sql, type RawBuilder } from 'kysely'
import { cameBackStates } from '#contract/shop.ts'
import type { WriteScope } from '#platform/scope'

/** The marketplace by whose numbers an order is known: as settlements name it. */
export const marketOf = (salesPlace: RawBuilder<unknown>) => sql<string>`case when ${salesPlace} = 'tokopedia' then 'tiktok-shop' else ${salesPlace} end`

/**
 * Brings what settlements say to these orders: the fees are what lacks between an order's amount and what was received for it, so
 * that its margin is what was received less its goods. Of one that came back, what was paid beside is what that cost, unless its
 * owner said so.
 */
export async function settle(scope: WriteScope, orderIds: readonly string[]): Promise<void> {
  const { workspaceId } = scope
  const cameBack = sql`o.state = any(${[...cameBackStates]}) and o.return_cost_by is distinct from 'said'`
  await sql`
    with settled as (
      select o.order_id, case when bool_and(s.received is not null) then o.amount - sum(s.received) else sum(coalesce(s.kept, 0)) end as fees,
        case when bool_and(s.received is not null) then greatest(0, -sum(s.received)) end as return_cost
      from shop_orders o
      join shop_settlements s on s.workspace_id = o.workspace_id and s.external_id = o.external_id and s.market = ${marketOf(sql.ref('o.sales_place'))}
      where o.workspace_id = ${workspaceId} and o.order_id = any(${orderIds}::uuid[])
      group by o.workspace_id, o.order_id, o.amount
    )
    update shop_orders o
    set fees = s.fees,
      return_cost = case when ${cameBack} and s.return_cost is not null then s.return_cost else o.return_cost end,
      return_cost_by = case when ${cameBack} and s.return_cost is not null then 'settled' else o.return_cost_by end
    from settled s
    where o.workspace_id = ${workspaceId} and o.order_id = s.order_id
      and (o.fees is distinct from s.fees or (${cameBack} and s.return_cost is not null and (o.return_cost is distinct from s.return_cost or o.return_cost_by is distinct from 'settled')))`.execute(scope.db)
}

import { sql, type RawBuilder } from 'kysely'
import type { SalesPlace } from '#contract/channels.ts'
import { cameBackStates } from '#contract/shop.ts'
import type { Currency } from '#contract/values.ts'
import type { WriteScope } from '#platform/scope'
import type { Market } from './format.ts'

/** Whose orders a marketplace numbers; `marketOf` the other way round. */
export const placesOf = (market: Market): SalesPlace[] => (market === 'tiktok-shop' ? [market, 'tokopedia'] : [market])

/** The marketplace by whose numbers an order is known: as settlements name it. */
export const marketOf = (salesPlace: RawBuilder<unknown>) => sql<string>`case when ${salesPlace} = 'tokopedia' then 'tiktok-shop' else ${salesPlace} end`

/**
 * Brings what settlements say to these orders: the fees are what lacks between an order's amount and what was received for it, so
 * that its margin is what was received less its goods. Of one that came back, what was paid beside is what that cost, unless its
 * owner said so. Of an order that was told in another currency, all of this is in that currency, and its settlement must be too.
 */
export async function settle(scope: WriteScope, own: Currency, orderIds: readonly string[]): Promise<void> {
  const { workspaceId } = scope
  const told = sql`(o.state = any(${[...cameBackStates]}) and o.return_cost_by is distinct from 'said' and s.return_cost is not null)`
  const fees = sql`case when o.original_currency is null then o.fees else o.original_fees end`
  const returnCost = sql`case when o.original_currency is null then o.return_cost else o.original_return_cost end`
  await sql`
    with settled as (
      select o.order_id, case when bool_and(s.received is not null) then coalesce(o.original_amount, o.amount) - sum(s.received) else sum(coalesce(s.kept, 0)) end as fees,
        case when bool_and(s.received is not null) then greatest(0, -sum(s.received)) end as return_cost
      from shop_orders o
      join shop_settlements s on s.workspace_id = o.workspace_id and s.external_id = o.external_id and s.market = ${marketOf(sql.ref('o.sales_place'))}
        and s.currency = coalesce(o.original_currency, ${own})
      where o.workspace_id = ${workspaceId} and o.order_id = any(${orderIds}::uuid[])
      group by o.workspace_id, o.order_id, o.amount, o.original_amount
    )
    update shop_orders o
    set fees = case when o.original_currency is null then s.fees else o.fees end,
      original_fees = case when o.original_currency is not null then s.fees end,
      return_cost = case when ${told} and o.original_currency is null then s.return_cost else o.return_cost end,
      original_return_cost = case when ${told} and o.original_currency is not null then s.return_cost else o.original_return_cost end,
      return_cost_by = case when ${told} then 'settled' else o.return_cost_by end
    from settled s
    where o.workspace_id = ${workspaceId} and o.order_id = s.order_id
      and (${fees} is distinct from s.fees or (${told} and (${returnCost} is distinct from s.return_cost or o.return_cost_by is distinct from 'settled')))`.execute(scope.db)
}

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
 * What an order said itself is kept beside (`unsettled`), and holds again where no settlement tells of it any more.
 */
export async function settle(scope: WriteScope, own: Currency, orderIds: readonly string[]): Promise<void> {
  const { workspaceId } = scope
  // Each looked up by its id, and each step made once: while a file comes in the store does not know yet how many orders there are, and would
  // look for all of them again for each that it finds.
  await sql`
    with asked as materialized (
      select o.* from unnest(${orderIds}::uuid[]) t (order_id)
      cross join lateral (select * from shop_orders where workspace_id = ${workspaceId} and order_id = t.order_id offset 0) o
    ), settled as materialized (
      select o.order_id, case when bool_and(s.received is not null) then coalesce(o.original_amount, o.amount) - sum(s.received) else sum(coalesce(s.kept, 0)) end as fees,
        case when bool_and(s.received is not null) then greatest(0, -sum(s.received)) end as return_cost
      from asked o
      join shop_settlements s on s.workspace_id = ${workspaceId} and s.external_id = o.external_id and s.market = ${marketOf(sql.ref('o.sales_place'))}
        and s.currency = coalesce(o.original_currency, ${own})
      group by o.order_id, o.amount, o.original_amount
    ), before as materialized (
      select o.order_id, o.fees, o.original_fees, o.return_cost, o.original_return_cost, o.return_cost_by, o.original_currency is null as is_own,
        s.order_id is not null as settled, s.fees as settled_fees, s.return_cost as settled_return_cost,
        o.state = any(${[...cameBackStates]}) and o.return_cost_by is distinct from 'said' and s.return_cost is not null as told,
        s.order_id is null and o.return_cost_by = 'settled' as taken_back,
        coalesce(o.unsettled, jsonb_strip_nulls(jsonb_build_object('fees', o.fees, 'original_fees', o.original_fees)
          || case when o.return_cost_by = 'file' then jsonb_build_object('return_cost', o.return_cost, 'original_return_cost', o.original_return_cost, 'return_cost_by', 'file') else '{}' end)) as unsettled
      from asked o left join settled s on s.order_id = o.order_id
      where s.order_id is not null or o.unsettled is not null
    ), after as materialized (
      select order_id, case when settled then unsettled end as unsettled,
        case when not is_own then fees when settled then settled_fees else (unsettled ->> 'fees')::bigint end as fees,
        case when is_own then null when settled then settled_fees else (unsettled ->> 'original_fees')::bigint end as original_fees,
        case when told and is_own then settled_return_cost when taken_back then (unsettled ->> 'return_cost')::bigint else return_cost end as return_cost,
        case when told and not is_own then settled_return_cost when taken_back then (unsettled ->> 'original_return_cost')::bigint else original_return_cost end as original_return_cost,
        case when told then 'settled' when taken_back then unsettled ->> 'return_cost_by' else return_cost_by end as return_cost_by
      from before
    )
    update shop_orders o
    set fees = a.fees, original_fees = a.original_fees, return_cost = a.return_cost, original_return_cost = a.original_return_cost, return_cost_by = a.return_cost_by, unsettled = a.unsettled
    from after a
    where o.workspace_id = ${workspaceId} and o.order_id = a.order_id
      and (o.fees, o.original_fees, o.return_cost, o.original_return_cost, o.return_cost_by, o.unsettled)
        is distinct from (a.fees, a.original_fees, a.return_cost, a.original_return_cost, a.return_cost_by, a.unsettled)`.execute(scope.db)
}

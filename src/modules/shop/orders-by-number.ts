import { sql } from 'kysely'

/**
 * The ids of the shop's orders with these numbers, as a value within a statement. Each is looked up by itself (`offset 0` keeps it so):
 * while a file comes in the store does not know yet how many orders there are, and would read all of them for each few hundred.
 */
export const idsOfNumbers = (workspaceId: string, orders: readonly { salesPlace: string; externalId: string }[]) => sql<string[]>`array(
  select o.order_id from unnest(${orders.map(({ salesPlace }) => salesPlace)}::text[], ${orders.map(({ externalId }) => externalId)}::text[]) as t (sales_place, external_id)
  cross join lateral (
    select order_id from shop_orders where workspace_id = ${workspaceId} and sales_place = t.sales_place and external_id = t.external_id offset 0
  ) o
)`

import { sql } from 'kysely'
import { IMPORT_UNDO_DAYS } from '#contract/order-imports.ts'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** What an export says of an order that is known already; the rest of its row is the shop's own. */
const told = [
  'ordered_at',
  'amount',
  'fees',
  'unsettled',
  'original_currency',
  'original_amount',
  'original_fees',
  'original_return_cost',
  'sales_place',
  'buyer_hash',
  'fingerprint',
  'extra',
  'changed_at',
  'creator',
  'changed_there_at',
  'code',
  'state',
  'return_cost',
  'return_cost_by',
] as const

const state = sql`jsonb_build_object(
  'order', (select to_jsonb(t) from (select ${sql.join(told.map((column) => sql.ref(`o.${column}`)))}) t),
  'lines', (select coalesce(jsonb_agg(to_jsonb(l) order by l.line), '[]') from shop_order_lines l where l.workspace_id = o.workspace_id and l.order_id = o.order_id)
)`

/** Before an import changes orders: how they were. What it brought itself has no before. */
export async function keepBefore(scope: WriteScope, importId: string, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  await sql`
    insert into shop_import_changes (workspace_id, import_id, order_id, changed_at, other)
    select o.workspace_id, ${importId}, o.order_id, ${scope.clock.now()}, ${state}
    from shop_orders o
    where o.workspace_id = ${scope.workspaceId} and o.order_id = any(${orderIds}::uuid[]) and o.import_id is distinct from ${importId}
    on conflict (workspace_id, order_id, import_id) do update set changed_at = excluded.changed_at`.execute(scope.db)
}

/** What nobody can take back any more need not be remembered. */
export async function forgetBefore(scope: WriteScope): Promise<void> {
  const since = new Date(scope.clock.now().getTime() - IMPORT_UNDO_DAYS * 86_400_000)
  await sql`
    delete from shop_import_changes c using shop_imports i
    where c.workspace_id = ${scope.workspaceId} and i.workspace_id = c.workspace_id and i.import_id = c.import_id and i.started_at < ${since}`.execute(scope.db)
}

/** These orders become what they are on the import's other side, and that other side what they were until now. */
export async function changeSides(scope: WriteScope, importId: string, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  const { workspaceId } = scope
  const theirs = (row: 'c' | 'o') => sql`${sql.ref(`${row}.workspace_id`)} = ${workspaceId} and ${sql.ref(`${row}.order_id`)} = any(${orderIds}::uuid[])`
  await sql`
    update shop_import_changes c set other = c.other || jsonb_build_object('until_now', ${state})
    from shop_orders o where ${theirs('c')} and c.import_id = ${importId} and o.workspace_id = c.workspace_id and o.order_id = c.order_id`.execute(scope.db)
  await sql`
    update shop_orders o set ${sql.join(told.map((column) => sql`${sql.ref(column)} = t.${sql.ref(column)}`))}
    from shop_import_changes c cross join lateral jsonb_populate_record(null::shop_orders, c.other -> 'order') t
    where ${theirs('o')} and c.workspace_id = o.workspace_id and c.order_id = o.order_id and c.import_id = ${importId}`.execute(scope.db)
  await tables(scope).deleteFrom('shopOrderLines').where('workspaceId', '=', workspaceId).where(sql<boolean>`order_id = any(${orderIds}::uuid[])`).execute()
  await sql`
    insert into shop_order_lines select l.* from shop_import_changes c cross join lateral jsonb_populate_recordset(null::shop_order_lines, c.other -> 'lines') l
    where ${theirs('c')} and c.import_id = ${importId}`.execute(scope.db)
  await sql`update shop_import_changes c set other = c.other -> 'until_now', changed_at = (c.other -> 'order' ->> 'changed_at')::timestamptz where ${theirs('c')} and c.import_id = ${importId}`.execute(scope.db)
}

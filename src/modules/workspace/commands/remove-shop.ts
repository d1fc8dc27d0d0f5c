import { sql } from 'kysely'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/**
 * Removes a shop and everything of it: each of our tables carries `workspace_id`, so that they are found in the
 * catalogue and none can be forgotten. Its hits are removed by whoever hears `ShopRemoved`.
 */
export async function removeShop(scope: WriteScope): Promise<void> {
  const owned = await sql<{ tableName: string }>`
    select c.relname as table_name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = current_schema() and c.relkind = 'r' and a.attname = 'workspace_id' and not a.attisdropped
      and c.relname not in ('workspace_shops', 'platform_outbox')
    order by c.relname`.execute(scope.db)
  // Tables refer to one another; deferring is not declared everywhere, so go round until nothing is left.
  let left = owned.rows.map((row) => row.tableName)
  while (left.length > 0) {
    const blocked: string[] = []
    for (const table of left) if (!(await emptied(scope, table))) blocked.push(table)
    if (blocked.length === left.length) throw new Error(`Tables keep each other from being emptied: ${blocked.join(', ')}`)
    left = blocked
  }
  await tables(scope).deleteFrom('workspaceShops').where('workspaceId', '=', scope.workspaceId).execute()
  await scope.announce({ type: 'ShopRemoved' })
}

async function emptied(scope: WriteScope, table: string): Promise<boolean> {
  await sql`savepoint removing`.execute(scope.db)
  try {
    await sql`delete from ${sql.table(table)} where workspace_id = ${scope.workspaceId}`.execute(scope.db)
    await sql`release savepoint removing`.execute(scope.db)
    return true
  } catch (failure) {
    await sql`rollback to savepoint removing`.execute(scope.db)
    if ((failure as { code?: string }).code === '23503') return false
    throw failure
  }
}

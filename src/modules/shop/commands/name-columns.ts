import { createHash } from 'node:crypto'
import type { NameColumns } from '#contract/order-imports.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { folded } from '#platform/sheets'
import { tables } from '../tables.ts'

/**
 * Says what the columns of a file mean that waits for it, and lets its import go on. It holds for every later file with
 * the same header. Refuses where the import does not ask, and columns that are not the file's.
 */
export async function nameColumns(scope: WriteScope, importId: string, { columns, salesPlace }: NameColumns): Promise<Refusal | undefined> {
  const db = tables(scope)
  const record = await db
    .selectFrom('shopImports')
    .select(['state', 'columns'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .forUpdate()
    .executeTakeFirst()
  if (!record) return refuse('shop.import-unknown')
  if (record.state !== 'asking' || record.columns === null) return refuse('shop.import-finished')
  const names = record.columns.map(({ name }) => name)
  const stray = Object.entries(columns).find(([, name]) => name !== undefined && !names.includes(name))
  if (stray) return refuse('shop.import-column-unknown', { where: `columns.${stray[0]}`, values: { name: stray[1]! } })

  const now = scope.clock.now()
  const header = createHash('sha256').update(names.map(folded).join('\n')).digest('base64url')
  const said = { columns: JSON.stringify(columns) as never, salesPlace, namedAt: now }
  await db
    .insertInto('shopImportColumns')
    .values({ workspaceId: scope.workspaceId, header, ...said })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'header']).doUpdateSet(said))
    .execute()
  await db
    .updateTable('shopImports')
    .set({ state: 'reading', touchedAt: now, columns: null })
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .execute()
  // Heard once this is committed: from then on the work goes on by itself.
  await scope.announce({ type: 'OrdersImportBegun', importId })
  return undefined
}

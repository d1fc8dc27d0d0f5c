import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Asks an import to stop after the orders it is at; what is in stays in. One that has ended is refused. */
export async function stopImport(scope: WriteScope, importId: string): Promise<Refusal<'shop.import-unknown' | 'shop.import-finished'> | undefined> {
  const db = tables(scope)
  const record = await db
    .selectFrom('shopImports')
    .select('state')
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .executeTakeFirst()
  if (!record) return refuse('shop.import-unknown')
  if (record.state !== 'reading') return refuse('shop.import-finished')
  await db.updateTable('shopImports').set({ stopAsked: true }).where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId).execute()
  return undefined
}

import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Asks an import to stop after the orders it is at; what is in stays in. One that waits for its columns ends at once; one that has ended is refused. */
export async function stopImport(scope: WriteScope, importId: string): Promise<Refusal<'shop.import-unknown' | 'shop.import-finished'> | undefined> {
  const db = tables(scope)
  const record = await db
    .selectFrom('shopImports')
    .select('state')
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .executeTakeFirst()
  if (!record) return refuse('shop.import-unknown')
  const ofImport = db.updateTable('shopImports').where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId)
  if (record.state === 'asking') {
    // Nobody works at it: its file goes when uploads are next looked at.
    await ofImport.set({ state: 'stopped', finishedAt: scope.clock.now(), columns: null }).execute()
    await scope.announce({ type: 'OrdersImportProgressed', importId })
    return undefined
  }
  if (record.state !== 'reading') return refuse('shop.import-finished')
  await ofImport.set({ stopAsked: true }).execute()
  return undefined
}

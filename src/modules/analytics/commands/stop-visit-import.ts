import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { visitImportToChange } from './visit-import-to-change.ts'

/** Asks an import to stop; whoever works at it takes out what went in. One that has ended is refused. */
export async function stopVisitImport(scope: WriteScope, importId: string): Promise<Refusal<'analytics.import-unknown' | 'analytics.import-finished'> | undefined> {
  const found = await visitImportToChange(scope, importId)
  if (isRefusal(found)) return found
  if (found.state !== 'reading') return refuse('analytics.import-finished')
  await tables(scope).updateTable('analyticsImports').set({ stopAsked: true }).where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId).execute()
  return undefined
}

import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { visitImportToChange } from './visit-import-to-change.ts'

/** Has an import removed, whole; until somebody comes to it, it can be kept. Of one that never went in only its record goes, at once. */
export async function removeVisitImport(scope: WriteScope, importId: string): Promise<Refusal<'analytics.import-unknown' | 'analytics.import-not-removable'> | undefined> {
  const found = await visitImportToChange(scope, importId)
  if (isRefusal(found)) return found
  if (found.state === 'reading') return refuse('analytics.import-not-removable')
  if (found.state === 'done') await change(scope, importId, { state: 'removing', removeAskedAt: scope.clock.now() })
  else if (found.state !== 'removing') await tables(scope).deleteFrom('analyticsImports').where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId).execute()
  await scope.announce({ type: 'VisitsImportProgressed', importId })
  return undefined
}

/** Takes back that it was to be removed. */
export async function keepVisitImport(scope: WriteScope, importId: string): Promise<Refusal<'analytics.import-unknown'> | undefined> {
  const found = await visitImportToChange(scope, importId)
  if (isRefusal(found)) return found
  if (found.state === 'removing') await change(scope, importId, { state: 'done', removeAskedAt: null })
  await scope.announce({ type: 'VisitsImportProgressed', importId })
  return undefined
}

const change = (scope: WriteScope, importId: string, columns: { state: 'done' | 'removing'; removeAskedAt: Date | null }) =>
  tables(scope).updateTable('analyticsImports').set(columns).where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId).execute()

import type { Actor, WriteScope } from '#platform/scope'
import { SILENT_MS } from '../queries/visit-imports.ts'
import { tables } from '../tables.ts'
import { beginVisitImport, type BeginRefusal, type PastOfSite } from './begin-visit-import.ts'
import { endAbandonedImports, type AbandonedNeeds } from './end-abandoned-imports.ts'

// Two imports of a site at once would tell the same days twice: neither sees yet what the other one tells. The desk's of a shop
// come one after the other by themselves (import-jobs.ts); here is how they and the command line's wait for each other.

/** Begins an import of the command line; null where another one of the site is under way, or was a moment ago. */
export async function beginInTurn(needs: AbandonedNeeds, { workspaceId, actor }: { workspaceId: string; actor: Actor & { kind: 'system' } }, past: PastOfSite): Promise<string | BeginRefusal | null> {
  await endAbandonedImports(needs)
  return needs.scopes.writing(workspaceId, actor, async (scope) => {
    await lockSite(scope, past.siteId)
    const underWay = await tables(scope)
      .selectFrom('analyticsImports')
      .select('importId')
      .where('workspaceId', '=', workspaceId)
      .where('siteId', '=', past.siteId)
      .where('state', '=', 'reading')
      // One of the command line that is silent is ended first; one that was sent to the desk may be silent for long, behind others.
      .where(({ or, eb }) => or([eb('startedBy', 'is', null), eb('touchedAt', '>=', new Date(scope.clock.now().getTime() - SILENT_MS))]))
      .executeTakeFirst()
    return underWay ? null : beginVisitImport(scope, past)
  })
}

/** Whether it is the turn of an import that was sent to the desk: then it counts as under way from now on. */
export async function takeTurn(scope: WriteScope, { siteId, importId }: { siteId: string; importId: string }): Promise<boolean> {
  const { workspaceId } = scope
  await lockSite(scope, siteId)
  const ofCommandLine = await tables(scope)
    .selectFrom('analyticsImports')
    .select('importId')
    .where('workspaceId', '=', workspaceId)
    .where('siteId', '=', siteId)
    .where('state', '=', 'reading')
    .where('startedBy', 'is', null)
    .executeTakeFirst()
  if (ofCommandLine) return false
  await tables(scope).updateTable('analyticsImports').set({ touchedAt: scope.clock.now() }).where('workspaceId', '=', workspaceId).where('importId', '=', importId).execute()
  return true
}

/** Until the transaction ends nobody else begins. */
const lockSite = ({ workspaceId, ...scope }: WriteScope, siteId: string) =>
  tables(scope).selectFrom('analyticsSites').select('id').where('workspaceId', '=', workspaceId).where('id', '=', siteId).forUpdate().execute()

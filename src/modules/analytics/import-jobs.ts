import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { Actor, Scopes } from '#platform/scope'
import { openTakingUp, type TakingUp, type Uploads } from '#platform/uploads'
import { endAbandonedImports } from './commands/end-abandoned-imports.ts'
import { takeTurn } from './commands/import-turns.ts'
import { runVisitImport, type PastNeeds } from './commands/run-visit-import.ts'
import { takeOut } from './imports/past-store.ts'
import { tables } from './tables.ts'

export interface VisitImportJobsNeeds extends PastNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
  uploads: Uploads
  log: { error(fields: object, message: string): void }
}

export interface VisitImportJobs extends TakingUp {
  /** Removes the imports of which that was asked, and not taken back in time, and what those left that the command line began and nobody ends. */
  removeDue(): Promise<void>
  /** Breaks off what is underway, for the next start to begin again. */
  stop(): Promise<void>
}

/** A log of a million lines wants a core for itself. */
const MOST_AT_ONCE = 1
/** So long it can be taken back. */
const REMOVED_AFTER_MS = 12_000

const system: Actor = { kind: 'system', id: 'imports' }

/** Brings in the files of the past that were sent, and takes out those that are wanted no more. */
export function visitImportJobs(needs: VisitImportJobsNeeds): VisitImportJobs {
  const { database, scopes, clock, hits } = needs
  const away = new AbortController()

  const takingUp = openTakingUp({
    ...needs,
    away: away.signal,
    mostAtOnce: MOST_AT_ONCE,
    // What one file tells, the next may not tell again.
    oneAtATime: ({ workspaceId }) => `visits of ${workspaceId}`,
    work: async ({ workspaceId, importId, path }) => {
      const record = await tables(scopes.reading(workspaceId))
        .selectFrom('analyticsImports')
        .select(['state', 'startedBy', 'siteId'])
        .where('workspaceId', '=', workspaceId)
        .where('importId', '=', importId)
        .executeTakeFirst()
      if (!record) return 'unknown'
      if (record.state === 'reading') {
        if (!(await scopes.writing(workspaceId, system, (scope) => takeTurn(scope, { ...record, importId })))) return 'keep'
        const actor: Actor = record.startedBy === null ? system : { kind: 'login', id: record.startedBy }
        await runVisitImport({ scopes, workspaceId, actor }, needs, importId, path, { away: away.signal })
      }
      return 'ended'
    },
  })

  const removeDue = async () => {
    await endAbandonedImports({ ...needs, db: database.writer })
    const due = await tables({ db: database.writer })
      .selectFrom('analyticsImports')
      .select(['workspaceId', 'importId', 'siteId', 'firstDay'])
      .where('state', '=', 'removing')
      .where('removeAskedAt', '<', new Date(clock.now().getTime() - REMOVED_AFTER_MS))
      .execute()
    for (const { workspaceId, importId, siteId, firstDay } of due) {
      await takeOut(hits.client, { workspaceId, siteId, importId })
      await scopes.writing(workspaceId, system, async (scope) => {
        await tables(scope).deleteFrom('analyticsImports').where('workspaceId', '=', workspaceId).where('importId', '=', importId).execute()
        await scope.announce({ type: 'VisitsImported', importId, from: firstDay })
      })
    }
  }

  return {
    ...takingUp,
    removeDue,
    stop: async () => {
      away.abort()
      await takingUp.settled()
    },
  }
}

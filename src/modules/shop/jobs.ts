import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { Actor, Scopes } from '#platform/scope'
import { openTakingUp, type TakingUp, type Upload, type Uploads } from '#platform/uploads'
import { endAsking, runImport, type ImportNeeds } from './commands/import-orders.ts'
import { tables } from './tables.ts'

export interface ImportJobsNeeds extends ImportNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
  uploads: Uploads
  log: { error(fields: object, message: string): void }
}

/** Each holds two connections to the store. */
const MOST_AT_ONCE = 2
const ASKS_FOR_MS = 7 * 86_400_000

/** Brings in the order exports that were sent. */
export function importJobs(needs: ImportJobsNeeds): TakingUp {
  const { scopes, clock } = needs

  const recordOf = ({ workspaceId, importId }: Upload) =>
    tables(scopes.reading(workspaceId))
      .selectFrom('shopImports')
      .select(['state', 'touchedAt', 'startedBy', 'fileName'])
      .where('workspaceId', '=', workspaceId)
      .where('importId', '=', importId)
      .executeTakeFirst()

  return openTakingUp({
    ...needs,
    mostAtOnce: MOST_AT_ONCE,
    oneAtATime: ({ importId }) => importId,
    // For its owner's word, a week at most: then its file goes.
    waits: async (upload) => {
      const record = await recordOf(upload)
      return record?.state === 'asking' && clock.now().getTime() - record.touchedAt.getTime() < ASKS_FOR_MS
    },
    work: async (upload) => {
      const { workspaceId, importId, path } = upload
      const record = await recordOf(upload)
      if (!record) return 'unknown'
      if (record.state === 'reading') {
        const actor: Actor = record.startedBy === null ? { kind: 'system', id: 'imports' } : { kind: 'login', id: record.startedBy }
        const { state } = await runImport({ scopes, workspaceId, actor }, needs, importId, { name: record.fileName, path })
        if (state === 'asking') return 'keep'
      } else if (record.state === 'asking') await endAsking({ scopes, workspaceId, actor: { kind: 'system', id: 'imports' } }, importId)
      return 'ended'
    },
  })
}

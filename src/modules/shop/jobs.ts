import { sql } from 'kysely'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { Actor, Scopes } from '#platform/scope'
import { endAsking, runImport, type ImportNeeds } from './commands/import-orders.ts'
import type { Upload, Uploads } from './imports/uploads.ts'
import { tables } from './tables.ts'

export interface ImportJobsNeeds extends ImportNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
  uploads: Uploads
  log: { error(fields: object, message: string): void }
}

export interface ImportJobs {
  /**
   * Takes up every upload whose import has not ended: those just sent, and those that a kill cut off, where they were.
   * Answers when they are begun. Any number of workers may look at once.
   */
  takeUp(): Promise<void>
  /** When everything that was begun has come to its end. */
  settled(): Promise<void>
}

/** Each holds two connections to the store. */
const MOST_AT_ONCE = 2
/** Longer than a request may take from its file to its commit: what has no import by then will never have one. */
const ORPHAN_AFTER_MS = 10 * 60_000
const ASKS_FOR_MS = 7 * 86_400_000

export function importJobs(needs: ImportJobsNeeds): ImportJobs {
  const { database, scopes, clock, uploads, log } = needs
  const running = new Map<string, Promise<void>>()

  async function takeUp(): Promise<void> {
    for (const upload of await uploads.waiting()) {
      if (running.size >= MOST_AT_ONCE) return
      if (running.has(upload.importId) || (await isAsking(upload))) continue
      const run = takeUpOne(upload)
        .catch((failure: unknown) => {
          log.error({ importId: upload.importId, error: String(failure) }, 'an import broke off; if it was not ended by it, it is taken up again')
          return false
        })
        .then((ended) => {
          running.delete(upload.importId)
          // Room for one that had to wait.
          if (ended) void takeUp().catch(() => {})
        })
      running.set(upload.importId, run)
    }
  }

  /** It waits for its owner's word, a week at most: then its file goes. */
  const isAsking = async ({ workspaceId, importId }: Upload): Promise<boolean> => {
    const record = await tables(scopes.reading(workspaceId))
      .selectFrom('shopImports')
      .select(['state', 'touchedAt'])
      .where('workspaceId', '=', workspaceId)
      .where('importId', '=', importId)
      .executeTakeFirst()
    return record?.state === 'asking' && clock.now().getTime() - record.touchedAt.getTime() < ASKS_FOR_MS
  }

  /** Works at the import if nobody else does, and drops its file once that is not needed any more. */
  const takeUpOne = (upload: Upload): Promise<boolean> =>
    database.writer.transaction().execute(async (lock) => {
      const { workspaceId, importId, path } = upload
      // Held as long as the transaction: it goes with the process that works, however that ends.
      const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`import ${importId}`}, 0)) as ours`.execute(lock)
      if (!rows[0]!.ours) return false
      const record = await tables(scopes.reading(workspaceId))
        .selectFrom('shopImports')
        .select(['state', 'startedBy', 'fileName'])
        .where('workspaceId', '=', workspaceId)
        .where('importId', '=', importId)
        .executeTakeFirst()
      if (!record && clock.now().getTime() - upload.keptAt.getTime() < ORPHAN_AFTER_MS) return false
      if (record?.state === 'reading') {
        const actor: Actor = record.startedBy === null ? { kind: 'system', id: 'imports' } : { kind: 'login', id: record.startedBy }
        const { state } = await runImport({ scopes, workspaceId, actor }, needs, importId, { name: record.fileName, path })
        if (state === 'asking') return true
      } else if (record?.state === 'asking') await endAsking({ scopes, workspaceId, actor: { kind: 'system', id: 'imports' } }, importId)
      await uploads.drop(upload)
      return true
    })

  return {
    takeUp,
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

import { sql } from 'kysely'
import type { Clock } from '../clock/index.ts'
import type { Database } from '../db/open.ts'
import type { Upload, Uploads } from './uploads.ts'

export interface TakingUpNeeds {
  database: Database
  clock: Clock
  uploads: Uploads
  log: { error(fields: object, message: string): void }
  /** So many are worked at at once; each holds a connection to the store beside those that it needs. */
  mostAtOnce: number
  /** Uploads of the same name are worked at one after the other, by however many workers. */
  oneAtATime(upload: Upload): string
  /** Whether an upload waits for somebody's word: it is passed over until that is there. */
  waits?(upload: Upload): Promise<boolean>
  /** Works at an upload; `unknown` where no import of it is on record, `keep` where its file is still needed. */
  work(upload: Upload): Promise<'ended' | 'keep' | 'unknown'>
}

export interface TakingUp {
  /**
   * Takes up every upload whose import has not ended: those just sent, and those that a kill cut off, where they were.
   * Answers when they are begun. Any number of workers may look at once.
   */
  takeUp(): Promise<void>
  /** When everything that was begun has come to its end. */
  settled(): Promise<void>
}

/** Longer than a request may take from its file to its commit: what has no import by then will never have one. */
const ORPHAN_AFTER_MS = 10 * 60_000

export function openTakingUp({ database, clock, uploads, log, mostAtOnce, oneAtATime, waits, work }: TakingUpNeeds): TakingUp {
  const running = new Map<string, Promise<void>>()

  async function takeUp(): Promise<void> {
    for (const upload of await uploads.waiting()) {
      if (running.size >= mostAtOnce) return
      if (running.has(upload.importId) || (await waits?.(upload))) continue
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

  /** Works at the import if nobody else does, and drops its file once that is not needed any more. */
  const takeUpOne = (upload: Upload): Promise<boolean> =>
    database.writer.transaction().execute(async (lock) => {
      // Held as long as the transaction: it goes with the process that works, however that ends.
      const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`import ${oneAtATime(upload)}`}, 0)) as ours`.execute(lock)
      if (!rows[0]!.ours) return false
      const became = await work(upload)
      if (became === 'unknown' && clock.now().getTime() - upload.keptAt.getTime() < ORPHAN_AFTER_MS) return false
      if (became !== 'keep') await uploads.drop(upload)
      return true
    })

  return {
    takeUp,
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

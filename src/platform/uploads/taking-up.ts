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
  /** Aborted when nothing more is to be begun. */
  away?: AbortSignal
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

export function openTakingUp({ database, clock, uploads, log, mostAtOnce, oneAtATime, waits, work, away }: TakingUpNeeds): TakingUp {
  const running = new Map<string, Promise<void>>()

  /** Each once a turn: one that nobody can work at yet keeps no place from those behind it. */
  async function takeUp(tried = new Set<string>()): Promise<void> {
    for (const upload of await uploads.waiting()) {
      const { importId } = upload
      if (tried.has(importId) || (await waits?.(upload))) continue
      if (running.size >= mostAtOnce || away?.aborted) return
      if (running.has(importId)) continue
      tried.add(importId)
      const run = takeUpOne(upload)
        .catch((failure: unknown) => log.error({ importId, error: String(failure) }, 'an import broke off; if it was not ended by it, it is taken up again'))
        .then(() => {
          running.delete(importId)
          // Room for one that had to wait.
          return takeUp(tried).catch(() => {})
        })
      running.set(importId, run)
    }
  }

  /** Works at the import if nobody else does, and drops its file once that is not needed any more. */
  const takeUpOne = (upload: Upload): Promise<void> =>
    database.writer.transaction().execute(async (lock) => {
      // Held as long as the transaction: it goes with the process that works, however that ends.
      const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`import ${oneAtATime(upload)}`}, 0)) as ours`.execute(lock)
      if (!rows[0]!.ours) return
      const became = await work(upload)
      if (became === 'unknown' && clock.now().getTime() - upload.keptAt.getTime() < ORPHAN_AFTER_MS) return
      if (became !== 'keep') await uploads.drop(upload)
    })

  return {
    takeUp: () => takeUp(),
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

import { sql } from 'kysely'
import type { Clock } from '../clock/index.ts'
import type { Database } from './open.ts'
import { platformTables } from './tables.ts'

export interface StoredEvent {
  id: number
  workspaceId: string
  type: string
  payload: Record<string, unknown>
  announcedAt: Date
}

export interface Outbox {
  /** Takes up to `most` waiting events in their order, hands each to `react`, and marks it done; answers how many. */
  drain(react: (event: StoredEvent) => Promise<void>, most?: number): Promise<number>
}

/** A failed reaction waits 5 s, then twice as long each time up to an hour; it is never given up. */
const pauseMs = (attempts: number): number => Math.min(5_000 * 2 ** attempts, 3_600_000)

/**
 * The outbox as its reader sees it. An event is locked while its reaction runs, so any number of workers may drain;
 * a reaction may run again after a kill, so it must change nothing the second time.
 */
export function outboxOf(database: Database, clock: Clock): Outbox {
  const db = platformTables({ db: database.writer })

  const takeOne = (react: (event: StoredEvent) => Promise<void>) =>
    db.transaction().execute(async (transaction) => {
      const event = await transaction
        .selectFrom('platformOutbox')
        .select(['id', 'workspaceId', 'type', 'payload', 'announcedAt', 'attempts'])
        .where('reactedAt', 'is', null)
        .where((eb) => eb.or([eb('tryAgainAt', 'is', null), eb('tryAgainAt', '<=', clock.now())]))
        .orderBy('attempts')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (!event) return false
      try {
        await react(event)
        await transaction.updateTable('platformOutbox').set({ reactedAt: clock.now() }).where('id', '=', event.id).execute()
      } catch (failure) {
        await transaction
          .updateTable('platformOutbox')
          .set({
            attempts: sql`attempts + 1`,
            lastError: String(failure).slice(0, 500),
            tryAgainAt: new Date(clock.now().getTime() + pauseMs(event.attempts)),
          })
          .where('id', '=', event.id)
          .execute()
      }
      return true
    })

  return {
    drain: async (react, most = 200) => {
      let taken = 0
      while (taken < most && (await takeOne(react))) taken++
      return taken
    },
  }
}

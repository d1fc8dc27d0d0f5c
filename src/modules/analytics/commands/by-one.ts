import { sql, type Kysely } from 'kysely'

/** Does some work, unless somebody else is at the same just now: then it does nothing and answers 0. */
export type ByOne = (what: string, work: () => Promise<number>) => Promise<number>

/**
 * Among all processes of one database. Held as long as a transaction, on a connection that waits meanwhile: it goes with the process that
 * works, however that ends.
 */
export const byOneIn =
  (db: Kysely<{}>): ByOne =>
  (what, work) =>
    db.transaction().execute(async (lock) => {
      const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${what}, 0)) as ours`.execute(lock)
      return rows[0]!.ours ? work() : 0
    })

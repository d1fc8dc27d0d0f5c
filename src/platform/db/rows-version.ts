import { sql, type RawBuilder } from 'kysely'

/**
 * What changes whenever a selected row comes, goes or changes, and stays while none does: a sum of hashes, of each row's
 * key and of the transaction that wrote it last. It takes a look at each row, and none of them has to be sent. Hashed as
 * they are: made into text and a number first, they take three times as long, and this is asked before every reading.
 * `only`: of some of the rows, so that one look tells of several parts.
 */
export const rowsVersion = (key: string, only: RawBuilder<unknown> = sql`true`): RawBuilder<string> =>
  sql<string>`coalesce(sum(hash_record_extended(row(${sql.ref(key)}, xmin), 0)) filter (where ${only}), 0)::text`

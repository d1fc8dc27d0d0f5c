import { sql, type RawBuilder } from 'kysely'

/**
 * What changes whenever a selected row comes, goes or changes, and stays while none does: a sum of hashes, of each row's
 * key and of the transaction that wrote it last. It takes a look at each row, and none of them has to be sent.
 */
export const rowsVersion = (key: string): RawBuilder<string> =>
  sql<string>`coalesce(sum(hashtextextended(${sql.ref(key)}::text, xmin::text::bigint)), 0)::text`

import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/** Where PostgreSQL listens: an URL, or the parts of one (a socket's folder as `host`). */
export type PostgresAddress =
  | { connectionString: string }
  | { host: string; port: number; user: string; password: string; database: string }

export interface Database {
  /** For commands: reads and writes. */
  readonly writer: Kysely<{}>
  /** For payback, coach and reports: PostgreSQL itself refuses a write here. */
  readonly reader: Kysely<{}>
  /** The writer's own pool, for parts that bring their SQL with them (better-auth, migrations). */
  readonly pool: pg.Pool
  close(): Promise<void>
}

// bigint arrives as text by default: every amount and count of ours is far below 2^53.
// `date` stays the text it is: a day has no zone.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number
    if (oid === pg.types.builtins.DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/** Opens two pools on one PostgreSQL; `most` connections each. A query that runs for 30 s is stopped. */
export function openDatabase(address: PostgresAddress, most = 12): Database {
  const shared = { ...address, types, max: most, statement_timeout: 30_000, connectionTimeoutMillis: 10_000 }
  const pool = new pg.Pool({ ...shared, application_name: 'kicau' })
  const readPool = new pg.Pool({
    ...shared,
    max: Math.max(2, Math.floor(most / 3)),
    application_name: 'kicau-reader',
    options: '-c default_transaction_read_only=on',
  })
  // A connection that breaks (the engine was restarted) is replaced by the pool at the next query; whoever was using
  // it hears of it by that query's own failure. Unheard, either event would end the process.
  for (const one of [pool, readPool]) {
    one.on('error', () => {})
    one.on('connect', (client) => client.on('error', () => {}))
  }
  const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]
  const writer = new Kysely<{}>({ dialect: new PostgresDialect({ pool }), plugins })
  const reader = new Kysely<{}>({ dialect: new PostgresDialect({ pool: readPool }), plugins })
  return {
    writer,
    reader,
    pool,
    close: async () => {
      await Promise.all([writer.destroy(), reader.destroy()])
    },
  }
}

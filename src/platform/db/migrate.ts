import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import pg from 'pg'
import type { PostgresAddress } from './open.ts'

// One migrator at a time, whatever the number of processes: any constant serves as the lock's name.
const LOCK = 5_424_601

interface Migration {
  name: string
  text: string
  hash: string
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

function refuseChanged(migration: Migration, hash: string): void {
  if (hash !== migration.hash)
    throw new Error(`Migration ${migration.name} was changed after it ran. Migrations are never edited: write a new one.`)
}

/** Runs the migrations that have not run yet, each in a transaction of its own; answers their names. */
export async function migratePostgres(address: PostgresAddress, folder: string): Promise<string[]> {
  const client = new pg.Client({ ...address, application_name: 'kicau-migrate', connectionTimeoutMillis: 10_000 })
  await client.connect()
  const ran: string[] = []
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(
      `create table if not exists platform_migrations (
        engine text not null, name text not null, hash text not null, ran_at timestamptz not null,
        primary key (engine, name))`,
    )
    const done = new Map(
      (await client.query<{ name: string; hash: string }>(`select name, hash from platform_migrations where engine = 'postgres'`)).rows.map(
        (row) => [row.name, row.hash],
      ),
    )
    for (const migration of await readMigrations(folder)) {
      const hash = done.get(migration.name)
      if (hash !== undefined) {
        refuseChanged(migration, hash)
        continue
      }
      await client.query('begin')
      try {
        await client.query(migration.text)
        await client.query(`insert into platform_migrations values ('postgres', $1, $2, $3)`, [migration.name, migration.hash, new Date()])
        await client.query('commit')
      } catch (failure) {
        await client.query('rollback')
        throw new Error(`Migration ${migration.name} failed; nothing of it was kept.`, { cause: failure })
      }
      ran.push(migration.name)
    }
    return ran
  } finally {
    await client.end()
  }
}

/**
 * The same for ClickHouse, which has no transactions: statements are separated by `;` at a line's end, and each is
 * written so that running it twice changes nothing. The lock and the record of what ran are PostgreSQL's.
 * `{engine}` stands for the table engine's prefix, the one thing that differs on a cluster (empty or `Replicated`).
 */
export async function migrateClickhouse(
  client: ClickHouseClient,
  postgres: PostgresAddress,
  folder: string,
  engine: '' | 'Replicated' = '',
): Promise<string[]> {
  const record = new pg.Client({ ...postgres, application_name: 'kicau-migrate', connectionTimeoutMillis: 10_000 })
  await record.connect()
  const ran: string[] = []
  try {
    await record.query('select pg_advisory_lock($1)', [LOCK])
    const done = new Map(
      (await record.query<{ name: string; hash: string }>(`select name, hash from platform_migrations where engine = 'clickhouse'`)).rows.map(
        (row) => [row.name, row.hash],
      ),
    )
    for (const migration of await readMigrations(folder)) {
      const hash = done.get(migration.name)
      if (hash !== undefined) refuseChanged(migration, hash)
      // What is recorded as done is done again when the store was made anew (another data folder, a new server).
      for (const statement of statementsOf(migration.text)) await client.command({ query: statement.replaceAll('{engine}', engine) })
      if (hash === undefined) {
        await record.query(`insert into platform_migrations values ('clickhouse', $1, $2, $3)`, [migration.name, migration.hash, new Date()])
        ran.push(migration.name)
      }
    }
    return ran
  } finally {
    await record.end()
  }
}

const statementsOf = (text: string): string[] =>
  text
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean)

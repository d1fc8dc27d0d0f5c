import { join } from 'node:path'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { stoppedClock, type StoppedClock } from '#platform/clock'
import { migrateClickhouse, openDatabase, openHits, scopesOf, type Database, type Hits, type PostgresAddress } from '#platform/db'
import type { ClickhouseAddress } from '#platform/engines'
import { newId } from '#platform/ids'
import type { ReadScope, Scopes, WriteScope } from '#platform/scope'

const CLICKHOUSE_MIGRATIONS = join(import.meta.dirname, '../../migrations/clickhouse')

export interface TestShop {
  workspaceId: string
  scopes: Scopes
  clock: StoppedClock
  database: Database
  hits: Hits
  postgres: PostgresAddress
  clickhouse: ClickhouseAddress
  reading(): ReadScope
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
  /** Another shop in the same database. */
  another(): TestShop
  close(): Promise<void>
}

let made = 0

/**
 * A fresh database in each engine, migrated, with a clock that stands at `at`; closed by itself when called inside a
 * test, else by `close` in `afterAll`. `hits: false` skips ClickHouse for tests that ask nothing of it.
 */
export async function testShop({ at = '2026-11-18T03:00:00Z', hits: withHits = true } = {}): Promise<TestShop> {
  const engines = inject('engines')
  const name = `t_${process.pid}_${Date.now().toString(36)}_${made++}`
  const admin = new pg.Client(engines.postgres)
  await admin.connect()
  await admin.query(`create database ${name} template kicau_template`)
  await admin.end()
  const postgres = { ...engines.postgres, database: name } as PostgresAddress
  const database = openDatabase(postgres, 4)
  if (withHits) {
    const root = openHits(engines.clickhouse)
    await root.client.command({ query: `create database ${name}` })
    await root.close()
  }
  const clickhouse: ClickhouseAddress = { ...engines.clickhouse, database: name }
  const hits = openHits(clickhouse)
  if (withHits) await migrateClickhouse(hits.client, postgres, CLICKHOUSE_MIGRATIONS)
  const clock = stoppedClock(at)
  const scopes = scopesOf(database, hits, clock)

  const close = async () => {
    await hits.close()
    await database.close()
  }
  const of = (workspaceId: string): TestShop => ({
    workspaceId,
    scopes,
    clock,
    database,
    hits,
    postgres,
    clickhouse,
    reading: () => scopes.reading(workspaceId),
    writing: (work) => scopes.writing(workspaceId, { kind: 'login', id: newId() }, work),
    another: () => of(newId()),
    close,
  })
  try {
    onTestFinished(close)
  } catch {
    // Called outside a test (beforeAll): the file closes it.
  }
  return of(newId())
}

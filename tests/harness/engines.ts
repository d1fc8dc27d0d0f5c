import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startClickhouse, startPostgres } from '#platform/engines'
import { migratePostgres, type PostgresAddress } from '#platform/db'
import pg from 'pg'

export interface EngineAddresses {
  postgres: PostgresAddress
  clickhouse: { url: string; username: string; password: string; database: string }
}

declare module 'vitest' {
  interface ProvidedContext {
    engines: EngineAddresses
  }
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const MIGRATIONS = join(import.meta.dirname, '../../migrations/postgres')

/** One PostgreSQL and one ClickHouse for the whole run; every test file gets a database of its own in each. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kicau-test-'))
  const [postgres, clickhouse] = await Promise.all([
    startPostgres({ dataDir }, quiet),
    startClickhouse({ dataDir }, quiet),
  ])
  await makeTemplate(postgres.address)
  project.provide('engines', { postgres: postgres.address, clickhouse: clickhouse.address })
  return async () => {
    await Promise.all([postgres.stop(), clickhouse.stop()])
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function makeTemplate(address: PostgresAddress): Promise<void> {
  const client = new pg.Client(address)
  await client.connect()
  await client.query('create database kicau_template')
  await client.end()
  await migratePostgres({ ...address, database: 'kicau_template' } as PostgresAddress, MIGRATIONS)
}

import { createClient } from '@clickhouse/client'
import { spawn } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { claim } from './claim.ts'
import { readRunFile, startEngines, type Engines } from './index.ts'
import { quiet, temporaryFolder, until } from './testing.ts'

// Processes are started and killed here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let data: ReturnType<typeof temporaryFolder>
let engines: Engines | undefined
beforeEach(() => void (data = temporaryFolder('engines')))
afterEach(async () => {
  await engines?.stop()
  engines = undefined
  data.remove()
})

async function bothAnswer({ postgres, clickhouse }: Engines): Promise<void> {
  const client = new pg.Client(postgres)
  await client.connect()
  expect((await client.query('SELECT current_database() AS name')).rows).toEqual([{ name: 'kicau' }])
  await client.end()
  const asked = createClient(clickhouse)
  expect(await (await asked.query({ query: 'SELECT currentDatabase() AS name', format: 'JSONEachRow' })).json()).toEqual([{ name: 'kicau' }])
  await asked.close()
}

test('both are up, named in the run file, and gone when stopped', async () => {
  engines = await startEngines({ dataDir: data.path }, quiet)
  await bothAnswer(engines)
  expect(readRunFile(data.path)).toMatchObject({ process: { pid: process.pid }, postgres: engines.postgres, clickhouse: engines.clickhouse })
  expect(statSync(join(data.path, 'run.json')).mode & 0o777).toBe(0o600)
  await expect(startEngines({ dataDir: data.path }, quiet)).rejects.toThrow(/data folder .* is in use by another Kicau/)
  await bothAnswer(engines)
  await engines.stop()
  engines = undefined
  expect(existsSync(join(data.path, 'run.json'))).toBe(false)
})

const elsewhere = { databaseUrl: 'postgres://a@b/c', clickhouseUrl: 'http://some%40body:s%3Acret@there:8123/hits' }

test('elsewhere, they are addressed and not started', async () => {
  engines = await startEngines({ dataDir: data.path, ...elsewhere }, quiet)
  expect(engines.postgres).toEqual({ connectionString: 'postgres://a@b/c' })
  expect(engines.clickhouse).toEqual({ url: 'http://there:8123', username: 'some@body', password: 's:cret', database: 'hits' })
})

test('a folder without engines of its own takes desk and worker alike, one with them nobody else', async () => {
  engines = await startEngines({ dataDir: data.path, ...elsewhere }, quiet)
  const worker = await startEngines({ dataDir: data.path, ...elsewhere }, quiet)
  expect(readRunFile(data.path)).toMatchObject({ process: { pid: process.pid }, postgres: engines.postgres })
  await worker.stop()
  const held = claim(join(data.path, 'kicau.lock'), 'It')
  await expect(startEngines({ dataDir: data.path, ...elsewhere }, quiet)).rejects.toThrow(/data folder .* is in use by another Kicau/)
  held.release()
})

test('when one cannot start, the other does not stay', async () => {
  writeFileSync(join(data.path, 'clickhouse'), 'not a folder')
  await expect(startEngines({ dataDir: data.path }, quiet)).rejects.toThrow(/clickhouse/)
  expect(existsSync(join(data.path, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false)
  expect(existsSync(join(data.path, 'kicau.lock'))).toBe(false)
})

test('after kill -9 of the whole Kicau the next one starts, on all that was there', async () => {
  const index = fileURLToPath(new URL('index.ts', import.meta.url))
  const script = `
    import { startEngines } from ${JSON.stringify(index)}
    const quiet = { info() {}, warn() {}, error() {} }
    await startEngines({ dataDir: ${JSON.stringify(data.path)} }, quiet)
    process.stdout.write('up')
    setInterval(() => {}, 1000)
  `
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise(resolve => other.stdout.once('data', resolve))
  const found = readRunFile(data.path)
  expect(found?.process.pid).toBe(other.pid)
  await expect(startEngines({ dataDir: data.path }, quiet)).rejects.toThrow(`(process ${other.pid})`)
  const gone = new Promise(resolve => other.once('exit', resolve))
  other.kill('SIGKILL')
  await gone
  expect(readRunFile(data.path)).toBeUndefined()
  // Its ClickHouse hears that nobody is there any more; its PostgreSQL does not.
  await until(() => fetch(`${found?.clickhouse.url}/ping`).then(() => false, () => true), 'the ClickHouse of the dead one ended')
  engines = await startEngines({ dataDir: data.path }, quiet)
  await bothAnswer(engines)
})

import { createClient, ClickHouseError, ClickHouseLogLevel, type ClickHouseClient } from '@clickhouse/client'
import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startClickhouse, type RunningClickhouse } from './clickhouse.ts'
import { isAlive, readIdentity } from './process-identity.ts'
import { quiet, temporaryFolder, until } from './testing.ts'

// Processes are started and killed here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const data = temporaryFolder('clickhouse')
let engine: RunningClickhouse
let client: ClickHouseClient

beforeAll(async () => {
  engine = await startClickhouse({ dataDir: data.path }, quiet)
  client = createClient({ ...engine.address, max_open_connections: 20, log: { level: ClickHouseLogLevel.OFF } })
  await client.command({
    query: `CREATE TABLE hits (id UInt64, name String DEFAULT 'none', at DateTime64(3) DEFAULT 0)
            ENGINE = MergeTree ORDER BY id
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000`,
  })
})
afterAll(async () => {
  await client.close()
  await engine.stop()
  data.remove()
})

async function rows<T>(query: string, query_params: Record<string, unknown> = {}): Promise<T[]> {
  return (await client.query({ query, query_params, format: 'JSONEachRow' })).json<T>()
}

async function countOf(table = 'hits'): Promise<number> {
  return Number((await rows<{ n: number }>(`SELECT count() AS n FROM ${table}`))[0]?.n)
}

/** Sends a request as it is; the client would not send such a thing. */
async function send(query: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const { url, username, password, database } = engine.address
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const response = await fetch(`${url}/?${new URLSearchParams({ query, database })}`, { method: 'POST', body, headers: { authorization, ...headers } })
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, text: new TextDecoder().decode(bytes), bytes, code: response.headers.get('x-clickhouse-exception-code'), summary: response.headers.get('x-clickhouse-summary') }
}

describe('as the client has it', () => {
  test('ping, plain and with a statement', async () => {
    expect(await client.ping()).toMatchObject({ success: true })
    expect(await client.ping({ select: true })).toMatchObject({ success: true })
  })

  test('rows come back as they went in, in every format asked for', async () => {
    await client.command({ query: 'CREATE TABLE round (id UInt64, name String, tags Array(String), note Nullable(String)) ENGINE = MergeTree ORDER BY id' })
    const row = { id: 7, name: "O'Brien\n\n\\ \t\0 😀", tags: ['a', "b'c"], note: null }
    await client.insert({ table: 'round', values: [row], format: 'JSONEachRow' })
    await client.insert({ table: 'round', values: [[8, 'x', [], 'y']], format: 'JSONCompactEachRow', columns: ['id', 'name', 'tags', 'note'] })
    expect(await rows('SELECT * FROM round ORDER BY id LIMIT 1')).toEqual([row])
    const as = async (format: 'JSONCompactEachRow' | 'JSON') => (await client.query({ query: 'SELECT id, note FROM round ORDER BY id', format })).json()
    expect(await as('JSONCompactEachRow')).toEqual([[7, null], [8, 'y']])
    expect(await as('JSON')).toMatchObject({ rows: 2, data: [{ id: 7, note: null }, { id: 8, note: 'y' }] })
    const csv = await client.query({ query: 'SELECT id, tags FROM round ORDER BY id', format: 'CSVWithNames' })
    expect(await csv.text()).toBe(`"id","tags"\n7,"['a','b\\'c']"\n8,"[]"\n`)
  })

  test('parameters of every kind arrive whole, and do not stay', async () => {
    const params = { text: `'; DROP TABLE hits; -- \\ \t\n "`, list: ['a', "it's", 'c\\'], none: null, many: [1, 2, 3], when: new Date('2026-01-02T03:04:05Z') }
    const query = 'SELECT {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(String)} AS none, {many:Array(UInt32)} AS many, {when:DateTime} AS when'
    expect(await rows(query, params)).toEqual([{ ...params, when: '2026-01-02 03:04:05' }])
    await expect(rows('SELECT {text:String} AS text')).rejects.toMatchObject({ type: 'UNKNOWN_QUERY_PARAMETER', code: '456' })
  })

  test('parameters too long for an address go in a form', async () => {
    const long = 'é'.repeat(300_000)
    const answer = await client.query({ query: 'SELECT lengthUTF8({long:String}) AS n', query_params: { long }, use_multipart_params: true, format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ n: 300_000 }])
  })

  test('settings hold for their request only', async () => {
    const ask = async (clickhouse_settings: Record<string, string>) =>
      (await client.query({ query: "SELECT getSetting('max_threads') AS threads, getSetting('max_execution_time') AS seconds", clickhouse_settings, format: 'JSONEachRow' })).json<{ threads: number; seconds: number }>()
    const [before] = await ask({})
    expect(before?.seconds).toBe(60)
    expect(await ask({ max_threads: '7', max_execution_time: '5' })).toEqual([{ threads: 7, seconds: 5 }])
    for (let again = 0; again < 20; again++) expect(await ask({})).toEqual([before])
    expect((await ask({ max_execution_time: '0' }))[0]?.seconds).toBe(3600)
  })

  test('read-only is kept, and does not stay', async () => {
    const make = (clickhouse_settings: Record<string, string>) => client.command({ query: 'CREATE TABLE made (a UInt8) ENGINE = MergeTree ORDER BY a', clickhouse_settings })
    await expect(make({ readonly: '1' })).rejects.toMatchObject({ type: 'READONLY' })
    await make({})
  })

  test('errors carry ClickHouse’s numbers', async () => {
    await expect(rows('SELECT * FROM nowhere')).rejects.toBeInstanceOf(ClickHouseError)
    await expect(rows('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
    await expect(rows('selekt 1')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
    await expect(client.query({ query: 'SELECT 1', clickhouse_settings: { max_execution_time: 1, no_such_setting: 1 } as never })).rejects.toMatchObject({ code: '115' })
    expect(await send('SELECT * FROM nowhere', '')).toMatchObject({ status: 404, code: '60' })
  })

  test('another database is another', async () => {
    await client.command({ query: 'CREATE DATABASE `second one`' })
    const second = createClient({ ...engine.address, database: 'second one', log: { level: ClickHouseLogLevel.OFF } })
    await second.command({ query: 'CREATE TABLE hits (id UInt8) ENGINE = MergeTree ORDER BY id' })
    expect(await (await second.query({ query: 'SELECT currentDatabase() AS name, (SELECT count() FROM hits) AS n', format: 'JSONEachRow' })).json()).toEqual([{ name: 'second one', n: 0 }])
    expect(await rows('SELECT currentDatabase() AS name')).toEqual([{ name: 'kicau' }])
    await second.close()
  })

  test('sixteen and more at a time', async () => {
    const asked = Array.from({ length: 64 }, (_, i) => i)
    const answers = await Promise.all(asked.map(i => rows<{ i: number }>('SELECT {i:UInt32} AS i, sleep(0.01)', { i })))
    expect(answers.map(answer => answer[0]?.i)).toEqual(asked)
  })

  test('fifty thousand rows in one block, and all of them out again', async () => {
    await client.command({ query: 'CREATE TABLE big (id UInt64, name String) ENGINE = MergeTree ORDER BY id' })
    await client.insert({ table: 'big', values: Array.from({ length: 50_000 }, (_, id) => ({ id, name: `hit number ${id}` })), format: 'JSONEachRow' })
    expect(await countOf('big')).toBe(50_000)
    let seen = 0
    const answer = await client.query({ query: 'SELECT * FROM big', format: 'JSONEachRow' })
    for await (const some of answer.stream()) seen += some.length
    expect(seen).toBe(50_000)
  })

  test('an answer that is too long to be held comes whole all the same', async () => {
    let [seen, sum] = [0, 0]
    const answer = await client.query({ query: 'SELECT number FROM numbers(400000)', format: 'JSONEachRow', clickhouse_settings: { output_format_json_quote_64bit_integers: 0 } })
    for await (const some of answer.stream<{ number: number }>()) {
      for (const row of some) {
        seen++
        sum += row.json().number
      }
    }
    expect([seen, sum]).toEqual([400_000, (400_000 * 399_999) / 2])
  })

  test('an error in the midst of a long answer is not taken for its end', async () => {
    const answer = await client.query({ query: 'SELECT number, throwIf(number = 900000) FROM numbers(1000000) SETTINGS max_threads = 1', format: 'JSONEachRow' })
    const read = async () => {
      for await (const some of answer.stream()) void some
    }
    await expect(read()).rejects.toThrow()
  })

  test('a block sent twice under one token is stored once', async () => {
    const before = await countOf()
    const block = { table: 'hits', values: [{ id: 1 }, { id: 2 }], format: 'JSONEachRow' as const, clickhouse_settings: { insert_deduplication_token: 'block-1' } }
    const { summary } = await client.insert(block)
    expect(summary).toMatchObject({ written_rows: '2' })
    await client.insert(block)
    expect(await countOf()).toBe(before + 2)
    await client.insert({ ...block, clickhouse_settings: { insert_deduplication_token: 'block-2' } })
    expect(await countOf()).toBe(before + 4)
  })

  test.each(['JSONEachRow', 'JSON'] as const)('a statement that nobody waits for any more is stopped (%s)', async format => {
    const slow = 'SELECT sum(sleepEachRow(0.01)) FROM numbers(5000) SETTINGS max_block_size = 10, function_sleep_max_microseconds_per_block = 0'
    const running = async () => Number((await rows<{ n: number }>("SELECT count() AS n FROM system.processes WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE '%processes%'"))[0]?.n)
    const going = new AbortController()
    const asked = client.query({ query: slow, format, abort_signal: going.signal }).catch((error: Error) => error)
    await until(async () => (await running()) === 1, 'it runs')
    going.abort()
    await asked
    await until(async () => (await running()) === 0, 'it was stopped')
  })
})

describe('what is sent is data', () => {
  const insert = 'INSERT INTO hits (id) FORMAT JSONEachRow'

  test('a statement smuggled into the rows does not run', async () => {
    const before = await countOf()
    for (const body of ['{"id":1}\n\nDROP TABLE hits', '{"id":1}\n\n\nDROP TABLE hits;\n', '{"id":1}; DROP TABLE hits', '\n\nDROP TABLE hits', 'DROP TABLE hits']) {
      expect(await send(insert, body)).toMatchObject({ status: 400, code: '27' })
      expect(await send('', `${insert}\n${body}`)).toMatchObject({ status: 400, code: '27' })
    }
    expect(await countOf()).toBe(before)
  })

  test('nor one behind another, whichever way it is sent', async () => {
    for (const [query, body] of [['SELECT 1; DROP TABLE hits', ''], ['', 'SELECT 1; DROP TABLE hits'], ['INSERT INTO hits (id) VALUES', '(1); DROP TABLE hits'], ['INSERT INTO hits (id) VALUES (1)\n\nDROP TABLE hits', ''], ['SELECT 1', ';DROP TABLE hits']] as const) {
      expect((await send(query, body)).status).not.toBe(200)
    }
    await countOf()
  })

  test('blank lines between rows are nothing', async () => {
    const before = await countOf()
    expect((await send(insert, '\n{"id":101}\n\n\r\n{"id":102}\n  \n')).status).toBe(200)
    expect((await send('', `${insert}\n\n{"id":103}\n\n{"id":104}`)).status).toBe(200)
    expect((await send(insert, '\n\n')).status).toBe(200)
    expect(await countOf()).toBe(before + 4)
  })

  test('a bad row fails its block, and is named', async () => {
    const before = await countOf()
    const answer = await send(insert, '{"id":1}\n{"id":"one"}')
    expect(answer).toMatchObject({ status: 400, code: '27' })
    expect(answer.text).toContain('(at row 2)')
    expect(await countOf()).toBe(before)
  })

  test('columns that are ready made come as a body alone, and are counted', async () => {
    const before = await countOf()
    const at = (await send('SELECT toUInt64(number + 700) AS id, toString(number) AS name FROM numbers(300) FORMAT Native', '')).bytes
    const answer = await send('INSERT INTO hits FORMAT Native', at)
    expect(answer.status, answer.text).toBe(200)
    expect(JSON.parse(answer.summary!)).toMatchObject({ written_rows: '300', written_bytes: String(at.length) })
    expect(await rows('SELECT toString(id) AS number, name, at FROM hits WHERE id = 999')).toEqual([{ number: '999', name: '299', at: '1970-01-01 00:00:00.000' }])
    expect((await send('INSERT INTO hits FORMAT Native', '\n\nDROP TABLE hits')).status).not.toBe(200)
    expect(await send('', 'INSERT INTO hits FORMAT Native\n\nDROP TABLE hits')).toMatchObject({ status: 400, code: '36' })
    expect(await send('INSERT INTO hits SETTINGS async_insert = 0 FORMAT Native', at)).toMatchObject({ status: 400, code: '36' })
    expect(await countOf()).toBe(before + 300)
  })

  test('formats that cannot be checked, compressed and overlong bodies are refused', async () => {
    expect(await send('INSERT INTO hits FORMAT CSV', '1')).toMatchObject({ status: 404, code: '73' })
    expect(await send(insert, '{"id":1}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 501 })
    expect(await send(insert, `{"name":"${'x'.repeat(65 * 1024 * 1024)}"}`)).toMatchObject({ status: 413 })
  })

  test('nobody asks without the secret', async () => {
    const wrong: Record<string, string>[] = [{ authorization: '' }, { authorization: 'Basic a2ljYXU6d3Jvbmc=' }, { authorization: '', 'x-clickhouse-user': 'kicau' }]
    for (const headers of wrong) {
      expect(await send('SELECT 1', '', headers)).toMatchObject({ status: 403, code: '516' })
    }
  })
})

describe('through thick and thin', () => {
  test('after kill -9 it is back at the same address, with all that was acknowledged', async () => {
    for (let again = 0; again < 2; again++) {
      await client.insert({ table: 'hits', values: [{ id: 9000 + again }], format: 'JSONEachRow' })
      const before = await countOf()
      const killed = engine.pid()!
      process.kill(killed, 'SIGKILL')
      await until(async () => engine.pid() !== undefined && engine.pid() !== killed && (await countOf()) === before, 'it is back')
    }
  })

  test('a second one on the same folder is refused', async () => {
    await expect(startClickhouse({ dataDir: data.path }, quiet)).rejects.toThrow(/in use by another Kicau/)
    await countOf()
  })

  test('stopped and started again, twice', async () => {
    const other = temporaryFolder('clickhouse-again')
    for (const expected of [1, 2]) {
      const again = await startClickhouse({ dataDir: other.path }, quiet)
      const asked = createClient(again.address)
      await asked.command({ query: 'CREATE TABLE IF NOT EXISTS t (a UInt8) ENGINE = MergeTree ORDER BY a' })
      await asked.command({ query: 'INSERT INTO t VALUES (1)' })
      expect(await (await asked.query({ query: 'SELECT count() AS n FROM t', format: 'JSONEachRow' })).json()).toEqual([{ n: expected }])
      await asked.close()
      const pid = again.pid()!
      await again.stop()
      expect(isAlive({ pid, started: '' })).toBe(false)
      expect(existsSync(join(other.path, 'clickhouse.lock'))).toBe(false)
    }
    other.remove()
  })

  test('it stops although somebody is still asking', async () => {
    const other = temporaryFolder('clickhouse-busy')
    const busy = await startClickhouse({ dataDir: other.path }, quiet)
    const asked = createClient({ ...busy.address, log: { level: ClickHouseLogLevel.OFF } })
    const answer = asked.query({ query: 'SELECT sum(sleepEachRow(0.01)) FROM numbers(5000) SETTINGS max_block_size = 10, function_sleep_max_microseconds_per_block = 0' }).catch((error: Error) => error)
    await sleep(300)
    const startedAt = performance.now()
    await busy.stop()
    expect(performance.now() - startedAt).toBeLessThan(9000)
    expect(await answer).toBeInstanceOf(Error)
    await asked.close()
    other.remove()
  })

  test('one that a killed Kicau left hanging is ended', async () => {
    const other = temporaryFolder('clickhouse-orphan')
    const module = fileURLToPath(new URL('clickhouse.ts', import.meta.url))
    const script = `
      import { startClickhouse } from ${JSON.stringify(module)}
      const engine = await startClickhouse({ dataDir: ${JSON.stringify(other.path)} }, { info() {}, warn() {}, error() {} })
      process.kill(engine.pid(), 'SIGSTOP')
      process.kill(process.pid, 'SIGKILL')
    `
    const killed = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
    await new Promise(resolve => killed.once('close', resolve))
    const orphan = readIdentity(join(other.path, 'clickhouse.pid'))!
    expect(isAlive(orphan)).toBe(true)
    const next = await startClickhouse({ dataDir: other.path }, quiet)
    expect(isAlive(orphan)).toBe(false)
    await next.stop()
    other.remove()
  })

  test('what cannot start says why', async () => {
    // As if all traces of the first were lost: the engine itself refuses the folder.
    rmSync(join(data.path, 'clickhouse.lock'))
    rmSync(join(data.path, 'clickhouse.pid'))
    await expect(startClickhouse({ dataDir: data.path }, quiet)).rejects.toThrow(
      /^ClickHouse could not be started: ended with code 1\n[^]*Another server instance in same directory is already running/,
    )
  })
})

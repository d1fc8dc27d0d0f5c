import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findPrograms } from './postgres-programs.ts'
import { unprivilegedUser } from './postgres-user.ts'
import { startPostgres, type RunningPostgres } from './postgres.ts'
import { isAlive } from './process-identity.ts'
import { quiet, temporaryFolder, until } from './testing.ts'

// Processes are started and killed here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const isRoot = process.geteuid?.() === 0
const data = temporaryFolder('postgres')
let engine: RunningPostgres
let pool: pg.Pool

beforeAll(async () => {
  engine = await startPostgres({ dataDir: data.path }, quiet)
  pool = new pg.Pool(engine.address)
  pool.on('error', () => {})
  await pool.query('CREATE TABLE notes (id serial PRIMARY KEY, text text NOT NULL)')
})
afterAll(async () => {
  await pool.end()
  await engine.stop()
  data.remove()
})

describe('the server', () => {
  test('is set as it should be', async () => {
    const names = ['server_encoding', 'fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'jit', 'listen_addresses', 'max_connections', 'TimeZone']
    const { rows } = await pool.query<{ name: string; setting: string }>('SELECT name, setting FROM pg_settings WHERE name = ANY($1)', [names])
    expect(Object.fromEntries(rows.map(row => [row.name, row.setting]))).toEqual({
      server_encoding: 'UTF8', fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on',
      jit: 'off', listen_addresses: '', max_connections: '60', TimeZone: 'UTC',
    })
    expect((await pool.query("SELECT upper('é') AS big, 'Ä' < 'Z' AS by_code")).rows).toEqual([{ big: 'É', by_code: false }])
  })

  test('is reached by its owner only', () => {
    const { host } = engine.address as { host: string }
    expect(Buffer.byteLength(`${host}/.s.PGSQL.5432`)).toBeLessThan(108)
    expect(statSync(host).mode & 0o077).toBe(0)
    expect(statSync(join(data.path, 'postgres', 'cluster')).mode & 0o077).toBe(0)
  })
})

describe('through thick and thin', () => {
  test('after kill -9 of the server it is back at the same address, with every acknowledged commit', async () => {
    for (const text of ['first', 'second']) {
      await pool.query('INSERT INTO notes (text) VALUES ($1)', [text])
      const killed = engine.pid()!
      process.kill(killed, 'SIGKILL')
      await until(async () => ![undefined, killed].includes(engine.pid()) && (await pool.query('SELECT FROM notes WHERE text = $1', [text])).rowCount === 1, 'it is back')
    }
  })

  test('a second one on the same folder is refused', async () => {
    await expect(startPostgres({ dataDir: data.path }, quiet)).rejects.toThrow(`in use by another Kicau (process ${process.pid})`)
  })

  test('stopped and started again, twice, with a client still connected', async () => {
    const other = temporaryFolder('postgres-again')
    for (const expected of ['1', '2']) {
      const again = await startPostgres({ dataDir: other.path }, quiet)
      const asked = new pg.Pool(again.address)
      asked.on('error', () => {})
      await asked.query('CREATE TABLE IF NOT EXISTS t (a int)')
      await asked.query('INSERT INTO t VALUES (1)')
      expect((await asked.query('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: expected }])
      const pid = again.pid()!
      await again.stop()
      expect(isAlive({ pid, started: '' })).toBe(false)
      expect(existsSync(join(other.path, 'postgres.lock'))).toBe(false)
      await asked.end()
    }
    other.remove()
  })

  test('what a killed Kicau left running is stopped, and nothing is lost', async () => {
    const other = temporaryFolder('postgres-orphan')
    const left = await startAndKill(other.path)
    expect(isAlive({ pid: left, started: '' })).toBe(true)
    const next = await startPostgres({ dataDir: other.path }, quiet)
    expect(isAlive({ pid: left, started: '' })).toBe(false)
    const client = new pg.Client(next.address)
    await client.connect()
    expect((await client.query('SELECT a FROM t')).rows).toEqual([{ a: 42 }])
    await client.end()
    await next.stop()
    other.remove()
  })

  test('a pid file that names another program does not keep it from starting', async () => {
    const other = temporaryFolder('postgres-pid')
    await (await startPostgres({ dataDir: other.path }, quiet)).stop()
    const file = join(other.path, 'postgres', 'cluster', 'postmaster.pid')
    writeFileSync(file, `${process.pid}\n${join(other.path, 'postgres', 'cluster')}\n0\n5432\n\n\n`)
    const again = await startPostgres({ dataDir: other.path }, quiet)
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${again.pid()}\n`))
    await again.stop()
    other.remove()
  })

  test('what cannot start says why', async () => {
    const other = temporaryFolder('postgres-broken')
    await (await startPostgres({ dataDir: other.path }, quiet)).stop()
    rmSync(join(other.path, 'postgres', 'cluster', 'global'), { recursive: true })
    await expect(startPostgres({ dataDir: other.path }, quiet)).rejects.toThrow(/^PostgreSQL could not be started: ended [^]*\n[^]*pg_control/)
    other.remove()
  })

  test('a link to a cluster that is gone is not begun anew', async () => {
    const other = temporaryFolder('postgres-link')
    symlinkSync(join(other.path, 'gone'), join(other.path, 'postgres'))
    await expect(startPostgres({ dataDir: other.path }, quiet)).rejects.toThrow(/link to a folder that is gone/)
    other.remove()
  })
})

test('a path too long for a socket has its socket elsewhere', async () => {
  const other = temporaryFolder('postgres-long')
  chmodSync(other.path, 0o755)
  const long = join(other.path, 'a'.repeat(60), 'b'.repeat(60))
  mkdirSync(long, { recursive: true })
  const far = await startPostgres({ dataDir: long }, quiet)
  expect(existsSync(join(long, 'postgres', 'cluster'))).toBe(true)
  const client = new pg.Client(far.address)
  await client.connect()
  await client.end()
  await far.stop()
  other.remove()
})

test('a database elsewhere is addressed, not started', async () => {
  const elsewhere = await startPostgres({ dataDir: '/nowhere', databaseUrl: 'postgres://somebody@there/db' }, quiet)
  expect(elsewhere.address).toEqual({ connectionString: 'postgres://somebody@there/db' })
  expect(elsewhere.pid()).toBeUndefined()
  await elsewhere.stop()
})

describe.runIf(isRoot)('as root', () => {
  test('it runs as a user whom nobody had to make', () => {
    const [uid] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${engine.pid()}/status`, 'utf8'))!.slice(1)
    expect(Number(uid)).toBe(unprivilegedUser().uid)
    expect(Number(uid)).not.toBe(0)
  })

  test('under a closed home the cluster lives elsewhere, is linked, and is found again', async () => {
    const home = temporaryFolder('postgres-home')
    const dataDir = join(home.path, 'kicau', 'data')
    mkdirSync(dataDir, { recursive: true })
    chmodSync(home.path, 0o700)
    const link = join(dataDir, 'postgres')
    for (const expected of ['1', '2']) {
      const closed = await startPostgres({ dataDir }, quiet)
      expect(readlinkSync(link)).toMatch(/^\/var\/lib\/kicau\/data-/)
      const client = new pg.Client(closed.address)
      await client.connect()
      await client.query('CREATE TABLE IF NOT EXISTS t (a int)')
      await client.query('INSERT INTO t VALUES (1)')
      expect((await client.query('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: expected }])
      await client.end()
      await closed.stop()
    }
    // As a backup brings it back, to another disk too: the folder itself where the link was.
    const left = realpathSync(link)
    rmSync(link)
    execFileSync('mv', [left, link])
    const restored = await startPostgres({ dataDir }, quiet)
    const client = new pg.Client(restored.address)
    await client.connect()
    expect((await client.query('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: '2' }])
    await client.end()
    await restored.stop()
    expect(readlinkSync(link)).toMatch(/^\/var\/lib\/kicau\/data-/)
    expect(statSync(home.path).mode & 0o777).toBe(0o700)
    rmSync(realpathSync(link), { recursive: true })
    home.remove()
  })

  test('under a closed home the programs are copied, once', () => {
    const home = temporaryFolder('postgres-programs')
    const elsewhere = temporaryFolder('postgres-elsewhere')
    const tree = dirname(findPrograms('/nowhere', undefined))
    cpSync(tree, join(home.path, 'native'), { recursive: true, verbatimSymlinks: true })
    const found = () => findPrograms(elsewhere.path, unprivilegedUser(), { folder: join(home.path, 'native', 'bin'), version: '18' })
    expect(found()).toBe(join(elsewhere.path, 'postgresql-18', 'bin'))
    const { ino } = statSync(found())
    expect(statSync(found()).ino).toBe(ino)
    home.remove()
    elsewhere.remove()
  })

  test('a cluster that a user made is run as that user', async () => {
    const other = temporaryFolder('postgres-owner')
    chmodSync(other.path, 0o755)
    await (await startPostgres({ dataDir: other.path }, quiet)).stop()
    chmodSync(join(other.path, 'postgres'), 0o755)
    execFileSync('chown', ['-R', '12345:12345', join(other.path, 'postgres', 'cluster')])
    const again = await startPostgres({ dataDir: other.path }, quiet)
    expect(readFileSync(`/proc/${again.pid()}/status`, 'utf8')).toMatch(/^Uid:\s+12345\b/m)
    await again.stop()
    other.remove()
  })
})

/** Starts one in a process of its own, stores a row, kills that process; gives the number of the server left behind. */
async function startAndKill(dataDir: string): Promise<number> {
  const module = fileURLToPath(new URL('postgres.ts', import.meta.url))
  const script = `
    import { startPostgres } from ${JSON.stringify(module)}
    import pg from ${JSON.stringify(createRequire(import.meta.url).resolve('pg'))}
    const quiet = { info() {}, warn() {}, error() {} }
    const engine = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} }, quiet)
    const client = new pg.Client(engine.address)
    await client.connect()
    await client.query('CREATE TABLE t (a int)')
    await client.query('INSERT INTO t VALUES (42)')
    process.stdout.write(String(engine.pid()), () => process.kill(process.pid, 'SIGKILL'))
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  await new Promise(resolve => child.once('close', resolve))
  return Number(said)
}

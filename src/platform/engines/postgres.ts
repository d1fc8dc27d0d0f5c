import { execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { claim } from './claim.ts'
import type { EngineLog } from './log.ts'
import { findPlace, type PostgresPlace } from './postgres-place.ts'
import { commandLine } from './process-identity.ts'
import type { EngineSettings, PostgresAddress } from './settings.ts'
import { supervise, WillNotStart } from './supervise.ts'

/** A running PostgreSQL, or the address of one that is not ours. */
export interface RunningPostgres {
  address: PostgresAddress
  /** The server's process, when it is ours and up. */
  pid(): number | undefined
  stop(): Promise<void>
}

const run = promisify(execFile)

const USER = 'kicau'
const DATABASE = 'kicau'
const PORT = 5432

/** After a crash the log is replayed before the first connection, which can take its time. */
const READY_WITHIN_MS = 5 * 60_000
const STOP_WITHIN_MS = 20_000

/** Nothing of ours reaches the server: words in English, times in UTC. */
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

/**
 * Starts the embedded PostgreSQL in `<dataDir>/postgres` and keeps it running; makes the cluster and the database
 * `kicau` when they are missing. With `databaseUrl` nothing is started.
 * Rejects with the server's own last lines when it cannot be started, with `AlreadyClaimed` when another has it.
 */
export async function startPostgres(settings: EngineSettings, log: EngineLog): Promise<RunningPostgres> {
  if (settings.databaseUrl !== undefined) {
    return { address: { connectionString: settings.databaseUrl }, pid: () => undefined, stop: async () => {} }
  }
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
  const held = claim(join(settings.dataDir, 'postgres.lock'), `The database in ${settings.dataDir}`)
  try {
    const startedAt = performance.now()
    const place = findPlace(settings)
    if (!existsSync(place.cluster)) await makeCluster(place, log)
    const server = await supervise(
      {
        name: 'PostgreSQL',
        prepare: () => clearTheWay(place.cluster, log),
        spawn: () => spawn(join(place.programs, 'postgres'), ['-D', place.cluster, ...flags(place)], {
          ...place.as, cwd: '/', env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'],
          // Ctrl-C in a terminal goes to the whole group: the engines are stopped last, by us.
          detached: true,
        }),
        async ready(_, signal) {
          await untilItAnswers(place, signal)
          await makeDatabase(place)
        },
        readyWithinMs: READY_WITHIN_MS,
        // SIGINT is PostgreSQL's fast shutdown: clients are dropped, everything is written.
        askToStop: child => void child.kill('SIGINT'),
        stopWithinMs: STOP_WITHIN_MS,
        levelOf,
      },
      log,
    )
    log.info({ ms: Math.round(performance.now() - startedAt), pid: server.pid() }, 'PostgreSQL is up')
    return {
      address: addressOf(place, DATABASE),
      pid: () => server.pid(),
      async stop() {
        await server.stop()
        rmSync(place.socket, { recursive: true, force: true })
        held.release()
      },
    }
  } catch (error) {
    held.release()
    throw error
  }
}

/** What the server is told at every start. Durability is at PostgreSQL's own defaults, written out for they matter. */
function flags(place: PostgresPlace): string[] {
  const settings: Record<string, string | number> = {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    port: PORT,
    unix_socket_directories: place.socket,
    unix_socket_permissions: '0700',
    max_connections: 60,
    // A small shop's machine: little memory, and no helpers for single queries.
    shared_buffers: '64MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '512MB',
    max_wal_size: '512MB',
    max_parallel_workers_per_gather: 0,
    io_method: 'sync',
    // Compiling queries costs more than it brings here.
    jit: 'off',
    // No replicas of an embedded database.
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Makes the cluster beside its place and moves it there when whole: a kill half-way leaves nothing behind. */
async function makeCluster(place: PostgresPlace, log: EngineLog): Promise<void> {
  log.info({ folder: place.cluster }, 'Making the database (once)')
  const half = `${place.cluster}.new`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  if (place.as) chownSync(half, place.as.uid, place.as.gid)
  try {
    await run(
      join(place.programs, 'initdb'),
      ['-D', half, '-U', USER, '-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
        // Who may reach the socket is a matter of its folder's mode; there is no other way in.
        '--auth-local=trust', '--auth-host=reject'],
      { ...place.as, cwd: '/', env: ENVIRONMENT },
    )
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    const why = (error as { stderr?: string }).stderr?.trim() || (error as Error).message
    throw new WillNotStart(`The database could not be made in ${place.cluster}: ${why}`)
  }
  renameSync(half, place.cluster)
}

/**
 * Stops a server that a killed Kicau left running on this cluster; the claim says that no living one has it.
 * The pid file of a dead one is PostgreSQL's to judge (it knows whether helpers still hold the shared memory), but
 * where another program was given the dead one's number it would refuse for ever: then the file is removed.
 */
async function clearTheWay(cluster: string, log: EngineLog): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const command = commandLine(pid)
  if (command === undefined) return
  if (!command.includes(cluster)) return rmSync(file, { force: true })
  log.warn({ pid }, 'Stopping a PostgreSQL that was left running')
  for (const [signal, seconds] of [['SIGINT', 20], ['SIGQUIT', 5], ['SIGKILL', 5]] as const) {
    process.kill(pid, signal)
    for (let waited = 0; waited < seconds * 1000; waited += 20) {
      await sleep(20)
      if (!commandLine(pid)?.includes(cluster)) return
    }
  }
  throw new WillNotStart(`A PostgreSQL (process ${pid}) still runs on ${cluster} and cannot be stopped.`)
}

async function untilItAnswers(place: PostgresPlace, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await withClient(place, 'postgres', async () => {})
    } catch {
      await sleep(15)
    }
  }
}

/** After every start: a kill may have come between the cluster and its database. */
async function makeDatabase(place: PostgresPlace): Promise<void> {
  await withClient(place, 'postgres', async client => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  })
}

async function withClient(place: PostgresPlace, database: string, use: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client(addressOf(place, database))
  // A connection that breaks is told by the query; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}

function addressOf(place: PostgresPlace, database: string) {
  return { host: place.socket, port: PORT, user: USER, password: '', database }
}

/** Errors of single statements are told by whoever asked; here only what concerns the server as a whole. */
function levelOf(line: string): keyof EngineLog | undefined {
  if (/\bPANIC: /.test(line)) return 'error'
  // What each connection hears that is open yet when we stop it is our own doing.
  if (/\bFATAL: {2}(the database system is (starting up|shutting down)|terminating connection due to administrator command)/.test(line)) return undefined
  return /\b(FATAL|WARNING): /.test(line) ? 'warn' : undefined
}

import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { claim } from './claim.ts'
import type { ChildOrders } from './clickhouse-child.ts'
import type { EngineLog } from './log.ts'
import { isAlive, readIdentity } from './process-identity.ts'
import type { ClickhouseAddress, EngineSettings } from './settings.ts'
import { supervise } from './supervise.ts'

/** A running ClickHouse, or the address of one that is not ours. */
export interface RunningClickhouse {
  address: ClickhouseAddress
  /** The engine's process, when it is ours and up. */
  pid(): number | undefined
  stop(): Promise<void>
}

const USER = 'kicau'
const DATABASE = 'kicau'
const CHILD = fileURLToPath(new URL('clickhouse-child.ts', import.meta.url))
/** With many parts to load after a crash it may take more than the usual half second. */
const READY_WITHIN_MS = 120_000
/** The nice value: a third of a busy core's time. */
const GIVES_WAY = 5
const STOP_WITHIN_MS = 10_000
const ORPHAN_ENDS_WITHIN_MS = 3000

/**
 * Starts the embedded ClickHouse on `<dataDir>/clickhouse` in a process of its own and keeps it running, always at
 * the same address. With `clickhouseUrl` nothing is started.
 * Rejects with the child's own last lines when it cannot be started, with `AlreadyClaimed` when another has it.
 */
export async function startClickhouse(settings: EngineSettings, log: EngineLog): Promise<RunningClickhouse> {
  if (settings.clickhouseUrl !== undefined) {
    return { address: addressFrom(settings.clickhouseUrl), pid: () => undefined, stop: async () => {} }
  }
  const folder = join(settings.dataDir, 'clickhouse')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const held = claim(join(settings.dataDir, 'clickhouse.lock'), `The stream of hits in ${settings.dataDir}`)
  const orders: ChildOrders = {
    folder: realpathSync(folder),
    pidFile: join(realpathSync(settings.dataDir), 'clickhouse.pid'),
    port: 0,
    username: USER,
    password: randomBytes(24).toString('base64url'),
    database: DATABASE,
  }
  try {
    const startedAt = performance.now()
    const child = await supervise(
      {
        name: 'ClickHouse',
        prepare: () => endOrphan(orders.pidFile, log),
        spawn: () => spawnChild(orders),
        async ready(child, signal) {
          // The first start finds a port; after a crash the same one is taken again, for clients know it.
          orders.port = await portOf(child, signal)
        },
        readyWithinMs: READY_WITHIN_MS,
        askToStop: child => void child.stdin?.end(),
        stopWithinMs: STOP_WITHIN_MS,
        levelOf: line => (line.startsWith('{"port"') ? undefined : 'warn'),
      },
      log,
    )
    log.info({ ms: Math.round(performance.now() - startedAt), pid: child.pid() }, 'ClickHouse is up')
    const url = `http://127.0.0.1:${orders.port}`
    return {
      address: { url, username: USER, password: orders.password, database: DATABASE },
      pid: () => child.pid(),
      async stop() {
        await child.stop()
        held.release()
      },
    }
  } catch (error) {
    held.release()
    throw error
  }
}

function spawnChild(orders: ChildOrders): ChildProcess {
  // Small young generation, one arena: blocks of rows pass through here, and their memory is to be given back
  // (70 MB less after a large import).
  const child = spawn(process.execPath, ['--max-semi-space-size=2', CHILD], {
    // A thread for each query that may run at once.
    env: {
      PATH: process.env.PATH, TZ: 'UTC', UV_THREADPOOL_SIZE: '16', MALLOC_ARENA_MAX: '1',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C in a terminal goes to the whole group: the engines are stopped last, by us.
    detached: true,
  })
  // Merges and loading give way to who waits for an answer of the server's: on two busy cores the redirect answers a
  // fifth more a second, and hits are in the store as soon.
  if (child.pid !== undefined) setPriority(child.pid, GIVES_WAY)
  // The secret goes by the pipe: command lines and environments can be read by others.
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(orders)}\n`)
  return child
}

/** A child ends when its parent does; should one of a killed Kicau hang, it would hold the folder for ever. */
async function endOrphan(pidFile: string, log: EngineLog): Promise<void> {
  const orphan = readIdentity(pidFile)
  if (!orphan || !isAlive(orphan)) return
  for (let waited = 0; waited < ORPHAN_ENDS_WITHIN_MS; waited += 50) {
    await sleep(50)
    if (!isAlive(orphan)) return
  }
  log.warn({ pid: orphan.pid }, 'Ending a ClickHouse that was left running')
  process.kill(orphan.pid, 'SIGKILL')
  while (isAlive(orphan)) await sleep(20)
}

function portOf(child: ChildProcess, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(String(signal.reason))), { once: true })
    if (!child.stdout) return reject(new Error('no stdout'))
    createInterface({ input: child.stdout }).on('line', line => {
      if (line.startsWith('{"port"')) resolve((JSON.parse(line) as { port: number }).port)
    })
  })
}

/** Of a ClickHouse of one's own: `http://user:password@host:8123/database`. */
export function addressFrom(given: string): ClickhouseAddress {
  const url = new URL(given)
  return {
    url: url.origin,
    username: decodeURIComponent(url.username) || 'default',
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'default',
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '../..')

export interface RunningKicau {
  url: string
  port: number
  dataDir: string
  process: ChildProcess
  /** What it printed so far. */
  output(): string
  /** In good order. */
  stop(): Promise<void>
  /** As a power cut does it to the process; its engines are left to themselves. */
  kill(): Promise<void>
  /** Starts it again on the same folder and port. */
  again(): Promise<RunningKicau>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * A whole Kicau as an owner runs it, `bin/kicau start`, on a folder of its own. Its own address counts as public, so
 * that links go into posts. `env` adds settings.
 */
export async function startKicau(env: Record<string, string> = {}, kept?: { dataDir: string; port: number }): Promise<RunningKicau> {
  const dataDir = kept?.dataDir ?? (await mkdtemp(join(tmpdir(), 'kicau-run-')))
  const port = kept?.port ?? (await freePort())
  const url = `http://localhost:${port}`
  const child = spawn(join(ROOT, 'bin/kicau'), ['start'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: url, ALLOW_PRIVATE_HOSTS: '1', LOG_LEVEL: 'warn', LANG: 'en', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const running: RunningKicau = {
    url,
    port,
    dataDir,
    process: child,
    output: () => printed,
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    again: () => startKicau(env, { dataDir, port }),
    remove: async () => {
      if (child.exitCode === null && child.signalCode === null) await running.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  try {
    await ready(running)
  } catch (failure) {
    if (child.exitCode === null) await running.kill()
    throw failure
  }
  return running
}

async function ready(kicau: RunningKicau): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await wait(100)) {
    if (kicau.process.exitCode !== null) throw new Error(`Kicau ended while starting:\n${kicau.output()}`)
    const answer = await fetch(`${kicau.url}/readyz`).catch(() => null)
    if (answer?.ok) return
  }
  throw new Error(`Kicau was not ready in a minute:\n${kicau.output()}`)
}

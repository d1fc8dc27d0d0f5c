import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Bluesky {
  /** Where the server itself listens: for looking at it past the proxy. */
  direct: string
  port: number
  plcPort: number
  /** kill -9. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * A PLC directory and a PDS in processes of their own; accounts name `publicPort` as their server, where a proxy may
 * stand. The PDS itself listens on `port`.
 */
export async function startBluesky(publicPort: number, own?: number, index?: { url: string; did: string }): Promise<Bluesky> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-pds-'))
  const [plcPort, port] = [await freePort(), own ?? (await freePort())]
  const plc = await child('plc.ts', String(plcPort))
  const settings = JSON.stringify({ port, publicPort, plcPort, folder, rotationKey: randomBytes(32).toString('hex'), index })
  let pds: ChildProcess | undefined = await child('pds.ts', settings)
  const kill = async () => {
    if (pds) await ended(pds)
    pds = undefined
  }
  return {
    direct: `http://localhost:${port}`,
    port,
    plcPort,
    kill,
    start: async () => {
      pds ??= await child('pds.ts', settings)
    },
    stop: async () => {
      await kill()
      await ended(plc)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Bluesky's own index (AppView): hears what the PDS tells and keeps it in a PostgreSQL database of its own. */
export async function startIndex({ plcPort, port: pdsPort }: Pick<Bluesky, 'plcPort' | 'port'>, port: number, did: string, database: string): Promise<{ stop(): Promise<void> }> {
  const index = await child('index.ts', JSON.stringify({ port, dataPort: await freePort(), plcPort, pdsPort, did, database }))
  return { stop: () => ended(index) }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function child(script: string, argument: string): Promise<ChildProcess> {
  const process_ = spawn(process.execPath, [join(import.meta.dirname, script), argument], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_ENABLED: 'false', NODE_ENV: 'test' },
  })
  let said = ''
  process_.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)))
  await new Promise<void>((resolve, reject) => {
    process_.stdout.on('data', (text: Buffer) => text.toString().includes('ready') && resolve())
    process_.once('exit', (code) => reject(new Error(`${script} ended with ${code}:\n${said}`)))
  })
  return process_
}

async function ended(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return
  process_.kill('SIGKILL')
  await once(process_, 'exit')
}

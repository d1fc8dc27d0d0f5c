import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts'
import type { ClickhouseAddress, PostgresAddress } from './settings.ts'

/** What a running Kicau tells other programs of its owner (`kicau doctor`, `kicau import`). Holds secrets. */
export interface RunFile {
  process: ProcessIdentity
  /** ISO 8601, UTC. */
  startedAt: string
  postgres: PostgresAddress
  clickhouse: ClickhouseAddress
  /** Where the desk answers, once it does. */
  url?: string
}

/** The Kicau that runs on this data folder; undefined when none does, whatever a dead one left behind. */
export function readRunFile(dataDir: string): RunFile | undefined {
  try {
    const found = JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as RunFile
    return isAlive(found.process) ? found : undefined
  } catch {
    return undefined
  }
}

/** Tells where the engines are; only this user can read it. */
export function writeRunFile(dataDir: string, addresses: Pick<RunFile, 'postgres' | 'clickhouse'>, now: Date): void {
  put(dataDir, { process: ownIdentity(), startedAt: now.toISOString(), ...addresses })
}

/** Adds where the desk answers. Of several processes on one folder the file names the desk: it is the one to be asked. */
export function noteUrl(dataDir: string, url: string): void {
  const found = readRunFile(dataDir)
  if (found) put(dataDir, { ...found, process: ownIdentity(), url })
}

/** Removes the file, unless it names another process that lives. */
export function removeRunFile(dataDir: string): void {
  const found = readRunFile(dataDir)
  if (!found || found.process.pid === process.pid) rmSync(pathIn(dataDir), { force: true })
}

/** Written beside and moved in place: nobody reads half a file. */
function put(dataDir: string, content: RunFile): void {
  const half = `${pathIn(dataDir)}.${process.pid}`
  writeFileSync(half, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(half, pathIn(dataDir))
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'run.json')
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { claim, refuseIfClaimed } from './claim.ts'
import { startClickhouse } from './clickhouse.ts'
import type { EngineLog } from './log.ts'
import { startPostgres } from './postgres.ts'
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts'
import type { ClickhouseAddress, EngineSettings, PostgresAddress } from './settings.ts'

export { AlreadyClaimed } from './claim.ts'
export { addressFrom, startClickhouse, type RunningClickhouse } from './clickhouse.ts'
export type { EngineLog } from './log.ts'
export { startPostgres, type RunningPostgres } from './postgres.ts'
export { noteUrl, readRunFile, type RunFile } from './run-file.ts'
export type { ClickhouseAddress, EngineSettings, PostgresAddress } from './settings.ts'

/** Both engines, up. */
export interface Engines {
  /** Pass to `new pg.Pool(...)`. */
  postgres: PostgresAddress
  clickhouse: ClickhouseAddress
  /** Stops what was started; call it when nobody uses the engines any more. */
  stop(): Promise<void>
}

/**
 * Starts what is to be started of the two engines, keeps them running, and writes the run file.
 * Rejects with `AlreadyClaimed` when a Kicau runs its own engines on the data folder, and with an engine's own words
 * when it cannot be started; nothing is left running then. Where nothing is to be started, any number of processes
 * may share the folder: each has a journal of its own in it.
 */
export async function startEngines(settings: EngineSettings, log: EngineLog): Promise<Engines> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
  const lock = join(settings.dataDir, 'kicau.lock')
  const what = `The data folder ${settings.dataDir}`
  const shared = settings.databaseUrl !== undefined && settings.clickhouseUrl !== undefined
  if (shared) refuseIfClaimed(lock, what)
  const held = shared ? undefined : claim(lock, what)
  const starts = [startPostgres(settings, log), startClickhouse(settings, log)] as const
  try {
    const [postgres, clickhouse] = await Promise.all(starts)
    const addresses = { postgres: postgres.address, clickhouse: clickhouse.address }
    if (!shared || !readRunFile(settings.dataDir)) writeRunFile(settings.dataDir, addresses, new Date())
    return {
      ...addresses,
      async stop() {
        removeRunFile(settings.dataDir)
        await Promise.all([postgres.stop(), clickhouse.stop()])
        held?.release()
      },
    }
  } catch (error) {
    for (const start of await Promise.allSettled(starts)) if (start.status === 'fulfilled') await start.value.stop()
    held?.release()
    throw error
  }
}

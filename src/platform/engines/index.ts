import { mkdirSync } from 'node:fs'
import { startClickhouse } from './clickhouse.ts'
import type { EngineLog } from './log.ts'
import { startPostgres } from './postgres.ts'
import type { ClickhouseAddress, EngineSettings, PostgresAddress } from './settings.ts'

export { AlreadyClaimed } from './claim.ts'
export { startClickhouse, type RunningClickhouse } from './clickhouse.ts'
export type { EngineLog } from './log.ts'
export { startPostgres, type RunningPostgres } from './postgres.ts'
export type { ClickhouseAddress, EngineSettings, PostgresAddress } from './settings.ts'

/** Both engines, up. */
export interface Engines {
  /** Pass to `new pg.Pool(...)`. */
  postgres: PostgresAddress
  clickhouse: ClickhouseAddress
  stop(): Promise<void>
}

/** Starts what is to be started of the two engines. Rejects when one cannot be; nothing is left running then. */
export async function startEngines(settings: EngineSettings, log: EngineLog): Promise<Engines> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
  const [postgres, clickhouse] = await Promise.allSettled([startPostgres(settings, log), startClickhouse(settings, log)])
  if (postgres.status === 'rejected' || clickhouse.status === 'rejected') {
    for (const one of [postgres, clickhouse]) if (one.status === 'fulfilled') await one.value.stop()
    throw postgres.status === 'rejected' ? postgres.reason : (clickhouse as PromiseRejectedResult).reason
  }
  return {
    postgres: postgres.value.address,
    clickhouse: clickhouse.value.address,
    async stop() {
      await Promise.all([postgres.value.stop(), clickhouse.value.stop()])
    },
  }
}

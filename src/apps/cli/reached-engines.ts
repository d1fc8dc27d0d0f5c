import type { Settings } from '#platform/config'
import { readRunFile, startEngines, type Engines } from '#platform/engines'
import { openLog } from '#platform/log'

/** Those of the running Kicau where there is one, which `stop` leaves running; else engines of the command's own. */
export async function reachedEngines({ DATA_DIR, DATABASE_URL, CLICKHOUSE_URL }: Settings): Promise<Pick<Engines, 'postgres' | 'clickhouse' | 'stop'>> {
  const running = readRunFile(DATA_DIR)
  if (running) return { ...running, stop: async () => {} }
  return startEngines({ dataDir: DATA_DIR, databaseUrl: DATABASE_URL ?? undefined, clickhouseUrl: CLICKHOUSE_URL ?? undefined }, openLog('warn'))
}

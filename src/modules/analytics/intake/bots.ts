import { randomUUID } from 'node:crypto'
import type { ClickHouseClient } from '@clickhouse/client'

/** Takes lines of the journal's kind, which are rows already. */
export type KeepBots = (lines: readonly string[]) => Promise<void>

/** Into the store, as they are. */
export const botsKeeper =
  (client: ClickHouseClient): KeepBots =>
  async (lines) =>
    void (await client.insert({ table: 'analytics_bots', values: lines.map((line) => JSON.parse(line) as object), format: 'JSONEachRow' }))

export interface Bots {
  /** Keeps a program's hit for a while, so that it can be judged again; false where there is no room for it just now. */
  keep(line: string): boolean
  flush(): Promise<void>
}

const FLUSH_MS = 10_000
/** A flood is counted, and no more of it kept than this in ten seconds. */
const MOST_WAITING = 5_000

/** Gathers what programs did and hands it on together. Nobody was promised that it is kept: a kill can lose the last ones. */
export function openBots(keepBots: KeepBots | undefined): Bots {
  const process = randomUUID()
  let block = 0
  let waiting: string[] = []
  let timer: NodeJS.Timeout | undefined

  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const lines = waiting
    waiting = []
    block++
    // What the store does not take now is not worth a disk: it was counted.
    await keepBots?.(lines.map((line, row) => `${line.slice(0, -1)},"journal_id":"${process}","block":${block},"row_in_block":${row}}`)).catch(() => {})
  }

  return {
    keep: (line) => {
      if (!keepBots || waiting.length >= MOST_WAITING) return false
      waiting.push(line)
      timer ??= setTimeout(() => void flush(), FLUSH_MS).unref()
      return true
    },
    flush,
  }
}

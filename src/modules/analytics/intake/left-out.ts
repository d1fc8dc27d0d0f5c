import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock'
import { tables, type LeftOutBecause } from '../tables.ts'
import type { DropReason, IncomingHit } from './incoming-hit.ts'

/** Counts what is left out, in memory, and writes the numbers down now and again. A kill can lose the last ones. */
export interface LeftOut {
  note(hit: Pick<IncomingHit, 'workspaceId' | 'siteId' | 'kind'>, because: DropReason): void
  /** Writes down what was counted since. */
  flush(): Promise<void>
}

const FLUSH_MS = 10_000
const HOUR_MS = 3_600_000
/** Numbers on their way: more means that they can't be written down. */
const MOST_WAITING = 20_000

/** A page that is looked at or a link that is opened is one; what follows upon it would count it again. */
const COUNTED: ReadonlySet<string> = new Set(['view', 'click', 'whatsapp-opened'])

export function openLeftOut(db: Kysely<{}>, clock: Clock): LeftOut {
  let waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const add = (key: string, hits: number) => {
    if (waiting.has(key) || waiting.size < MOST_WAITING) waiting.set(key, (waiting.get(key) ?? 0) + hits)
  }

  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const counted = waiting
    waiting = new Map()
    try {
      await writeDown(db, counted)
    } catch {
      for (const [key, hits] of counted) add(key, hits)
      later()
    }
  }
  const later = () => {
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref()
  }

  return {
    note: ({ workspaceId, siteId, kind }, because) => {
      if (!COUNTED.has(kind) || because === 'malformed' || because === 'unknown-site') return
      add(`${workspaceId} ${siteId ?? workspaceId} ${Math.floor(clock.now().getTime() / HOUR_MS)} ${because}`, 1)
      later()
    },
    flush,
  }
}

const ROWS_AT_ONCE = 1000

async function writeDown(db: Kysely<{}>, counted: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...counted].map(([key, hits]) => {
    const [workspaceId, siteId, hour, because] = key.split(' ') as [string, string, string, LeftOutBecause]
    return { workspaceId, siteId, hour: new Date(Number(hour) * HOUR_MS), because, hits }
  })
  await db.transaction().execute(async (transaction) => {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
      await tables({ db: transaction })
        .insertInto('analyticsLeftOut')
        .values(rows.slice(at, at + ROWS_AT_ONCE))
        .onConflict((conflict) =>
          conflict.columns(['workspaceId', 'siteId', 'hour', 'because']).doUpdateSet((row) => ({ hits: row('analyticsLeftOut.hits', '+', row.ref('excluded.hits')) })),
        )
        .execute()
  })
}

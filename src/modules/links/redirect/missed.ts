import type { Kysely } from 'kysely'
import { acrossShops, queries as workspace } from '#modules/workspace'
import { dayIn, type Clock } from '#platform/clock'
import type { Actor, Scopes } from '#platform/scope'
import { noteMissed } from '../commands/note-missed.ts'
import { shopsOfCodes } from '../queries/shops-of-codes.ts'

export interface Missed {
  /** Somebody asked for a code that leads nowhere. */
  note(code: string): void
  /** Writes what was noted. */
  close(): Promise<void>
}

interface MissedParts {
  db: Kysely<{}>
  scopes: Scopes
  clock: Clock
}

const HAND_OVER_MS = 10_000
/** Whoever tries codes out fills no memory and no store with them: what is more goes by. */
const MOST_WAITING = 200
const byVisitor: Actor = { kind: 'system', id: 'links.redirect' }

/**
 * Counts codes that lead nowhere for the shop they belong to, or the one whose code was all but typed. A code that resembles
 * none is the only shop's, and where there are several it says nothing to anybody. Kept behind the answer, some seconds together; a failure loses them.
 */
export function openMissed({ db, scopes, clock }: MissedParts): Missed {
  let waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const write = async () => {
    clearTimeout(timer)
    timer = undefined
    const noted = waiting
    waiting = new Map()
    if (noted.size === 0) return
    const shops = await shopsOfCodes(db, [...noted.keys()], await onlyShop(db))
    for (const [workspaceId, codes] of shops) {
      const { zone } = await workspace.shopProfile(scopes.reading(workspaceId))
      const day = dayIn(zone, clock.now())
      await scopes.writing(workspaceId, byVisitor, (scope) => noteMissed(scope, day, codes.map((code) => ({ code, times: noted.get(code)! }))))
    }
  }

  return {
    note: (code) => {
      if (!waiting.has(code) && waiting.size >= MOST_WAITING) return
      waiting.set(code, (waiting.get(code) ?? 0) + 1)
      timer ??= setTimeout(() => void write().catch(() => {}), HAND_OVER_MS)
    },
    close: () => write().catch(() => {}),
  }
}

async function onlyShop(db: Kysely<{}>): Promise<string | null> {
  const [shop, another] = (await acrossShops.allShops(db)).filter(({ demo }) => !demo)
  return shop && !another ? shop.id : null
}

import type { Database } from '#platform/db'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'
import { networkOf } from './visitor.ts'

/** Which networks are the shops' own. */
export interface OwnNetworks {
  includes(workspaceId: string, ip: string): boolean
}

const FRESH_MS = 30_000
const MOST_REMEMBERED = 5_000

/** An address as it is kept: nobody without the key can try addresses out. */
export const networkHash = (secrets: Pick<Secrets, 'keyedHash'>, workspaceId: string, ip: string): string => secrets.keyedHash(`network ${workspaceId} ${networkOf(ip)}`)

/** All of them in memory, asked for again after half a minute: most shops have none, and theirs cost a look into a map. */
export function openOwnNetworks({ reader }: Pick<Database, 'reader'>, secrets: Pick<Secrets, 'keyedHash'>): OwnNetworks {
  let known: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  let askedAt = -Infinity
  const judged = new Map<string, boolean>()

  const ask = async () => {
    const rows = await tables({ db: reader }).selectFrom('analyticsOwnNetworks').select(['workspaceId', 'networkHash']).execute()
    known = new Map([...Map.groupBy(rows, ({ workspaceId }) => workspaceId)].map(([shop, own]) => [shop, new Set(own.map((row) => row.networkHash))]))
    judged.clear()
  }

  return {
    includes: (workspaceId, ip) => {
      const now = performance.now()
      if (now - askedAt > FRESH_MS) {
        askedAt = now
        // While the store is out of reach, what is known stays.
        ask().catch(() => {})
      }
      const own = known.get(workspaceId)
      if (!own) return false
      const key = `${workspaceId} ${ip}`
      const before = judged.get(key)
      if (before !== undefined) return before
      if (judged.size >= MOST_REMEMBERED) judged.clear()
      const is = own.has(networkHash(secrets, workspaceId, ip))
      judged.set(key, is)
      return is
    },
  }
}

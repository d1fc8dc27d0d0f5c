import type { Clock } from '../clock/index.ts'

export const TRIES_OF_ONE = 10
const TRIES_OF_ALL = 100
const WINDOW_MS = 15 * 60_000
const MOST_REMEMBERED = 10_000

interface Tried {
  times: number
  until: number
}

export interface Tries {
  /** Counts a try; false where there were too many, by this address or at this thing. In memory, forgotten after 15 minutes. */
  take(id: string, ip: string): boolean
  /** The try was right: it counts for nothing. Many phones share an address, so only wrong ones add up. */
  giveBack(id: string, ip: string): void
}

/** Counted before a word is looked at, so that a hundred tries at once are a hundred tries. */
export function openTries(clock: Clock): Tries {
  const tried = new Map<string, Tried>()
  const of = (key: string): Tried => {
    const now = clock.now().getTime()
    const known = tried.get(key)
    if (known && now < known.until) return known
    const begun = { times: 0, until: now + WINDOW_MS }
    tried.delete(key)
    tried.set(key, begun)
    if (tried.size > MOST_REMEMBERED) tried.delete(tried.keys().next().value!)
    return begun
  }
  return {
    take: (id, ip) => {
      const all = of(id)
      // Whoever comes too late is not even remembered: thousands of them would have what counts forgotten.
      if (all.times >= TRIES_OF_ALL) return false
      const one = of(`${id} ${ip}`)
      if (one.times >= TRIES_OF_ONE) return false
      all.times++
      one.times++
      return true
    },
    giveBack: (id, ip) => {
      of(id).times--
      of(`${id} ${ip}`).times--
    },
  }
}

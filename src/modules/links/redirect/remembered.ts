import type { Clock } from '#platform/clock'

interface Entry<T> {
  value: T
  /** The shop whose news make it stale; null for what no shop has (an unknown code), which any news may change. */
  workspaceId: string | null
  freshUntil: number
}

export interface Remembered<T> {
  get(key: string): T | Promise<T>
  /** The answer, where it need not be asked for. */
  known(key: string): T | undefined
  /** A shop has news: what is remembered of it is asked again. */
  forget(workspaceId: string): void
}

export interface RememberedOptions<T> {
  clock: Clock
  ask(key: string): Promise<T>
  ofShop(value: T): string | null
  /** How long an answer is taken without asking again: news come at once, this is for when they were missed. */
  freshMs: number
  /** For what does not exist. */
  absentMs: number
  most: number
}

/**
 * What the redirect has asked before, in memory. Many who ask for the same at once are answered by one question, and
 * while the database is away an answer that has gone stale is better than none.
 */
export function remembered<T>({ clock, ask, ofShop, freshMs, absentMs, most }: RememberedOptions<T>): Remembered<T> {
  const entries = new Map<string, Entry<T>>()
  const asking = new Map<string, Promise<T>>()
  let forgotten = 0

  const askOnce = (key: string, stale: Entry<T> | undefined): Promise<T> => {
    const already = asking.get(key)
    if (already) return already
    const before = forgotten
    const question = ask(key)
      .then((value) => {
        const workspaceId = ofShop(value)
        // News that came while we asked may be about this very answer: give it, but don't keep it.
        if (before === forgotten) keep(key, { value, workspaceId, freshUntil: clock.now().getTime() + (workspaceId === null ? absentMs : freshMs) })
        return value
      })
      .catch((failure: unknown) => {
        if (stale) return stale.value
        throw failure
      })
      .finally(() => asking.delete(key))
    asking.set(key, question)
    return question
  }

  const keep = (key: string, entry: Entry<T>) => {
    entries.delete(key)
    entries.set(key, entry)
    // A Map keeps the order of insertion: the first is the one asked for longest ago.
    if (entries.size > most) entries.delete(entries.keys().next().value!)
  }

  const isFresh = (entry: Entry<T> | undefined): entry is Entry<T> => entry !== undefined && clock.now().getTime() < entry.freshUntil

  return {
    get: (key) => {
      const entry = entries.get(key)
      return isFresh(entry) ? entry.value : askOnce(key, entry)
    },
    known: (key) => {
      const entry = entries.get(key)
      return isFresh(entry) ? entry.value : undefined
    },
    forget: (workspaceId) => {
      forgotten++
      asking.clear()
      for (const entry of entries.values())
        if (entry.workspaceId === workspaceId || entry.workspaceId === null) entry.freshUntil = 0
    },
  }
}

/** A screen is drawn first; then what its owner most likely opens next is read. */
const AFTER_MS = 3_000
/** Who comes back within so long is not read for again: what was read is kept, and asked for by its version anyway. */
const AGAIN_MS = 10 * 60_000

export interface ReadAhead {
  /** Somebody opened the desk of a shop. */
  opened(workspaceId: string): void
  close(): void
}

/**
 * Reads a shop's books behind the screen that opened its desk, one shop after the other, so that the first look at Payback
 * after a start does not wait for three years of rows. A failure is told, and harms nobody: the screen asks itself.
 */
export function readAhead(read: (workspaceId: string) => Promise<unknown>, failed: (workspaceId: string, failure: unknown) => void, after = AFTER_MS): ReadAhead {
  const timers = new Set<NodeJS.Timeout>()
  const known = new Set<string>()
  let line = Promise.resolve()
  const later = (work: () => void, milliseconds: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, milliseconds)
    timers.add(timer.unref())
  }
  return {
    opened: (workspaceId) => {
      if (known.has(workspaceId)) return
      known.add(workspaceId)
      later(() => known.delete(workspaceId), AGAIN_MS)
      later(() => {
        line = line.then(() => read(workspaceId)).then(
          () => {},
          (failure: unknown) => failed(workspaceId, failure),
        )
      }, after)
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

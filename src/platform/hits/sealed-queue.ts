/** A segment that will not change: one block of the store. */
export interface SealedSegment {
  journalId: string
  block: number
  file: string
  /** Sealed by this very process: nobody can have tried to insert it. */
  fresh: boolean
}

/** What waits for the loader, in the order in which it came. */
export interface SealedQueue {
  add(segment: SealedSegment): void
  /** The next one; waits for it. Undefined when the queue is closed and nothing is left. */
  next(): Promise<SealedSegment | undefined>
  /** How many wait. */
  waiting(): number
  close(): void
}

export function sealedQueue(): SealedQueue {
  const segments: SealedSegment[] = []
  let closed = false
  let wake: (() => void) | undefined

  return {
    add: (segment) => {
      segments.push(segment)
      wake?.()
    },
    next: async () => {
      while (segments.length === 0 && !closed) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
      }
      return segments.shift()
    },
    waiting: () => segments.length,
    close: () => {
      closed = true
      wake?.()
    },
  }
}

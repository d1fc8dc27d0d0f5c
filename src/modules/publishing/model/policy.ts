const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long things may take, and how often they are tried: all of it in one place, in milliseconds. */
export const policy = {
  /** A worker that has not come back by then is taken for dead. Longer than any call to a network, pictures and all. */
  leaseMs: 4 * MINUTE,
  /** A post that could not go out by then does not go out by itself any more: yesterday's offer helps nobody today. */
  lateMs: 6 * HOUR,
  /** Pauses between tries of what did not happen; the last one repeats until it is late. */
  retryMs: [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
  /** Pauses before each look for what may have happened; after the last one a person is asked. */
  lookMs: [5_000, 20_000, MINUTE, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR, HOUR, HOUR, HOUR],
  /** Pauses between tries to write an answer down; with the longest call they end before the lease does. */
  writeMs: [100, 200, 500, 1000, 2000, 5_000, 10_000, 20_000],
  /** As many at once as one server of a network is asked to do for all shops. */
  mostOfALane: 2,
  /** As many at once in all. */
  mostAtOnce: 24,
} as const

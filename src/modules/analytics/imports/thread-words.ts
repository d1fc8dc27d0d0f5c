import type { Refusal } from '#platform/refusal'
import type { PastPlace } from './past-store.ts'
import type { PastCounts, PastOrders, PastOutcome } from './take-in.ts'

// What the thread that reads a file and the one that started it say to each other.

export interface ThreadOrders {
  orders: PastOrders
  place: PastPlace
  clickhouse: { url: string; username: string; password: string; database: string }
}

/** An error keeps neither its code nor its place in the code on its way between threads. */
export interface ThreadFailure {
  message: string
  stack?: string | undefined
  code?: unknown
}

export type ToThread = 'stop'

export type FromThread = { counts: PastCounts } | { done: PastOutcome } | { stopped: true } | { refused: Refusal } | { failed: ThreadFailure }

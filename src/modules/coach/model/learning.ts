import type { Trace } from '#contract/agenda.ts'

/** A published chance weighs as much as so many outcomes: Beta(20·p, 20·(1−p)). */
export const PRIOR_WEIGHT = 20
/** From so many outcomes of a kind on, what it brings may be said in money. */
export const OUTCOMES_BEFORE_MONEY = 20
/** An order within so long of what was done counts for it. */
export const OUTCOME_DAYS = 7
/** Orders are noted late: after so long without one, it brought none. */
export const SETTLED_AFTER_DAYS = 10
/** "No use" is half forgotten after so long. */
export const GRUDGE_DAYS = 30

export interface Outcomes {
  done: number
  orders: number
}

/** The mean of the Beta that the published chance becomes once outcomes are recorded. */
export const shrunk = (prior: number, { done, orders }: Outcomes): number => (PRIOR_WEIGHT * prior + orders) / (PRIOR_WEIGHT + done)

/**
 * How much a kind counts for a member who left it out as "no use", from 0 to 1: one just now halves it, two make it a
 * third, and each is half forgotten after thirty days. It never comes to nothing: another day it may be of use.
 */
export const liking = (daysSince: readonly number[]): number =>
  1 / (1 + daysSince.reduce((sum, days) => sum + 2 ** (-days / GRUDGE_DAYS), 0))

export interface Doing {
  id: string
  at: Date
  trace: Trace
}
export interface Traced {
  id: string
  orderedAt: Date
  traces: readonly Trace[]
}

/**
 * Which order each doing brought: one that bears its trace and came within seven days. An order counts for one doing
 * only, the last before it; a doing has one order at most, the first. Doings without one are not in the answer.
 */
export function ordersBrought(doings: readonly Doing[], orders: readonly Traced[]): Map<string, string> {
  const brought = new Map<string, string>()
  const latestFirst = [...doings].sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? -1 : 1))
  const oldestFirst = [...orders].sort((one, other) => one.orderedAt.getTime() - other.orderedAt.getTime() || (one.id < other.id ? -1 : 1))
  for (const order of oldestFirst) {
    const of = latestFirst.find((doing) => within(doing, order) && bears(order, doing.trace) && !brought.has(doing.id))
    if (of) brought.set(of.id, order.id)
  }
  return brought
}

function within({ at }: Doing, { orderedAt }: Traced): boolean {
  const after = orderedAt.getTime() - at.getTime()
  return after > 0 && after <= OUTCOME_DAYS * 86_400_000
}

const bears = ({ traces }: Traced, { by, of }: Trace): boolean => traces.some((trace) => trace.by === by && trace.of === of)

import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { liking, OUTCOMES_BEFORE_MONEY, shrunk, type Outcomes } from '../model/learning.ts'
import { tables } from '../tables.ts'

/** Older grudges weigh less than a thousandth. */
const GRUDGES_KEPT_DAYS = 300

export interface Learned {
  /** What came of what was done, as far as it is settled. */
  outcomesOf(thing: { kind: string; state: string }): Outcomes
  /** The chance of an order as the shop's own outcomes have moved it. */
  chanceOf(thing: { kind: string; state: string; prior: number }): number
  /** How much the kind counts for the member, from 0 to 1. */
  likingOf(kind: string): number
  /** Whether enough outcomes of the kind are known to speak of money. */
  tellsMoney(kind: string): boolean
}

/** What the shop's outcomes, and the member's "no use", say of the kinds. */
export async function learned(scope: ReadScope, { memberId, day }: { memberId: string; day: string }): Promise<Learned> {
  const [settled, grudges] = await Promise.all([
    tables(scope)
      .selectFrom('coachOutcomes')
      .select(({ fn }) => ['kind', 'state', fn.countAll<number>().as('done'), fn.count<number>('orderId').as('orders')])
      .where('workspaceId', '=', scope.workspaceId)
      .where('settledAt', 'is not', null)
      .groupBy(['kind', 'state'])
      .execute(),
    tables(scope)
      .selectFrom('coachAnswers')
      .select(['kind', 'day'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('answer', '=', 'skipped')
      .where('why', '=', 'no-use')
      .where('day', '>=', addDays(day, -GRUDGES_KEPT_DAYS))
      .execute(),
  ])
  const none: Outcomes = { done: 0, orders: 0 }
  const days = (from: string) => (Date.parse(day) - Date.parse(from)) / 86_400_000
  const outcomesOf = (thing: { kind: string; state: string }) => settled.find(({ kind, state }) => kind === thing.kind && state === thing.state) ?? none
  return {
    outcomesOf,
    chanceOf: ({ kind, state, prior }) => shrunk(prior, outcomesOf({ kind, state })),
    likingOf: (kind) => liking(grudges.filter((one) => one.kind === kind).map((one) => days(one.day))),
    tellsMoney: (kind) => settled.reduce((sum, one) => sum + (one.kind === kind ? one.done : 0), 0) >= OUTCOMES_BEFORE_MONEY,
  }
}

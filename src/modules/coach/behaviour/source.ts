import type { FactName } from '#contract/stage.ts'
import type { ReadScope } from '#platform/scope'

/** A month that is judged: both days included. */
export interface MonthSpan {
  month: string
  from: string
  to: string
}

export interface Asked {
  zone: string
  /** The oldest first. */
  months: readonly MonthSpan[]
  /** The first day that matters to any of them: a rhythm looks back thirteen weeks. */
  from: string
  to: string
}

/** What one source knows. A fact it does not know of a month is left out: unknown is not 0. */
export interface Told {
  facts: ReadonlyMap<string, Partial<Record<FactName, number>>>
  /** The first day on which the business was on social media, so far as this source can tell. */
  inUseSince?: string | null
  /** The first day of which it knows anything at all. */
  firstDay?: string | null
}

/** One of the modules, asked how the shop behaved. It reads; nothing here writes. */
export type BehaviourSource = (scope: ReadScope, asked: Asked) => Promise<Told>

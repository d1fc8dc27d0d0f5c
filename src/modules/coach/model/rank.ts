import { keyOf, type Candidate } from './candidate.ts'
import { priors } from './priors.ts'

/** A list that can be finished: five things, of which no kind has more than two, within the thirty minutes. */
export const MOST_ITEMS = 5
export const MOST_OF_A_KIND = 2

/**
 * What a minute of it is worth: the chance of an order by kind and state (`priors.ts`) ÷ minutes. The margin of an
 * order is the same for every kind, and so left out of a ranking. A state that has no prior is worth nothing.
 */
export const worthPerMinute = ({ kind, state, minutes }: Candidate): number =>
  (priors[kind][state]?.chance ?? 0) / Math.max(1, minutes)

/** The day's list: by worth of a minute, best first; then by key, so that the same morning gives the same list. */
export function rank(candidates: readonly Candidate[], boxMinutes: number): { items: Candidate[]; more: number } {
  const sorted = [...candidates].sort(
    (one, other) => worthPerMinute(other) - worthPerMinute(one) || (keyOf(one) < keyOf(other) ? -1 : 1),
  )
  const items: Candidate[] = []
  let minutes = 0
  for (const candidate of sorted) {
    const ofItsKind = items.filter((item) => item.kind === candidate.kind).length
    const fits = items.length === 0 || minutes + candidate.minutes <= boxMinutes
    if (items.length === MOST_ITEMS || ofItsKind === MOST_OF_A_KIND || !fits) continue
    items.push(candidate)
    minutes += candidate.minutes
  }
  return { items, more: candidates.length - items.length }
}

import type { FactName } from '#contract/stage.ts'
import { addDays, addMonths } from '#platform/clock'

/** What is known of a behaviour, and how: seen by Kicau, or said by the owner. */
export interface KnownFact {
  value: number
  by: 'seen' | 'said'
}

/** How a shop behaved in a month. A fact that is not in it cannot be told: unknown is not 0. */
export interface Behaviour {
  month: string
  /** What counts for it: the calendar month, or the last thirty days of one that is running. Both days included. */
  from: string
  to: string
  running: boolean
  /** The first day on social media that is known of; null while there is none. */
  inUseSince: string | null
  facts: Partial<Record<FactName, KnownFact>>
}

/** Weeks over which a rhythm is looked at, and what makes one of them kept. */
export const WEEKS = 13
export const POSTS_A_WEEK = 2

/** Of the thirteen weeks that end with this day (seven days each, back from it) how many saw two posts or more. */
export function weeksKept(postsOn: ReadonlyMap<string, number>, to: string): number {
  let kept = 0
  for (let week = 0; week < WEEKS; week++) {
    let posts = 0
    for (let day = 0; day < 7; day++) posts += postsOn.get(addDays(to, -(week * 7 + day))) ?? 0
    if (posts >= POSTS_A_WEEK) kept++
  }
  return kept
}

/**
 * Whether on a day the first ninety days of use are over: 90 days, or three calendar months where those are shorter
 * (February to April has 89 days), so that a whole month never falls between two names.
 */
export function isPastBeginning(since: string, to: string): boolean {
  const next = addDays(to, 1)
  const inThreeMonths = `${addMonths(since.slice(0, 7), 3)}${since.slice(7)}`
  return next >= addDays(since, 90) || next >= inThreeMonths
}

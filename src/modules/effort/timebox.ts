import type { Timebox } from '#contract/effort.ts'
import { addDays, weekdayOf } from '#platform/clock'
import { overBox } from './model.ts'

/** Weekdays, thirty minutes, at no hour in particular: until somebody says otherwise. */
export const USUAL: Timebox = { weekdays: [1, 2, 3, 4, 5], hour: null, minutes: 30, weeklyMinutes: 150 }
/** So many weeks are looked back at. */
export const WEEKS = 13

/** A timebox and the first day it holds; by day, oldest first. */
export type Dated = Timebox & { from: string }

/** What holds on a day. */
export const timeboxOn = (dated: readonly Dated[], day: string): Timebox => dated.findLast(({ from }) => from <= day) ?? USUAL

export const isBoxDay = (dated: readonly Dated[], day: string): boolean => timeboxOn(dated, day).weekdays.includes(weekdayOf(day))

/** The first chosen day after this one, by what holds today: Friday's "later" is Monday. */
export function nextBoxDay(dated: readonly Dated[], day: string): string {
  const now = timeboxOn(dated, day)
  let next = addDays(day, 1)
  while (!now.weekdays.includes(weekdayOf(next))) next = addDays(next, 1)
  return next
}

/** The minutes of the chosen days from one day to another, both included. */
export function boxBetween(dated: readonly Dated[], from: string, to: string): number {
  let minutes = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (isBoxDay(dated, day)) minutes += timeboxOn(dated, day).minutes
  return minutes
}

/**
 * Whether the week from this Monday was kept: minutes stand on more than half of its chosen days, and all of them
 * together are not beyond its box by more than a quarter.
 */
export function weekKept(dated: readonly Dated[], monday: string, minutesOf: ReadonlyMap<string, number>): boolean {
  const days = Array.from({ length: 7 }, (_, index) => addDays(monday, index))
  const chosen = days.filter((day) => isBoxDay(dated, day))
  const used = chosen.filter((day) => (minutesOf.get(day) ?? 0) > 0)
  const spent = days.reduce((sum, day) => sum + (minutesOf.get(day) ?? 0), 0)
  return used.length * 2 > chosen.length && overBox(spent, boxBetween(dated, monday, days[6]!)) === 0
}

import type { Country } from '#contract/values.ts'
import { addDays, weekdayOf } from '#platform/clock'
import { holidaysInWeek } from './holidays.ts'

// Weeks run from Monday to Sunday in the shop's zone, and are called by their Monday.

export const weekOf = (day: string): string => addDays(day, 1 - weekdayOf(day))
export const sundayOf = (monday: string): string => addDays(monday, 6)

export const isClear = (country: Country, monday: string): boolean => holidaysInWeek(country, monday).length === 0

/** The Mondays from the first to the last, both included. */
export function mondaysBetween(first: string, last: string): string[] {
  const mondays: string[] = []
  for (let monday = first; monday <= last; monday = addDays(monday, 7)) mondays.push(monday)
  return mondays
}

/** The next so many weeks without a holiday, from this Monday on. */
export function clearWeeksFrom(country: Country, monday: string, count: number): string[] {
  const found: string[] = []
  for (let next = monday; found.length < count; next = addDays(next, 7)) if (isClear(country, next)) found.push(next)
  return found
}

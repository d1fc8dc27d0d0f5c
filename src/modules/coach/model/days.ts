import { addDays, weekdayOf } from '#platform/clock'

/** Thirty minutes on weekdays; no weekends. */
export const isWeekend = (day: string): boolean => weekdayOf(day) > 5

/** The working day after this one: Friday's "later" is Monday. */
export function nextWeekday(day: string): string {
  let next = addDays(day, 1)
  while (isWeekend(next)) next = addDays(next, 1)
  return next
}

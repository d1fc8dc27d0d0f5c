/** The only source of "now" in Kicau: no `Date.now()` elsewhere, no `now()` in SQL of ours. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands until it is moved: for tests and for the demo's past. */
export interface StoppedClock extends Clock {
  set(at: Date | string): void
  advance(milliseconds: number): void
}

export function stoppedClock(at: Date | string): StoppedClock {
  let now = new Date(at)
  return {
    now: () => new Date(now),
    set: (next) => {
      now = new Date(next)
    },
    advance: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds)
    },
  }
}

export { offsetAt, dayIn, hourIn, monthIn, monthsBetween, addDays, addMonths, startOfDay, startOfMonth, instantAt, weekdayOf } from './zones.ts'

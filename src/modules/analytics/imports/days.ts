import { instantAt, offsetAt } from '#platform/clock'
import { remembered } from '#platform/remembered'

const DAY_MS = 86_400_000
const QUARTER_MS = 15 * 60_000

/** Numbers the days of a zone, for millions of instants that mostly follow one another: two of the same number are on one day. */
export function daysOf(zone: string): (at: number) => number {
  let from = 0
  let to = -1
  let ahead = 0
  // A day in UTC at whose ends the clocks stand the same has no change in it; in one that has, each quarter of an hour is looked at.
  const look = (at: number) => {
    from = Math.floor(at / DAY_MS) * DAY_MS
    to = from + DAY_MS
    ahead = offsetAt(zone, new Date(from))
    if (ahead === offsetAt(zone, new Date(to))) return
    from = Math.floor(at / QUARTER_MS) * QUARTER_MS
    to = from + QUARTER_MS
    ahead = offsetAt(zone, new Date(from))
  }
  return (at) => {
    if (at < from || at >= to) look(at)
    return Math.floor((at + ahead) / DAY_MS)
  }
}

/** The instant at which the zone's clock shows `2026-01-31 09:05:07`, in milliseconds since 1970. */
export function wallClock(zone: string): (wall: string) => number {
  const hours = remembered(2000, (hour) => instantAt(zone, hour.slice(0, 10), `${hour.slice(11)}:00`).getTime())
  return (wall) => hours(wall.slice(0, 13)) + Number(wall.slice(14, 16)) * 60_000 + Number(wall.slice(17, 19)) * 1000
}

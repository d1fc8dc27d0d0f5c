import { dayIn, instantAt } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'

// Phones run a little ahead of the server.
const AHEAD = 5 * 60_000

/**
 * When an order was placed: an instant, or a day in the shop's zone, which is now where it is today and noon where it
 * is past. What has not happened yet is refused.
 */
export function orderedAtOf(given: Date | string | undefined, zone: string, now: Date): Date | Refusal<'shop.time-in-future'> {
  if (given === undefined) return now
  const at = given instanceof Date ? given : /^\d{4}-\d{2}-\d{2}$/.test(given) ? instantOfDay(given, zone, now) : new Date(given)
  return at.getTime() > now.getTime() + AHEAD ? refuse('shop.time-in-future', { where: 'orderedAt' }) : at
}

const instantOfDay = (day: string, zone: string, now: Date): Date => (day === dayIn(zone, now) ? now : instantAt(zone, day, '12:00'))

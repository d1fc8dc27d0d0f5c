import type { FastifyRequest } from 'fastify'

// Longer than any phone is left without a network, and short enough for every calendar.
const LONGEST_WAIT = 366 * 86_400_000

/**
 * When an act was tapped that may have waited on a phone: `Kicau-Waited` says for how many milliseconds. A phone's clock
 * may be wrong by hours; the time between two of its readings is not.
 */
export function tappedAt(request: Pick<FastifyRequest, 'headers'>, now: Date): Date {
  const said = request.headers['kicau-waited']
  const waited = typeof said === 'string' && /^\d{1,12}$/.test(said) ? Math.min(Number(said), LONGEST_WAIT) : 0
  return new Date(now.getTime() - waited)
}

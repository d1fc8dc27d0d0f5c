import { hash } from 'node:crypto'

/**
 * A visitor for a day and a site: the first 52 bits of SHA-256 over the day's salt, the site, the network and the user
 * agent. Once the salt is thrown away nobody can tell who it was, nor join two days.
 */
export function visitorOfDay(salt: string, day: number, siteId: string, ip: string, userAgent: string): number {
  return digits(`${salt}\n${day}\n${siteId}\n${networkOf(ip)}\n${userAgent}`)
}

/** A visitor who agreed to be known again, by the site's own id. */
export const visitorWithConsent = (siteId: string, visitorId: string): number => digits(`consent\n${siteId}\n${visitorId}`)

/** Nobody: what a module saw happen without a visitor. */
export const NO_VISITOR = 0

// 52 bits, which a number holds: among a million visitors of a day two share one in 1 case of 10,000.
const digits = (text: string): number => parseInt(hash('sha256', text).slice(0, 13), 16)

/** Of IPv6 the first 64 bits, since a household or phone changes the rest at will. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip
  const four = /^(?:0*:)*:?(?:0*:)?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (four) return four[1]!
  const [head = '', tail] = ip.toLowerCase().replace(/%.*$/, '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const all = [...before, ...Array<string>(gap).fill('0'), ...after]
  return all.slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '')).join(':')
}

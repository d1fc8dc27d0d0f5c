import { BlockList } from 'node:net'
import { pathOnOwnDomain } from './own-domain-path.ts'

export type TargetFault = 'unreadable' | 'not-the-web' | 'login-in-it' | 'nobody-outside' | 'ourselves'

/** Where this Kicau and a shop stand: their addresses, null where there is none, and the shop's name in them. */
export interface Ours {
  kicau: string | null
  own: string | null
  slug: string
}

const LONGEST = 2048

/**
 * Where a link may lead: an address of the web that anyone outside can open. Only what passes here is ever stored,
 * and only what is stored is ever redirected to.
 * Refused: other protocols (`javascript:`, `data:` …), a user name or password before the host (it makes one address
 * look like another), control characters and blanks, private and local hosts, and our own links (a ring).
 */
export function readTarget(text: string, ours: Ours | null): { href: string } | { fault: TargetFault } {
  const written = text.trim()
  // Browsers drop tabs and line ends inside an address and read `\` as `/`; who writes them means to hide something.
  if (written === '' || written.length > LONGEST || /[\p{Cc}\p{Cf}\s\\]/u.test(written)) return { fault: 'unreadable' }
  const withProtocol = /^[a-z][a-z0-9+.-]*:/i.test(written) && !/^[^/:]+:\d+(\/|$)/.test(written) ? written : `https://${written}`
  if (!URL.canParse(withProtocol)) return { fault: 'unreadable' }
  const url = new URL(withProtocol)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { fault: 'not-the-web' }
  if (url.username !== '' || url.password !== '') return { fault: 'login-in-it' }
  if (isLocal(url.hostname)) return { fault: 'nobody-outside' }
  if (ours && isLinkOf(ours, url)) return { fault: 'ourselves' }
  return url.href.length > LONGEST ? { fault: 'unreadable' } : { href: url.href }
}

function isLinkOf({ kicau, own, slug }: Ours, url: URL): boolean {
  const isAt = (address: string | null) => address !== null && url.host === new URL(address).host
  return (isAt(kicau) && /^\/l(\/|$)/.test(url.pathname)) || (isAt(own) && pathOnOwnDomain(url.pathname, slug).startsWith('/l/'))
}

const privateRanges = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv6')

// Names that no public server answers to (RFC 6761, 6762, 8375, ICANN's `internal`).
const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|localdomain|home\.arpa|invalid|test|example|onion)$/

/** `hostname` as URL gives it: numbers in every spelling are dotted by then, names lower-case or punycode. */
function isLocal(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '')
  // A BlockList also holds `::ffff:10.0.0.1` against its IPv4 ranges.
  if (host.startsWith('[')) return privateRanges.check(host.slice(1, -1), 'ipv6')
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return privateRanges.check(host, 'ipv4')
  return !host.includes('.') || localNames.test(host)
}

import { readTarget } from './target.ts'

/**
 * The host that an owner means by `toko.id`, `https://Toko.id/` or `www.toko.id`: lower-case, names of other scripts in
 * punycode. Null for what nobody outside could open, for addresses of numbers, ports and whatever has a path.
 */
export function readOwnHost(typed: string): string | null {
  const read = readTarget(typed, null)
  if ('fault' in read) return null
  const url = new URL(read.href)
  if (url.port !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') return null
  const host = url.hostname.replace(/\.$/, '')
  return /^[\d.]+$|^\[/.test(host) ? null : host
}

import { BlockList, isIP, isIPv6 } from 'node:net'

/** Whether an address is a proxy's of ours, whose word on who asks counts. */
export type TrustsProxy = (address: string | undefined) => boolean

// A proxy on this machine, or beside it: in its containers' network, in its house.
const NEAR = ['127.0.0.0/8', '::1/128', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']

/**
 * Reads TRUST_PROXY: nothing, `1` (those near), or addresses and ranges, in any mixture. What was sent through several
 * proxies names several addresses, and whoever asks may write the first ones: only what a trusted one added is believed,
 * so the caller is the last address that is no proxy of ours. Null trusts nobody; undefined could not be read.
 */
export function readProxies(text: string): TrustsProxy | null | undefined {
  const given = text.split(/[\s,]+/).filter((one) => one !== '' && one !== '0')
  if (given.length === 0) return null
  const proxies = new BlockList()
  for (const range of given.flatMap((one) => (one === '1' ? NEAR : [one]))) if (!addRange(proxies, range)) return undefined
  return (address) => address !== undefined && isIP(address) !== 0 && proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function addRange(proxies: BlockList, range: string): boolean {
  const { address, bits } = /^(?<address>[^/]+)(?:\/(?<bits>\d{1,3}))?$/.exec(range)?.groups ?? {}
  const family = isIP(address ?? '')
  const most = family === 6 ? 128 : 32
  const length = bits === undefined ? most : Number(bits)
  if (family === 0 || length > most) return false
  proxies.addSubnet(address!, length, family === 6 ? 'ipv6' : 'ipv4')
  return true
}

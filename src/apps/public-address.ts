import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { safeFetch } from '#platform/safe-fetch'

/** The path that answers with this process's nonce. */
export const NONCE_PATH = '/api/nonce'

export interface PublicAddress {
  readonly nonce: string
  /** The address as set, and whether a fetch through it came back to this very Kicau. */
  now(): { url: string | null; reachable: boolean }
  check(): Promise<void>
  /** Whether another host leads to this very Kicau too. */
  lookAt(host: string): Promise<'here' | 'elsewhere' | 'unreachable'>
}

/** Watches the public address by fetching a nonce of our own through it; private addresses count only where allowed. */
export function watchPublicAddress(url: string | null, allowPrivateHosts: boolean): PublicAddress {
  const nonce = randomBytes(16).toString('hex')
  let reachable = false
  const nonceAt = async (address: string): Promise<string | null> => {
    const answer = await safeFetch(`${address}${NONCE_PATH}`, { allowPrivateHosts, timeoutMs: 8000, mostBytes: 200 })
    return answer.ok ? (await answer.text()).trim() : null
  }
  return {
    nonce,
    now: () => ({ url, reachable }),
    check: async () => {
      if (!url) return
      try {
        reachable = (await nonceAt(url)) === nonce
      } catch {
        reachable = false
      }
    },
    lookAt: async (host) => {
      try {
        return (await nonceAt(`${protocolOf(url)}//${host}`)) === nonce ? 'here' : 'elsewhere'
      } catch {
        return 'unreachable'
      }
    },
  }
}

/** What a shop's own domain is opened by: as Kicau itself. */
export const protocolOf = (url: string | null): 'http:' | 'https:' => (url?.startsWith('http://') ? 'http:' : 'https:')

/** The addresses under which this machine is reached on its local network. */
export const localAddresses = (port: number): string[] =>
  Object.values(networkInterfaces())
    .flat()
    .filter((face) => face !== undefined && face.family === 'IPv4' && !face.internal && isIP(face.address) === 4)
    .map((face) => `http://${face!.address}:${port}`)

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
}

/** Watches the public address by fetching a nonce of our own through it; private addresses count only where allowed. */
export function watchPublicAddress(url: string | null, allowPrivateHosts: boolean): PublicAddress {
  const nonce = randomBytes(16).toString('hex')
  let reachable = false
  return {
    nonce,
    now: () => ({ url, reachable }),
    check: async () => {
      if (!url) return
      try {
        const answer = await safeFetch(`${url}${NONCE_PATH}`, { allowPrivateHosts, timeoutMs: 8000, mostBytes: 200 })
        reachable = answer.ok && (await answer.text()).trim() === nonce
      } catch {
        reachable = false
      }
    },
  }
}

/** The addresses under which this machine is reached on its local network. */
export const localAddresses = (port: number): string[] =>
  Object.values(networkInterfaces())
    .flat()
    .filter((face) => face !== undefined && face.family === 'IPv4' && !face.internal && isIP(face.address) === 4)
    .map((face) => `http://${face!.address}:${port}`)

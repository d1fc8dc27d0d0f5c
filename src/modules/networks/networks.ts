import type { NetworkManifest, Way } from '#contract/networks.ts'
import type { Clock } from '#platform/clock'
import { FetchFailed, safeFetch } from '#platform/safe-fetch'
import type { Scopes } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import type { AccountLogin, Adapter, AudienceSeen, Connected, NotConnected, OutgoingPost, SignIn, Tools } from './adapter.ts'
import { keepSession, openAccount, type OpenAccount } from './commands/open-account.ts'
import { needReconnect } from './commands/need-reconnect.ts'
import type { Outcome, Sighting } from './outcome.ts'
import { adapterOf, adapters, type Registry } from './registry.ts'

export interface NetworksNeeds {
  secrets: Pick<Secrets, 'seal' | 'open'>
  scopes: Scopes
  clock: Clock
  /** Lets accounts live on servers of this machine and its surroundings. */
  allowPrivateHosts: boolean
  log?: { warn(fields: object, message: string): void }
  /** Other networks than Kicau's own: in tests. */
  registry?: Registry
}

/** The networks as the rest of Kicau reaches them: accounts by id, never a token. */
export interface Networks {
  readonly manifests: readonly NetworkManifest[]
  manifestOf(network: string, way: Way): NetworkManifest | undefined
  deepLink(network: string, about: { text: string; handle: string }): string | null
  /** A key for a post, where the network lets us choose it; null where it does not. */
  newKey(network: string, at: Date): string | null
  canLookUp(network: string): boolean
  /** Both end within `LONGEST_CALL_MS`, whatever the network does; they throw `NotBegun` where nothing has reached it. */
  send(workspaceId: string, accountId: string, post: OutgoingPost): Promise<Outcome>
  lookUp(workspaceId: string, accountId: string, key: string): Promise<Sighting>
  /** Which networks can be asked who follows an account. */
  readonly withAudience: readonly string[]
  audienceOf(workspaceId: string, accountId: string): Promise<AudienceSeen | Extract<Outcome, { is: 'rejected' }>>
  signIn(network: string, wish: SignIn): Promise<Connected | NotConnected>
  seal(text: string): string
}

const ONE_FETCH_MS = 20_000
export const LONGEST_CALL_MS = 90_000
const LONGEST_SIGN_IN_MS = 8_000
const LONGEST_LOOK_MS = 30_000
const MOST_BYTES = 2_000_000

/** The account could not be opened, as when the database is away: the network has heard nothing. */
export class NotBegun extends Error {
  override readonly name = 'NotBegun'
}

export function openNetworks({ secrets, scopes, clock, allowPrivateHosts, log, registry = adapters }: NetworksNeeds): Networks {
  const tools = (longestMs: number): Tools => ({ now: () => clock.now(), fetch: fetchUntil(longestMs, allowPrivateHosts) })
  const direct = (network: string): Adapter | undefined => adapterOf(registry, network, 'direct')

  /** Opens the account for one call, and keeps what the call leaves behind: new tokens, or that it must be reconnected. */
  async function withAccount<T extends Outcome | Sighting | AudienceSeen>(
    workspaceId: string,
    accountId: string,
    call: (adapter: Adapter, login: AccountLogin) => Promise<T>,
  ): Promise<T | Outcome & { is: 'needs-reconnect' | 'rejected' }> {
    const account = await openAccount(scopes.reading(workspaceId), secrets, accountId).catch((cause: unknown) => {
      throw new NotBegun(`The account could not be opened: ${String(cause)}`, { cause })
    })
    const adapter = account && direct(account.network)
    if (!account || account.state === 'removed' || !adapter) return { is: 'rejected', why: 'account-removed' }
    if (account.state === 'needs-reconnect') return { is: 'needs-reconnect', why: account.reason ?? 'password-wrong' }
    if (account.login === null) return { is: 'needs-reconnect', why: 'login-unreadable' }
    const kept: { session: string | null | undefined } = { session: undefined }
    const outcome = await call(adapter, { ...account.login, keepSession: (session) => (kept.session = session) })
    const { session } = kept
    if (session === undefined && outcome.is !== 'needs-reconnect') return outcome
    // What is known of the post outweighs this: tokens are made anew, and an account that is locked out says so again.
    await scopes
      .writing(workspaceId, { kind: 'system', id: 'networks' }, async (scope) => {
        if (session !== undefined) await keepSession(scope, accountId, session && secrets.seal(session))
        if (outcome.is === 'needs-reconnect') await needReconnect(scope, accountId, outcome.why)
      })
      .catch((failure: unknown) => log?.warn({ account: accountId, error: String(failure) }, 'what a call to a network left behind could not be kept'))
    return outcome
  }

  return {
    manifests: registry.map(({ manifest }) => manifest),
    manifestOf: (network, way) => adapterOf(registry, network, way)?.manifest,
    deepLink: (network, about) => adapterOf(registry, network, 'hand-over')?.deepLink?.(about) ?? null,
    newKey: (network, at) => direct(network)?.publish?.newKey?.(at) ?? null,
    canLookUp: (network) => direct(network)?.publish?.lookUp !== undefined,
    send: (workspaceId, accountId, post) =>
      withAccount(workspaceId, accountId, (adapter, login) => adapter.publish!.send(post, login, tools(LONGEST_CALL_MS))),
    lookUp: async (workspaceId, accountId, key) => {
      const seen = await withAccount<Sighting>(workspaceId, accountId, (adapter, login) => adapter.publish!.lookUp!(key, login, tools(LONGEST_CALL_MS)))
      // An account that was removed meanwhile can't be looked at: nothing is known of the post.
      return seen.is === 'rejected' ? { is: 'unknown', why: seen.why } : seen
    },
    withAudience: registry.filter(({ manifest, audience }) => manifest.way === 'direct' && audience).map(({ manifest }) => manifest.network),
    audienceOf: (workspaceId, accountId) => withAccount<AudienceSeen>(workspaceId, accountId, (adapter, login) => adapter.audience!(login, tools(LONGEST_LOOK_MS))),
    signIn: (network, wish) => {
      const adapter = direct(network)
      if (!adapter?.connect) throw new Error(`${network} is not signed in to.`)
      return adapter.connect(wish, tools(LONGEST_SIGN_IN_MS))
    },
    seal: (text) => secrets.seal(text),
  }
}

/** A fetch for one call of an adapter: after `longestMs` in all it sends nothing more. */
function fetchUntil(longestMs: number, allowPrivateHosts: boolean): typeof fetch {
  const end = performance.now() + longestMs
  return (input, init) => {
    const left = Math.floor(end - performance.now())
    if (left <= 0) throw new FetchFailed('timeout', { neverSent: true, host: new URL(input instanceof Request ? input.url : input).host })
    return safeFetch(input, { ...init, timeoutMs: Math.min(ONE_FETCH_MS, left), mostBytes: MOST_BYTES, allowPrivateHosts })
  }
}

export type { OpenAccount }

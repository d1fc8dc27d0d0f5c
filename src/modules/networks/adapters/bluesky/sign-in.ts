import { CredentialSession, type AtpSessionData } from '@atproto/api'
import type { AccountLogin, Connected, NotConnected, SignIn, Tools } from '../../adapter.ts'
import { failureOf, whyOf } from './failures.ts'

/** Signs in with a handle and an app password, at whichever server the account lives. */
export async function connect({ handle, password, server }: SignIn, tools: Tools): Promise<Connected | NotConnected> {
  const session = new CredentialSession(new URL(server), tools.fetch)
  try {
    await session.login({ identifier: identifierOf(handle, server), password })
  } catch (thrown) {
    const { kind, detail } = failureOf(thrown)
    const why = kind === 'no-answer' ? 'network-down' : whyOf[kind]
    return { is: 'not-connected', why: why as NotConnected['why'], detail }
  }
  const { did, handle: itsHandle } = session.session!
  return {
    is: 'connected',
    handle: `@${itsHandle}`,
    remoteId: did,
    server,
    address: `https://bsky.app/profile/${itsHandle}`,
    session: packed(session),
  }
}

/**
 * The account signed in: with the tokens of the last call while they hold, else with the app password (servers count
 * sign-ins, so they are spared). Throws what the client throws.
 */
export async function signedIn(login: AccountLogin, tools: Tools): Promise<CredentialSession> {
  const server = new URL(login.server ?? '')
  const session = new CredentialSession(server, tools.fetch, () => {})
  const kept = unpacked(login.session)
  if (kept) {
    session.session = kept.tokens
    if (kept.pds) session.pdsUrl = new URL(kept.pds)
    if (expiryOf(kept.tokens.accessJwt) > tools.now().getTime() + 120_000) return session
    try {
      await session.refreshSession()
      login.keepSession(packed(session))
      return session
    } catch (thrown) {
      if (failureOf(thrown).happened !== 'refused') throw thrown
    }
  }
  login.keepSession(null)
  await session.login({ identifier: login.remoteId ?? identifierOf(login.handle, server.href), password: login.password })
  login.keepSession(packed(session))
  return session
}

/** `@Budi` at the usual server is `budi.bsky.social`. */
function identifierOf(handle: string, server: string): string {
  const plain = handle.trim().replace(/^@/, '').toLowerCase()
  return plain.includes('.') || plain.includes(':') || plain.includes('@') ? plain : `${plain}.${new URL(server).hostname}`
}

interface Kept {
  tokens: AtpSessionData
  /** The server that holds the account, where it is another than the one signed in at. */
  pds: string | null
}

function packed({ session, pdsUrl }: CredentialSession): string | null {
  if (!session) return null
  const { accessJwt, refreshJwt, did, handle, active } = session
  return JSON.stringify({ tokens: { accessJwt, refreshJwt, did, handle, active }, pds: pdsUrl?.href ?? null } satisfies Kept)
}

function unpacked(session: string | null): Kept | null {
  return session === null ? null : (JSON.parse(session) as Kept)
}

/** When an access token ends, in milliseconds; one that can't be read is taken to hold, and the server will say. */
function expiryOf(token: string): number {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: number }
    return claims.exp ? claims.exp * 1000 : Infinity
  } catch {
    return Infinity
  }
}

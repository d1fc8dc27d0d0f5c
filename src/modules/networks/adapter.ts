import type { NetworkManifest } from '#contract/networks.ts'
import type { Outcome, Sighting, Why } from './outcome.ts'

/**
 * All that Kicau knows of one network in one way: what it takes (data), and what it can do. An ability that is left
 * out is one the network does not have; nothing is faked.
 */
export interface Adapter {
  readonly manifest: NetworkManifest
  /** Signs in with what the owner typed. */
  connect?: (wish: SignIn, tools: Tools) => Promise<Connected | NotConnected>
  publish?: Publishing
  /** Looks who follows the account. Changes nothing. */
  audience?: (login: AccountLogin, tools: Tools) => Promise<AudienceSeen>
  /** Opens the network's app where the text can be put, with the text in it where that can be done. */
  deepLink?: (about: { text: string; handle: string }) => string | null
}

export interface Publishing {
  /**
   * Chooses the key of a post before its first try; two posts under one key cannot exist at the network.
   * Left out where the network gives no such key: then a try whose end is unknown is never repeated.
   */
  newKey?: (at: Date) => string
  /** Sends it, and the mutation itself once. */
  send: (post: OutgoingPost, login: AccountLogin, tools: Tools) => Promise<Outcome>
  /** Looks for what was sent under a key. Changes nothing. */
  lookUp?: (key: string, login: AccountLogin, tools: Tools) => Promise<Sighting>
}

export interface Audience {
  is: 'seen'
  followers: number
  /** The latest of them, the newest first; as many as the network tells at once. */
  latest: readonly Follower[]
  /** The account's own latest posts, with how often each was passed on; left out where the network tells nothing of it. */
  posts?: readonly PostSeen[]
}
export interface PostSeen {
  remoteId: string
  at: Date
  /** Passed on to others, with words of their own or without. */
  reposts: number
}
export interface Follower {
  remoteId: string
  handle: string
  name: string
  /** Their page, where they can be looked at and followed. */
  address: string
  /** Whether the account follows them. */
  followed: boolean
}
export type AudienceSeen = Audience | Extract<Outcome, { is: 'retry-after' | 'needs-reconnect' }>

export interface OutgoingPost {
  key: string | null
  text: string
  language: string
  writtenAt: Date
  pictures: readonly { alt: string; bytes(): Promise<Buffer> }[]
}

/** An account with its secrets open; lives as long as one call. */
export interface AccountLogin {
  handle: string
  remoteId: string | null
  server: string | null
  password: string
  /** What the adapter kept of the last call (tokens), and how it keeps it for the next; null forgets it. */
  session: string | null
  keepSession(session: string | null): void
}

export interface SignIn {
  handle: string
  password: string
  server: string
}

export interface Connected {
  is: 'connected'
  handle: string
  remoteId: string
  server: string
  address: string | null
  session: string | null
}

export interface NotConnected {
  is: 'not-connected'
  why: Extract<Why, 'password-wrong' | 'app-password-needed' | 'account-suspended' | 'network-down' | 'too-many' | 'address-refused' | 'refused'>
  detail?: string
}

export interface Tools {
  /** Bounded in time and size, and kept from reaching inside. */
  fetch: typeof fetch
  now(): Date
}

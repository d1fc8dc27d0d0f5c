import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Day, Id, Instant, Month, noContent, ShopParams, ShopThingParams } from './values.ts'

/**
 * How a post gets to a network. `direct`: Kicau sends it. `hand-over`: Kicau reminds, with text, picture and link ready,
 * and a person posts it.
 */
export const Way = z.enum(['direct', 'hand-over'])
export type Way = z.infer<typeof Way>

export const TextLimit = z.object({
  most: z.int().nullable(),
  unit: z.enum(['graphemes', 'characters']),
  mostBytes: z.int().nullable(),
})

/** What a network takes and can do, as data: the composer and the accounts screen read it. */
export const NetworkManifest = z.object({
  network: z.string(),
  /** Its own name, the same in every language. */
  name: z.string(),
  way: Way,
  channel: Channel,
  text: TextLimit,
  images: z.object({
    most: z.int(),
    /** A post can't go out without one. */
    needed: z.boolean(),
    /** What the network takes; pictures are made smaller to fit. Null where a person hands it over. */
    mostBytes: z.int().nullable(),
    mostSide: z.int(),
    /** Whether it shows a picture's description to those who can't see it. */
    alt: z.boolean(),
  }),
  /** Whether a link in the text can be tapped there. */
  links: z.enum(['tappable', 'dead']),
  /** What is asked when an account is connected; a hand-over account asks for nothing but its name. */
  connect: z.object({
    password: z.enum(['none', 'app-password']),
    /** The server it is on when nobody says otherwise; null where there is only one. */
    server: z.string().nullable(),
  }),
})
export type NetworkManifest = z.infer<typeof NetworkManifest>

export const accountStates = ['connected', 'needs-reconnect', 'removed'] as const
export const AccountState = z.enum(accountStates)
export type AccountState = z.infer<typeof AccountState>

export const Account = z.object({
  id: Id,
  network: z.string(),
  networkName: z.string(),
  way: Way,
  channel: Channel,
  handle: z.string(),
  /** The server it lives on, where the network has more than one. */
  server: z.string().nullable(),
  /** The account's page, where it is known. */
  address: z.string().nullable(),
  state: AccountState,
  /** Why it must be connected again, as the end of `networks:reasons.…`. */
  reason: z.string().nullable(),
  connectedAt: Instant,
  /** The newest count and its day; null where nobody noted one. */
  followers: z.object({ count: z.int(), day: Day }).nullable(),
})
export type Account = z.infer<typeof Account>

export const ConnectAccount = z.object({
  network: z.string().max(40),
  way: Way,
  handle: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(200).optional(),
  /** Another server than the network's usual one. */
  server: z.string().trim().max(200).optional(),
})
export type ConnectAccount = z.infer<typeof ConnectAccount>

export const NoteFollowers = z.object({
  accountId: Id.optional(),
  /** For a channel without an account here: a number that somebody remembers. */
  channel: Channel.optional(),
  day: Day,
  followers: z.int().min(0).max(2_000_000_000),
})
export type NoteFollowers = z.infer<typeof NoteFollowers>

/** Who follows an account and is not followed back, as last seen at the network; the latest first. */
export const FollowBacks = z.object({
  accountId: Id,
  channel: Channel,
  handle: z.string(),
  people: z.array(z.object({ remoteId: z.string(), handle: z.string(), name: z.string(), address: z.string(), firstSeenAt: Instant })),
})
export type FollowBacks = z.infer<typeof FollowBacks>

export const networksRoutes = {
  networks: route({
    method: 'GET',
    path: '/api/shops/:shop/networks',
    who: 'member',
    summary: 'The networks Kicau knows, with what each takes.',
    params: ShopParams,
    answer: z.array(NetworkManifest),
  }),
  accounts: route({
    method: 'GET',
    path: '/api/shops/:shop/accounts',
    who: 'member',
    summary: "The shop's accounts and their state.",
    params: ShopParams,
    answer: z.array(Account),
  }),
  connectAccount: route({
    method: 'POST',
    path: '/api/shops/:shop/accounts',
    who: 'owner',
    notForGuests: true,
    summary: 'Connects an account, or connects it again.',
    params: ShopParams,
    body: ConnectAccount,
    answer: Account,
  }),
  removeAccount: route({
    method: 'DELETE',
    path: '/api/shops/:shop/accounts/:id',
    who: 'owner',
    summary: 'Removes an account; its password is forgotten ten minutes later, until then it can be put back.',
    params: ShopThingParams,
    answer: noContent,
  }),
  putBackAccount: route({
    method: 'POST',
    path: '/api/shops/:shop/accounts/:id/put-back',
    who: 'owner',
    summary: 'Puts a removed account back.',
    params: ShopThingParams,
    answer: Account,
  }),
  noteFollowers: route({
    method: 'PUT',
    path: '/api/shops/:shop/followers',
    who: 'member',
    summary: 'Notes how many followers an account (or a channel) has or had on a day; noting a day again corrects it.',
    params: ShopParams,
    body: NoteFollowers,
    answer: noContent,
  }),
  followBacks: route({
    method: 'GET',
    path: '/api/shops/:shop/follow-backs',
    who: 'member',
    summary: 'Who follows an account and is not followed back, where the network tells; looked at once a day.',
    params: ShopParams,
    answer: z.array(FollowBacks),
  }),
  followersByMonth: route({
    method: 'GET',
    path: '/api/shops/:shop/followers',
    who: 'member',
    summary: 'Followers at the end of each month, over all accounts.',
    params: ShopParams,
    answer: z.array(z.object({ month: Month, followers: z.int() })),
  }),
}

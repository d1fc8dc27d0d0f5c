import { z } from 'zod'
import { route } from './route.ts'
import { Day, Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'

/** What a site measures beside views, goals and orders. */
export const SiteMeasures = z.object({
  /** How long a page was looked at, and how far. */
  engaged: z.boolean(),
  /** Where people go from it, and which files they fetch. */
  outbound: z.boolean(),
  /** Pages that are not there. */
  missing: z.boolean(),
  /** Whether a visit goes on here from the shop's other sites, and from here there. */
  cross: z.boolean(),
  /** Whether it asks people if they may be known again. */
  consent: z.boolean(),
})
export type SiteMeasures = z.infer<typeof SiteMeasures>

export const SiteSettings = SiteMeasures.extend({
  /** The shop's other sites with which this one is one way, or would be were it not apart; the shop's own page has no host. */
  joined: z.array(z.object({ id: Id, host: z.string().nullable() })),
  /** When the key was made by which the site's own server may speak for it; null where there is none. */
  serverKeyAt: Instant.nullable(),
  /** Where it says what is measured, for everybody to read. */
  measuredAt: z.string(),
})
export type SiteSettings = z.infer<typeof SiteSettings>

/** Shown once: of the key itself only a hash is kept. */
export const ServerKey = z.object({ key: z.string() })
export type ServerKey = z.infer<typeof ServerKey>

/** Why something was left out. Views and openings of links are counted, not what follows upon them. */
export const LeftOut = z.object({
  from: Day,
  to: Day,
  bots: z.int(),
  own: z.int(),
  doNotTrack: z.int(),
  /** The programs by name, most first: names as people know them, `tool` for what somebody wrote, `silent`, `other`. */
  names: z.array(z.object({ name: z.string(), hits: z.int() })),
  /** When the past was judged by today's rules, and what that changed; null before the first time. */
  judged: z.object({ at: Instant, sources: z.int(), bots: z.int(), people: z.int() }).nullable(),
})
export type LeftOut = z.infer<typeof LeftOut>

/** Where the shop itself goes online; of the address only a keyed hash is kept. */
export const OwnNetwork = z.object({ id: Id, name: z.string(), addedAt: Instant })
export type OwnNetwork = z.infer<typeof OwnNetwork>
const NetworkName = z.string().trim().min(1).max(80)

export const visitSitesRoutes = {
  siteSettings: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/sites/:id/settings',
    who: 'member',
    summary: 'What a site measures.',
    params: ShopThingParams,
    answer: SiteSettings,
  }),
  changeSiteSettings: route({
    method: 'PUT',
    path: '/api/shops/:shop/visits/sites/:id/settings',
    who: 'owner',
    summary: 'Says what a site measures; its pages know within an hour.',
    params: ShopThingParams,
    body: SiteMeasures,
    answer: SiteSettings,
  }),
  makeServerKey: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/sites/:id/server-key',
    who: 'owner',
    summary: "Makes the key by which a site's own server speaks for it. An earlier one is of no use any more.",
    params: ShopThingParams,
    answer: ServerKey,
  }),
  dropServerKey: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/sites/:id/server-key',
    who: 'owner',
    summary: 'Takes the key back.',
    params: ShopThingParams,
    answer: noContent,
  }),
  leftOut: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/left-out',
    who: 'member',
    summary: 'How much was left out of all figures, and why.',
    params: ShopParams,
    query: z.object({ from: Day.optional(), to: Day.optional(), site: Id.optional() }),
    answer: LeftOut,
  }),
  ownNetworks: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/own-networks',
    who: 'member',
    summary: 'The networks whose visits are the shop’s own.',
    params: ShopParams,
    answer: z.array(OwnNetwork),
  }),
  addOwnNetwork: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/own-networks',
    who: 'owner',
    summary: 'Leaves the visits from a network out: the one that is asked from, or the one with this address.',
    params: ShopParams,
    body: z.object({ name: NetworkName, address: z.string().trim().max(60).optional() }),
    answer: OwnNetwork,
  }),
  removeOwnNetwork: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/own-networks/:id',
    who: 'owner',
    summary: 'Counts the visits from a network again.',
    params: ShopThingParams,
    answer: noContent,
  }),
}

/** What is measured on a shop's sites, for everybody to read. */
export interface MeasuredSites {
  shop: string
  slug: string
  sites: (SiteMeasures & {
    /** Null for the shop's own page. */
    host: string | null
    /** What counts as a goal there, by its name. */
    goals: string[]
  })[]
  /** How many days it is kept what programs did. */
  botDays: number
}

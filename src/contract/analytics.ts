import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Day, Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'

/** One row of the stream of hits is one of these. */
export const hitKinds = ['view', 'click', 'goal', 'outbound', 'engagement', 'whatsapp-opened', 'order-code'] as const
export const HitKind = z.enum(hitKinds)
export type HitKind = z.infer<typeof HitKind>

export const siteKinds = ['web', 'shop-page'] as const
export const SiteKind = z.enum(siteKinds)

/** A host name as it stands in an address: lower case, no port, no path. */
const Host = z.string().trim().min(3).max(253)
const SiteName = z.string().trim().min(1).max(80)

export const Site = z.object({
  id: Id,
  /** Null for the shop's own page, whose host is Kicau's. */
  host: z.string().nullable(),
  name: z.string(),
  /** Public: stands in the page as `data-site`. */
  key: z.string(),
  kind: SiteKind,
  addedAt: Instant.nullable(),
})
export type Site = z.infer<typeof Site>

export const AddSite = z.object({ host: Host, name: SiteName.optional() })
export type AddSite = z.infer<typeof AddSite>

/** Days of the shop's zone, both included; the last 30 unless said. */
export const VisitsQuery = z.object({ from: Day.optional(), to: Day.optional() })
export type VisitsQuery = z.infer<typeof VisitsQuery>

const Asked = z.object({ from: Day, to: Day })

/** Visitors are counted anew each day: nobody is followed from one day to the next without consent. */
const Counted = z.object({ visits: z.int(), visitors: z.int(), views: z.int() })

export const VisitsSummary = Asked.extend({
  ...Counted.shape,
  /** Visits of one view in which nothing was done. */
  bounces: z.int(),
  /** Seconds of the average visit in which the page was looked at; null where that is not known. */
  engagedSeconds: z.number().nullable(),
  clicks: z.int(),
  whatsappOpened: z.int(),
  goals: z.int(),
  days: z.array(Counted.extend({ day: Day })),
})
export type VisitsSummary = z.infer<typeof VisitsSummary>

export const ChannelVisits = z.object({
  channel: Channel,
  visits: z.int(),
  visitors: z.int(),
  whatsappOpened: z.int(),
  /** Clicks on the shop's short links. */
  clicks: z.int(),
})
export type ChannelVisits = z.infer<typeof ChannelVisits>

export const PostVisits = z.object({
  /** Null for links that belong to no post. */
  postId: Id.nullable(),
  linkId: Id,
  clicks: z.int(),
  /** Visits to the shop's sites that began with this link. */
  visits: z.int(),
  whatsappOpened: z.int(),
})
export type PostVisits = z.infer<typeof PostVisits>

export const LiveVisits = z.object({
  /** People on the shop's sites, or on the one that was asked for, in the last five minutes. */
  visitors: z.int(),
  pages: z.array(z.object({ host: z.string(), path: z.string(), visitors: z.int() })),
  lastHitAt: Instant.nullable(),
})
export type LiveVisits = z.infer<typeof LiveVisits>

export const analyticsRoutes = {
  visitsSummary: route({
    method: 'GET',
    path: '/api/shops/:shop/visits',
    who: 'member',
    summary: 'Visits, visitors and views, day by day.',
    params: ShopParams,
    query: VisitsQuery,
    answer: VisitsSummary,
  }),
  visitsByChannel: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/channels',
    who: 'member',
    summary: 'Where people came from.',
    params: ShopParams,
    query: VisitsQuery,
    answer: Asked.extend({ channels: z.array(ChannelVisits) }),
  }),
  visitsByPost: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/posts',
    who: 'member',
    summary: 'Which posts and links brought people.',
    params: ShopParams,
    query: VisitsQuery,
    answer: Asked.extend({ posts: z.array(PostVisits) }),
  }),
  liveNow: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/live',
    who: 'member',
    summary: 'Who is on the sites now, or on one of them: the last five minutes.',
    params: ShopParams,
    query: z.object({ site: Id.optional() }),
    answer: LiveVisits,
  }),
  sites: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/sites',
    who: 'member',
    summary: "The shop's sites; its own page first.",
    params: ShopParams,
    answer: z.array(Site),
  }),
  addSite: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/sites',
    who: 'owner',
    summary: 'Adds a site whose visits are counted.',
    params: ShopParams,
    body: AddSite,
    answer: Site,
  }),
  renameSite: route({
    method: 'PATCH',
    path: '/api/shops/:shop/visits/sites/:id',
    who: 'owner',
    summary: 'Gives a site another name.',
    params: ShopThingParams,
    body: z.object({ name: SiteName }),
    answer: Site,
  }),
  removeSite: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/sites/:id',
    who: 'owner',
    summary: 'Stops counting a site; what was counted stays.',
    params: ShopThingParams,
    answer: noContent,
  }),
}

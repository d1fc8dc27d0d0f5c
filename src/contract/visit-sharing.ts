import { z } from 'zod'
import { route } from './route.ts'
import { Day, Id, Instant, Language, noContent, ShopParams, ShopThingParams } from './values.ts'
import { VisitsQuery } from './analytics.ts'

export const LONGEST_NOTE = 200
/** What happened on a day, as it stands beside the curve: "Mulai iklan TikTok". */
export const NoteDay = z.object({ day: Day, text: z.string().trim().min(1).max(LONGEST_NOTE) })
export type NoteDay = z.infer<typeof NoteDay>
export const DayNote = NoteDay.extend({ id: Id })
export type DayNote = z.infer<typeof DayNote>

/**
 * A page of figures and lists; a picture that says how many came in the last thirty days, for a site's foot; or the questions about visits
 * themselves, for programs and spreadsheets.
 */
export const shareKinds = ['page', 'badge', 'data'] as const
export const ShareKind = z.enum(shareKinds)
export type ShareKind = z.infer<typeof ShareKind>

export const SHORTEST_SHARE_PASSWORD = 4

export const ShareVisits = z.object({
  shows: ShareKind,
  name: z.string().trim().min(1).max(80),
  /** One site; left out, all of them. */
  site: Id.optional(),
  /** What the page speaks. */
  language: Language,
  /** How many days it holds; left out, until it is taken back. */
  days: z.int().min(1).max(3650).optional(),
  /** A word that whoever opens the page is asked for. Not for what stands in a frame, where no browser would remember it. */
  password: z.string().trim().max(60).optional(),
  /** Whether another site may show the page in a frame. */
  embed: z.boolean().default(false),
})
export type ShareVisits = z.infer<typeof ShareVisits>

export const VisitsShare = z.object({
  id: Id,
  shows: ShareKind,
  name: z.string(),
  site: Id.nullable(),
  password: z.boolean(),
  embed: z.boolean(),
  url: z.string(),
  madeAt: Instant,
  expiresAt: Instant.nullable(),
})
export type VisitsShare = z.infer<typeof VisitsShare>

/** What `/v/<token>` draws. */
export interface SharedVisits {
  of: string
  site: string | null
  language: Language
  zone: string
  days: number
  from: string
  to: string
  visitors: number
  visits: number
  views: number
  /** Visits of one view in which nothing was done. */
  bounces: number
  engagedSeconds: number | null
  moments: { day: string; visitors: number }[]
  lists: { dimension: SharedList; rows: { value: string; visitors: number }[] }[]
  notes: { day: string; text: string }[]
  embed: boolean
}
export const sharedLists = ['channel', 'page', 'country', 'device'] as const
export type SharedList = (typeof sharedLists)[number]
export const sharedSpans = [7, 30, 90, 365] as const

export const visitSharingRoutes = {
  dayNotes: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/notes',
    who: 'member',
    summary: 'What happened on which day, as the shop noted it beside its visits.',
    params: ShopParams,
    query: VisitsQuery,
    answer: z.object({ from: Day, to: Day, notes: z.array(DayNote) }),
  }),
  noteDay: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/notes',
    who: 'member',
    summary: 'Notes what happened on a day.',
    params: ShopParams,
    body: NoteDay,
    answer: DayNote,
  }),
  removeDayNote: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/notes/:id',
    who: 'member',
    summary: 'Takes a note of a day back.',
    params: ShopThingParams,
    answer: noContent,
  }),
  visitsShares: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/shares',
    who: 'owner',
    summary: 'Links, badges and addresses for programs by which others see the visits.',
    params: ShopParams,
    answer: z.array(VisitsShare),
  }),
  shareVisits: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/shares',
    who: 'owner',
    notForGuests: true,
    summary: 'Makes a link to a page of the visits, a badge that says how many came, or an address at which programs ask about them.',
    params: ShopParams,
    body: ShareVisits,
    answer: VisitsShare,
  }),
  endVisitsShare: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/shares/:id',
    who: 'owner',
    summary: 'Ends a link, badge or address for programs at once.',
    params: ShopThingParams,
    answer: noContent,
  }),
  visitAlerts: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/alerts',
    who: 'member',
    summary: 'Whether you hear by mail of visits that stop, come in a wave or halve; and whether mail can be sent at all.',
    params: ShopParams,
    answer: z.object({ wanted: z.boolean(), mailWorks: z.boolean() }),
  }),
  wantVisitAlerts: route({
    method: 'PUT',
    path: '/api/shops/:shop/visits/alerts',
    who: 'member',
    notForGuests: true,
    summary: 'Says whether you want to hear of it.',
    params: ShopParams,
    body: z.object({ wanted: z.boolean() }),
    answer: z.object({ wanted: z.boolean(), mailWorks: z.boolean() }),
  }),
}

import { z } from 'zod'
import { route } from './route.ts'
import { Day, Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'

/** What a file of the past can be: a web server's own log, or what another tool exports. */
export const visitExports = ['combined', 'common', 'json-log', 'goatcounter', 'umami', 'plausible', 'ga4'] as const
export const VisitExport = z.enum(visitExports)
export type VisitExport = z.infer<typeof VisitExport>
/** Those that tell of days only: theirs are no visits of ours. */
export const dayExports = ['plausible', 'ga4'] as const satisfies readonly VisitExport[]
export const DayExport = z.enum(dayExports)
export type DayExport = z.infer<typeof DayExport>

/** Why a line of such a file is not counted. */
export const leftOutReasons = [
  // Asked for by a program; by somebody of the shop.
  'bot',
  'own-visit',
  // Part of a page or a file; login pages and machinery; sent or asked about, not looked at.
  'file',
  'backstage',
  'not-a-look',
  // What came of it: sent on to another page, or an error other than "not found".
  'redirect',
  'refused',
  'no-request',
  'other-site',
  // Kicau counted that day itself; an earlier import told of it; the day is not over.
  'counted-here',
  'imported-before',
  'not-over',
  // Of exports: what sums up other rows, and what tells of something that Kicau has no question for.
  'sum',
  'other-matter',
] as const
export const LeftOut = z.enum(leftOutReasons)
export type LeftOut = z.infer<typeof LeftOut>

export const MOST_IMPORT_MB = 512
export const MOST_OWN_ADDRESSES = 20

export const visitImportStates = ['reading', 'done', 'failed', 'stopped', 'removing'] as const

/** A file of the past as it was, or is being, taken in. Each of its lines is counted, left out for a reason, or unreadable. */
export const VisitImport = z.object({
  id: Id,
  siteId: Id,
  /** Null where the site is not counted any more. */
  siteName: z.string().nullable(),
  fileName: z.string(),
  /** What it turned out to be; null while that is not known. */
  format: VisitExport.nullable(),
  state: z.enum(visitImportStates),
  /** It stands at `reading` and nobody works at it at the moment; it is taken up again by itself. */
  interrupted: z.boolean(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  /** Of the file as it lies there. */
  bytes: z.int(),
  readBytes: z.int(),
  lines: z.int(),
  counted: z.int(),
  leftOut: z.array(z.object({ because: LeftOut, lines: z.int() })),
  failedLines: z.int(),
  /** The first 200 of them. `text`: in which of the files in a zip file. */
  errors: z.array(z.object({ line: z.int(), text: z.string().nullable(), reason: z.string() })),
  /** Its first and last day, of the shop's. */
  from: Day.nullable(),
  to: Day.nullable(),
  /** When the very same file came in before: then nothing of this one did. */
  sameAs: Instant.nullable(),
  /** Why the whole file was refused. */
  problem: z.object({ code: z.string(), title: z.string(), kept: z.string().optional(), todo: z.string().optional() }).nullable(),
})
export type VisitImport = z.infer<typeof VisitImport>

/** IANA's names; an export may come from another part of the world than the shop is in. */
const AnyZone = z.string().max(64).refine(isZone, 'This is no time zone.')
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
  } catch {
    return false
  }
}

const shop = '/api/shops/:shop/visits'

export const visitImportsRoutes = {
  importVisits: route({
    method: 'POST',
    path: `${shop}/imports`,
    who: 'owner',
    summary: "Takes in a server's access log, or an export of GA4, Plausible, Umami or GoatCounter; answers at once, the work goes on and is announced.",
    params: ShopParams,
    /** `zone`: in which times without an offset are told; the shop's unless said. A field `own` of the form may name the shop's own addresses. */
    query: z.object({ site: Id, zone: AnyZone.optional() }),
    answer: VisitImport,
    upload: true,
  }),
  visitImports: route({
    method: 'GET',
    path: `${shop}/imports`,
    who: 'member',
    summary: 'The latest files of the past.',
    params: ShopParams,
    answer: z.array(VisitImport),
  }),
  visitImport: route({
    method: 'GET',
    path: `${shop}/imports/:id`,
    who: 'member',
    summary: 'How far one is.',
    params: ShopThingParams,
    answer: VisitImport,
  }),
  stopVisitImport: route({
    method: 'POST',
    path: `${shop}/imports/:id/stop`,
    who: 'owner',
    summary: 'Stops one; what was in is taken out again, since half a day is a wrong day.',
    params: ShopThingParams,
    answer: VisitImport,
  }),
  removeVisitImport: route({
    method: 'DELETE',
    path: `${shop}/imports/:id`,
    who: 'owner',
    summary: 'Removes one whole, a few seconds later: until then it can be kept.',
    params: ShopThingParams,
    answer: noContent,
  }),
  keepVisitImport: route({
    method: 'POST',
    path: `${shop}/imports/:id/keep`,
    who: 'owner',
    summary: 'Keeps one that was about to be removed.',
    params: ShopThingParams,
    answer: VisitImport,
  }),
}

/** What exports tell days apart by. */
export const pastDimensions = ['channel', 'source', 'referrer', 'utm-source', 'utm-medium', 'utm-campaign', 'page', 'entry', 'exit', 'country', 'device', 'browser', 'system', 'goal'] as const
export const PastDimension = z.enum(pastDimensions)
export type PastDimension = z.infer<typeof PastDimension>

/** As the tool told it; null for what it did not. Its visitors are its own, and so are its visits. */
const Told = z.object({ visitors: z.int().nullable(), visits: z.int().nullable(), views: z.int().nullable() })

/** What a tool's exports tell of the days asked for. */
export const ToldByTool = Told.extend({
  tool: DayExport,
  /** Each day that it tells of, the earliest first. */
  days: z.array(Told.extend({ day: Day })),
  /** What is told of several days together, and can't be told apart; only where all of them were asked for. */
  together: z.array(Told.extend({ from: Day, to: Day })),
  dimensions: z.array(PastDimension),
})
export type ToldByTool = z.infer<typeof ToldByTool>

export const ToldRow = Told.extend({ value: z.string() })
export type ToldRow = z.infer<typeof ToldRow>

const DaysAsked = z.object({ from: Day.optional(), to: Day.optional(), site: Id.optional() })

export const toldRoutes = {
  toldByTools: route({
    method: 'GET',
    path: `${shop}/told`,
    who: 'member',
    summary: 'What exports of other tools tell of these days: beside what Kicau counted, never added to it.',
    params: ShopParams,
    query: DaysAsked,
    answer: z.object({ from: Day, to: Day, tools: z.array(ToldByTool) }),
  }),
  toldBy: route({
    method: 'GET',
    path: `${shop}/told/:dimension`,
    who: 'member',
    summary: "One tool's word on these days by page, source, country and the like; most visitors first.",
    params: ShopParams.extend({ dimension: PastDimension }),
    query: DaysAsked.extend({ tool: DayExport, limit: z.coerce.number().int().min(1).max(500).default(10) }),
    answer: z.object({ from: Day, to: Day, found: z.int(), rows: z.array(ToldRow) }),
  }),
}

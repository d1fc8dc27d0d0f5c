import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Amount, Day, Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'
import { Comparison, StepsText, VisitDimension, VisitFilters, VisitsAsked, VisitStep } from './visit-filters.ts'

const Asked = z.object({ from: Day, to: Day })

/** A share of all, 0 to 1; null where there is nothing to share. */
const Share = z.number().nullable()

/** What the picked visits come to. A visit belongs, whole, to the moment at which it began. */
export const VisitFigures = z.object({
  /** A visitor without consent is another one the next day. */
  visitors: z.int(),
  visits: z.int(),
  views: z.int(),
  /** Visits of one view in which nothing was done. */
  bounces: z.int(),
  /** Seconds from the first to the last hit of the average visit; null without visits. */
  seconds: z.number().nullable(),
  /** Seconds of it in which the page was looked at; null where that is not known. */
  engagedSeconds: z.number().nullable(),
  /** Visits that led to something: a goal, an opened chat, an order. */
  reached: z.int(),
  /** Of goals and orders that told a value in the shop's currency; null where none did. */
  value: Amount.nullable(),
})
export type VisitFigures = z.infer<typeof VisitFigures>

/** A local day, `2026-11-22`, or hour of one, `2026-11-22T07`; an hour that the clocks repeat is one. */
export const VisitMoment = z.object({ moment: z.string(), visitors: z.int(), visits: z.int(), views: z.int() })
export type VisitMoment = z.infer<typeof VisitMoment>

const Counted = VisitFigures.extend({ moments: z.array(VisitMoment) })

export const VisitsOfPeriod = Asked.extend({
  ...Counted.shape,
  by: z.enum(['day', 'hour']),
  /** The same of the days it is compared with. */
  before: Counted.extend(Asked.shape).nullable(),
})
export type VisitsOfPeriod = z.infer<typeof VisitsOfPeriod>

export const VisitRow = z.object({
  /** '' where it is not known. A post, link or placement by its id. */
  value: z.string(),
  visitors: z.int(),
  visits: z.int(),
  /** Views of the page, or how often it happened; of what a visit has once, the views in those visits. */
  times: z.int(),
  /** Null for what happens within visits. */
  bounces: z.int().nullable(),
  engagedSeconds: z.number().nullable(),
  reached: z.int(),
  /** As in `VisitFigures`; of a goal, what it told itself. */
  revenue: Amount.nullable(),
  /** Visitors in the days it is compared with. */
  visitorsBefore: z.int().nullable(),
})
export type VisitRow = z.infer<typeof VisitRow>

export const VisitRows = Asked.extend({
  /** How many rows there are in all. */
  found: z.int(),
  rows: z.array(VisitRow),
})
export type VisitRows = z.infer<typeof VisitRows>

export const FunnelStep = VisitStep.extend({ visitors: z.int(), /** Of those of the step before. */ share: Share })
export type FunnelStep = z.infer<typeof FunnelStep>
export const VisitFunnel = Asked.extend({ visitors: z.int(), steps: z.array(FunnelStep) })
export type VisitFunnel = z.infer<typeof VisitFunnel>

export const VisitJourney = z.object({
  /** The first pages in the order in which they were seen; one looked at again at once stands once. */
  pages: z.array(z.string()),
  visits: z.int(),
  engagedSeconds: z.number().nullable(),
  reached: z.int(),
  /** How likely it is that so many visits lead to nothing by chance, were they as good as all others; null where some led to something. */
  luck: Share,
})
export type VisitJourney = z.infer<typeof VisitJourney>

export const VisitJourneys = Asked.extend({
  visits: z.int(),
  reached: z.int(),
  /** The ways that most took. */
  journeys: z.array(VisitJourney),
  /** Ways of two pages or more by which many came and nobody reached anything; the one least likely to be chance first. */
  deadEnds: z.array(VisitJourney),
})
export type VisitJourneys = z.infer<typeof VisitJourneys>

/** Which of the picked visits: all, those that reached something, those that stopped at the first page. */
export const visitsShown = ['all', 'reached', 'stopped'] as const

/** A visit by itself. Nobody is told by it: a visitor's number changes daily, and is not told at all. */
export const VisitTold = z.object({
  at: Instant,
  channel: Channel,
  /** The site it came from, or what its address said; '' where it said nothing. */
  source: z.string(),
  entry: z.string(),
  exit: z.string(),
  views: z.int(),
  engagedSeconds: z.number().nullable(),
  /** What it reached: goals by name, an order code, WhatsApp. */
  reached: z.array(z.string()),
})
export type VisitTold = z.infer<typeof VisitTold>

export const VisitsTold = Asked.extend({ count: z.int(), rows: z.array(VisitTold) })
export type VisitsTold = z.infer<typeof VisitsTold>

export const VisitRetention = Asked.extend({
  /** Those who came first in a week (its Monday), and how many of them came in it and in each week after. */
  weeks: z.array(z.object({ week: Day, visitors: z.array(z.int()) })),
})
export type VisitRetention = z.infer<typeof VisitRetention>

/** Filters under a name. */
export const SaveSegment = z.object({ name: z.string().trim().min(1).max(80), filters: VisitFilters.min(1) })
export type SaveSegment = z.infer<typeof SaveSegment>
export const VisitSegment = SaveSegment.extend({ id: Id })
export type VisitSegment = z.infer<typeof VisitSegment>

const listQuery = {
  /** Rows whose value holds these words; to the desk also those whose name does, and of what is known by an id those alone. */
  search: z.string().trim().max(200).optional(),
}
const ListParams = ShopParams.extend({ dimension: VisitDimension })

export const visitQuestionRoutes = {
  visitsOfPeriod: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/period',
    who: 'member',
    summary: 'Visitors, visits, views, bounces and time of the picked visits, in all and by day or hour, beside another period.',
    params: ShopParams,
    query: VisitsAsked.extend({ compare: Comparison.optional() }),
    answer: VisitsOfPeriod,
  }),
  visitsTold: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/each',
    who: 'member',
    summary: 'The picked visits one by one, the newest first: what the figures above them are made of.',
    params: ShopParams,
    query: VisitsAsked.extend({ of: z.enum(visitsShown).default('all'), limit: z.coerce.number().int().min(1).max(500).default(50) }),
    answer: VisitsTold,
  }),
  visitsBy: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/by/:dimension',
    who: 'member',
    summary: 'The picked visits by channel, source, campaign, page, country, device, goal and the like; most visitors first.',
    params: ListParams,
    query: VisitsAsked.extend({
      ...listQuery,
      compare: Comparison.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(10),
      skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    answer: VisitRows,
  }),
  visitsFile: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/by/:dimension/file',
    who: 'member',
    summary: 'The same list whole, as CSV.',
    params: ListParams,
    query: VisitsAsked.extend(listQuery),
    answer: z.string(),
  }),
  visitFunnel: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/funnel',
    who: 'member',
    summary: 'How many visitors went through two to eight steps, one after the other.',
    params: ShopParams,
    query: VisitsAsked.extend({ steps: StepsText }),
    answer: VisitFunnel,
  }),
  visitJourneys: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/journeys',
    who: 'member',
    summary: 'The ways people take through the pages, and those that lead to nothing.',
    params: ShopParams,
    query: VisitsAsked,
    answer: VisitJourneys,
  }),
  visitRetention: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/retention',
    who: 'member',
    summary: 'Who came again, by the week of the first visit.',
    params: ShopParams,
    query: VisitsAsked,
    answer: VisitRetention,
  }),
  segments: route({
    method: 'GET',
    path: '/api/shops/:shop/visits/segments',
    who: 'member',
    summary: 'Filters over visits that the shop keeps under a name.',
    params: ShopParams,
    answer: z.array(VisitSegment),
  }),
  saveSegment: route({
    method: 'POST',
    path: '/api/shops/:shop/visits/segments',
    who: 'member',
    summary: 'Keeps filters under a name; one of the same name is written over.',
    params: ShopParams,
    body: SaveSegment,
    answer: VisitSegment,
  }),
  removeSegment: route({
    method: 'DELETE',
    path: '/api/shops/:shop/visits/segments/:id',
    who: 'member',
    summary: 'Forgets a segment.',
    params: ShopThingParams,
    answer: noContent,
  }),
}

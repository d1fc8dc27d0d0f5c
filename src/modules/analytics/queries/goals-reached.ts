import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { goalsOfSites } from './goals.ts'
import { HITS_IN_SPAN, spanParams } from './visits.ts'
import { pathPattern } from './visits-with-goals.ts'

export interface GoalReached {
  siteId: string
  /** `2026-11-22`, in the zone asked for. */
  day: string
  /** A day's hash: the same person is another one tomorrow. */
  person: string
  /** Milliseconds since 1970. */
  reachedAt: number
  /** By which they had come that day. */
  channel: Channel
  /** How many reached it that day on that site, those beyond the first `most` included. */
  ofDay: number
}

/** Who reached a goal of this name, told by a site or found in its pages, once a day and site, the oldest first: of each day and site the first `most`. */
export async function goalsReached(scope: ReadScope, span: Span, { name, zone, most }: { name: string; zone: string; most: number }): Promise<GoalReached[]> {
  const found = (await goalsOfSites(scope)).filter((goal) => goal.name === name && (goal.kind === 'page' || goal.kind === 'depth'))
  const pages = found.map(({ kind, percent, site, what }, n) => ({
    is: `site_id = {site${n}:UUID} and match(path, {page${n}:String}) and ${kind === 'page' ? `kind = 'view'` : `kind = 'engagement' and toUInt8OrZero(name) >= {percent${n}:UInt8}`}`,
    params: { [`site${n}`]: site, [`page${n}`]: `(?is)^${pathPattern(what)}`, ...(kind === 'depth' && { [`percent${n}`]: percent }) },
  }))
  const reached = [`kind = 'goal' and name = {name:String}`, ...pages.map(({ is }) => is)].join(' or ')
  return scope.hits.query<GoalReached>(
    `select site_id as siteId, toString(toDate(at, {zone:String})) as day, toString(visitor) as person,
      toFloat64(toUnixTimestamp64Milli(minIf(at, ${reached}))) as reachedAt, argMin(channel, at) as channel,
      toUInt32(count() over (partition by siteId, day)) as ofDay
    from analytics_hits where ${HITS_IN_SPAN} and visitor != 0
    group by siteId, day, visitor having countIf(${reached}) > 0
    order by reachedAt, person limit {most:UInt32} by siteId, day`,
    { ...spanParams(span), ...Object.assign({}, ...pages.map(({ params }) => params)), name, zone, most },
  )
}

import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { HITS_IN_SPAN, spanParams } from './visits.ts'

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

/** Who reached a goal of this name, once a day and site, the oldest first: of each day and site the first `most`. */
export async function goalsReached(scope: ReadScope, span: Span, { name, zone, most }: { name: string; zone: string; most: number }): Promise<GoalReached[]> {
  return scope.hits.query<GoalReached>(
    `select site_id as siteId, toString(toDate(at, {zone:String})) as day, toString(visitor) as person,
      toFloat64(toUnixTimestamp64Milli(minIf(at, kind = 'goal' and name = {name:String}))) as reachedAt, argMin(channel, at) as channel,
      toUInt32(count() over (partition by siteId, day)) as ofDay
    from analytics_hits where ${HITS_IN_SPAN} and visitor != 0
    group by siteId, day, visitor having countIf(kind = 'goal' and name = {name:String}) > 0
    order by reachedAt, person limit {most:UInt32} by siteId, day`,
    { ...spanParams(span), name, zone, most },
  )
}

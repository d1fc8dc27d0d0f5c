import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { spanParams, visitsIn } from './visits.ts'

export interface DayVisits {
  /** `2026-11-22`, in the zone asked for. */
  day: string
  siteId: string
  channel: Channel
  visits: number
}

/**
 * Visits of some sites by day and channel, the oldest first. What was not seen has no row. These are each site's own figures: one that
 * goes on from another of the shop's sites is a visit there too, and earns there what a visit earns.
 */
export async function visitsByDay(scope: ReadScope, span: Span, { zone, sites }: { zone: string; sites: readonly string[] }): Promise<DayVisits[]> {
  const { visits, params } = await visitsIn(scope, span)
  return scope.hits.query<DayVisits>(
    `select toString(toDate(first_at, {zone:String})) as day, site_id as siteId, channel, count() as visits
    from (${visits(['first_at', 'site_id', 'channel'])}) where site_id in {sites:Array(UUID)} group by day, siteId, channel order by day, siteId, channel`,
    { ...params, ...spanParams(span), zone, sites },
  )
}

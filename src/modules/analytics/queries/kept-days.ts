import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { together } from './together.ts'

/** Of the days, in UTC, on which a span has hits. */
interface DaysOfHits {
  /** The makings of those whose visits were kept and whose hits are still the same. */
  made: number[]
  /** The others, the earliest first. */
  raw: string[]
  /** Of all hits that the span's visits are made of: the same as long as they are. */
  version: string
}

/** A screen asks many questions of the same days at once. */
const looks = together<DaysOfHits>()

/** Which days of a span have their visits kept, and which must be made out of their hits. */
export function daysOfHits(scope: ReadScope, { from, to }: Span): Promise<DaysOfHits> {
  const [first, last] = [utcDay(from), utcDay(new Date(to.getTime() - 1))]
  return looks(`${scope.workspaceId} ${first} ${last}`, () => lookAtDays(scope, first, last))
}

async function lookAtDays(scope: ReadScope, first: string, last: string): Promise<DaysOfHits> {
  const days = await scope.hits.query<{ day: string; made: number; sum: string }>(
    `select toString(sums.day) as day, kept.made as made, toString(sums.sum_of_hits) as sum
    from (select workspace_id, day, sum_of_hits from (${sumsOfDays(`workspace_id = {shop:UUID} and ${QUARTER} >= {firstQuarter:DateTime} and ${QUARTER} <= {lastQuarter:DateTime}`)})
      where day between {firstDay:Date} and {lastDay:Date}) as sums
    left join (select day, sum_of_hits, max(analytics_visit_days.made) as made from analytics_visit_days
      where workspace_id = {shop:UUID} and day between {firstDay:Date} and {lastDay:Date} group by day, sum_of_hits) as kept
    on kept.day = sums.day and kept.sum_of_hits = sums.sum_of_hits
    order by day`,
    { firstDay: first, lastDay: last, firstQuarter: `${addDays(first, -1)} 18:00:00`, lastQuarter: `${addDays(last, 1)} 00:00:00` },
  )
  return {
    made: days.filter(({ made }) => made > 0).map(({ made }) => made),
    raw: days.filter(({ made }) => made === 0).map(({ day }) => day),
    version: days.map(({ day, sum }) => `${day} ${sum}`).join(),
  }
}

const QUARTER = 'toStartOfInterval(at, interval 6 hour)'

/**
 * Shops' days in UTC, and of each the sum and number of all hits that its visits are made of: its own, those of the quarter before,
 * and of the one after. Days without a hit of their own have no visits, and no row. The very words of the projection
 * `quarters`, which answers it.
 */
export const sumsOfDays = (hits: string): string => `
  select workspace_id, day_and_own.1 as day, sum(of_quarter) as sum_of_hits, sum(hits_of_quarter) as hits
  from (
    select workspace_id, arrayJoin(multiIf(
        toHour(quarter) = 0, [(toDate(quarter) - 1, 0), (toDate(quarter), 1)],
        toHour(quarter) = 18, [(toDate(quarter), 1), (toDate(quarter) + 1, 0)],
        [(toDate(quarter), 1)])) as day_and_own, of_quarter, hits_of_quarter
    from (
      select workspace_id, ${QUARTER} as quarter, count() as hits_of_quarter,
        sum(cityHash64(at, kind, site_id, visitor, host, path, name, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, channel, code,
          ifNull(toString(link_id), ''), ifNull(toString(post_id), ''), placement, ifNull(toString(value), ''), currency, engaged_ms, country, language, device, browser, system)) as of_quarter
      from analytics_hits where ${hits} group by workspace_id, ${QUARTER}
    )
  )
  group by workspace_id, day having sum(day_and_own.2) > 0`

const utcDay = (at: Date): string => at.toISOString().slice(0, 10)

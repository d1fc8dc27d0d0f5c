import type { VisitsSummary } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import { NOT_FOUND, type Span } from '../model.ts'
import { countedOnce } from './counted-once.ts'
import { daysOf } from './visits-of-period.ts'
import { HITS_IN_SPAN, spanParams, IS_CLICK, visitsIn } from './visits.ts'

/** Without the days that were asked for, which only the route knows by name. */
export type Summary = Omit<VisitsSummary, 'from' | 'to'>

interface DayRow {
  day: string
  visits: number
  visitors: number
  views: number
  bounces: number
  engagedMs: number
}

/** Visits, visitors and views, in all and for each day of the zone; days on which nobody came are there too. */
export async function visitsSummary(scope: ReadScope, span: Span, zone: string): Promise<Summary> {
  const { visits: rowsOfVisits, params: ofVisits } = await visitsIn(scope, span)
  const params = { ...ofVisits, ...spanParams(span), zone }
  const [rows, [marks]] = await Promise.all([
    scope.hits.query<DayRow>(
      `select
        toString(toDate(first_at, {zone:String})) as day, ${countedOnce.visits} as visits, ${countedOnce.visitors} as visitors, sum(visit.views) as views,
        ${countedOnce.bounces} as bounces, sum(visit.engaged_ms) as engagedMs
      from (${rowsOfVisits(['first_at', 'visitor', 'from_visitor', 'views', 'acts', 'engaged_ms'])}) as visit group by day`,
      params,
    ),
    scope.hits.query<{ clicks: number; whatsappOpened: number; goals: number }>(
      `select countIf(${IS_CLICK}) as clicks, countIf(kind = 'whatsapp-opened') as whatsappOpened, countIf(kind = 'goal' and name != '${NOT_FOUND}') as goals
      from analytics_hits where ${HITS_IN_SPAN} and kind in ('click', 'whatsapp-opened', 'goal')`,
      params,
    ),
  ])
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const sum = (of: (row: DayRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const visits = sum((row) => row.visits)
  const engagedMs = sum((row) => row.engagedMs)
  return {
    visits,
    visitors: sum((row) => row.visitors),
    views: sum((row) => row.views),
    bounces: sum((row) => row.bounces),
    // Of those who went on from another site, and whose visit began before, nothing can be said of a visit here.
    engagedSeconds: engagedMs === 0 || visits === 0 ? null : engagedMs / 1000 / visits,
    ...marks!,
    days: daysOf(zone, span).map((day) => {
      const { visits = 0, visitors = 0, views = 0 } = byDay.get(day) ?? {}
      return { day, visits, visitors, views }
    }),
  }
}

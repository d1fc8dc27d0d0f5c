import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { HITS_IN_SPAN, spanParams, VISITS } from './visits.ts'

export interface MonthVisits {
  /** `2026-11`, in the zone asked for. */
  month: string
  visits: number
  whatsappOpened: number
}

/** Visits and opened chats a month, the oldest first. A month in which nothing was seen has no row. */
export async function visitsByMonth(scope: ReadScope, span: Span, zone: string): Promise<MonthVisits[]> {
  return scope.hits.query<MonthVisits>(
    `select month, sum(visits) as visits, sum(opened) as whatsappOpened
    from (
      select formatDateTime(first_at, '%Y-%m', {zone:String}) as month, count() as visits, 0 as opened from (${VISITS}) group by month
      union all
      select formatDateTime(at, '%Y-%m', {zone:String}) as month, 0, count() from analytics_hits where ${HITS_IN_SPAN} and kind = 'whatsapp-opened' group by month
    )
    group by month order by month`,
    { ...spanParams(span), zone },
  )
}

import type { PageVisits } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { HITS_IN_SPAN, spanParams } from './visits.ts'

/** The pages most looked at. A visitor is counted once a day and page. */
export async function topPages(scope: ReadScope, span: Span, limit = 20): Promise<PageVisits[]> {
  return scope.hits.query<PageVisits>(
    `select
      site_id as siteId, host, path, countIf(kind = 'view') as views, uniqExactIf(visitor, kind = 'view') as visitors,
      if(countIf(kind = 'engagement') = 0, null, sum(engaged_ms) / 1000 / views) as engagedSeconds
    from analytics_hits where ${HITS_IN_SPAN} and kind in ('view', 'engagement')
    group by siteId, host, path having views > 0
    order by views desc, visitors desc, host, path limit {limit:UInt32}`,
    { ...spanParams(span), limit },
  )
}

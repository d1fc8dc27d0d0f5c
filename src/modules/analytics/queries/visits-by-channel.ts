import type { ChannelVisits } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { countedOnce } from './counted-once.ts'
import { HITS_IN_SPAN, IS_CLICK, spanParams, visitsIn } from './visits.ts'

/** Where people came from, the channel with most visits first. A visitor is counted once a day. */
export async function visitsByChannel(scope: ReadScope, span: Span): Promise<ChannelVisits[]> {
  const { visits, params } = await visitsIn(scope, span)
  return scope.hits.query<ChannelVisits>(
    `select channel, sum(visits) as visits, sum(visitors) as visitors, sum(opened) as whatsappOpened, sum(clicked) as clicks
    from (
      select channel, ${countedOnce.visits} as visits, ${countedOnce.visitors} as visitors, 0 as opened, 0 as clicked from (${visits(['channel', 'visitor', 'from_visitor'])}) as visit group by channel
      union all
      select channel, 0, 0, countIf(kind = 'whatsapp-opened'), countIf(${IS_CLICK})
      from analytics_hits where ${HITS_IN_SPAN} and kind in ('click', 'whatsapp-opened') group by channel
    )
    group by channel order by visits desc, clicks desc, channel`,
    { ...params, ...spanParams(span) },
  )
}

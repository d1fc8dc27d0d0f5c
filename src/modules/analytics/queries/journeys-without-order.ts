import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { HITS_IN_SPAN, spanParams, visitsIn } from './visits.ts'

export interface PathWithoutOrder {
  /** The channels of a visitor's visits, the earliest first. */
  channels: Channel[]
  visitors: number
}

/** A path longer than this says no more, and paths rarer than so many others hardly count. */
const MOST_TOUCHES = 20
const MOST_PATHS = 2_000

/**
 * How many visitors came which way in a span and told no order, the most frequent path first. A chat that was opened by
 * its link is a touch as well: no page of ours follows it. Who went on to another of the shop's sites is counted where they began,
 * and not at all where they ordered there.
 */
export async function journeysWithoutOrder(scope: ReadScope, span: Span): Promise<PathWithoutOrder[]> {
  const { visits, params } = await visitsIn(scope, span)
  return scope.hits.query<PathWithoutOrder>(
    `with orders as (select site_id, visitor from analytics_hits where ${HITS_IN_SPAN} and kind = 'order-code')
    select channels, count() as visitors
    from (
      select arraySlice(arrayMap(touch -> touch.2, arraySort(groupArray((first_at, channel)))), -${MOST_TOUCHES}) as channels
      from (
        select site_id, visitor, first_at, toString(channel) as channel from (${visits(['site_id', 'visitor', 'first_at', 'channel', 'from_visitor'])}) where from_visitor = 0
        union all
        select site_id, visitor, at, toString(channel) from analytics_hits where ${HITS_IN_SPAN} and kind = 'whatsapp-opened' and path = '' and visitor != 0
      )
      where (site_id, visitor) not in orders
        and visitor not in (select from_visitor from analytics_hits where ${HITS_IN_SPAN} and from_visitor != 0 and (site_id, visitor) in orders)
      group by site_id, visitor
    )
    group by channels order by visitors desc, channels limit ${MOST_PATHS}`,
    { ...params, ...spanParams(span) },
  )
}

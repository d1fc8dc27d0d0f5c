import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { HITS_IN_SPAN, spanParams, visitsIn } from './visits.ts'

export interface OrderVisit {
  /** The order's code, in capitals. */
  code: string
  channel: Channel
  at: Date
}

/**
 * The visits that led to an order, where the site told the order's code: those of the same visitor in the window before it.
 * Only codes that one visitor told at one time: a code that many orders share (that of a post) says nothing of any one.
 * A visitor without consent is known for a day, so a longer journey is cut there.
 */
export async function visitsOfOrders(scope: ReadScope, span: Span, windowDays: number): Promise<OrderVisit[]> {
  const window = windowDays * 86_400
  const { visits, params } = await visitsIn(scope, { ...span, from: new Date(span.from.getTime() - window * 1000) })
  const rows = await scope.hits.query<{ code: string; channel: Channel; ms: number }>(
    `with told as (
      select upper(trimBoth(code)) as order_code, any(site_id) as site, any(visitor) as who, min(at) as ordered_at
      from analytics_hits where ${HITS_IN_SPAN} and kind = 'order-code' and code != '' and visitor != 0
      group by order_code having uniqExact(site_id, visitor) = 1 and max(at) - min(at) < 1800
    )
    select told.order_code as code, visit.channel as channel, toUnixTimestamp64Milli(visit.first_at) as ms
    from (${visits(['site_id', 'visitor', 'channel', 'first_at'])}) as visit
    inner join told on told.site = visit.site_id and told.who = visit.visitor
    where visit.first_at <= told.ordered_at and visit.first_at >= told.ordered_at - interval {window:UInt32} second
    order by code, ms`,
    { ...params, ...spanParams(span), window },
  )
  return rows.map(({ code, channel, ms }) => ({ code, channel, at: new Date(Number(ms)) }))
}

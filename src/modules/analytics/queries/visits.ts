import { VISIT_GAP_SECONDS, type Span } from '../model.ts'

/**
 * The visits of a shop in a span, one row each, as a subquery: `first_at, channel, code, views, acts, engaged_ms`.
 * A visit is a visitor's hits on one site with no gap of 30 minutes between them, at least one of them a view; it belongs
 * to the moment and the source of its first hit (for the shop's own page that is the click on the link that led there).
 * An act is what somebody did beside looking. Hits of half an hour before the span tell whether a visit began before it.
 * Parameters `from` and `to` as `spanParams` gives them.
 */
export const VISITS = `
  select
    site_id, visitor, min(at) as first_at,
    argMin(channel, at) as channel, argMin(code, at) as code,
    countIf(kind = 'view') as views, countIf(kind in ('goal', 'outbound', 'order-code', 'whatsapp-opened')) as acts, sum(engaged_ms) as engaged_ms
  from (
    select
      site_id, visitor, at, kind, channel, code, engaged_ms,
      sum(begins) over (partition by site_id, visitor order by at rows between unbounded preceding and current row) as visit
    from (
      select
        *,
        at > lagInFrame(at, 1, toDateTime64(0, 3, 'UTC')) over (partition by site_id, visitor order by at rows between unbounded preceding and current row)
          + interval ${VISIT_GAP_SECONDS} second as begins
      from analytics_hits
      where workspace_id = {shop:UUID}
        and at >= {from:DateTime64(3, 'UTC')} - interval ${VISIT_GAP_SECONDS} second and at < {to:DateTime64(3, 'UTC')}
        and toDate(at) between toDate({from:DateTime64(3, 'UTC')} - interval ${VISIT_GAP_SECONDS} second) and toDate({to:DateTime64(3, 'UTC')})
        and visitor != 0
    )
  )
  group by site_id, visitor, visit
  having views > 0 and first_at >= {from:DateTime64(3, 'UTC')}`

/** The hits themselves, of the same shop and span. */
export const HITS_IN_SPAN = `
  workspace_id = {shop:UUID}
  and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})`

/** An opened short link: the hit of a link itself, not what was pressed on a page it led to. */
export const IS_CLICK = `(kind = 'click' or (kind = 'whatsapp-opened' and path = ''))`

export const spanParams = ({ from, to }: Span): { from: string; to: string } => ({ from: instantParam(from), to: instantParam(to) })

/** As ClickHouse reads a DateTime64 parameter. */
export const instantParam = (at: Date): string => at.toISOString().replace('T', ' ').slice(0, 23)

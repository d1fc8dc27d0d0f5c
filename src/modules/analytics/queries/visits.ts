import type { ReadScope } from '#platform/scope'
import { LONGEST_VISIT_SECONDS, VISIT_GAP_SECONDS, type Span } from '../model.ts'
import { instantParam } from './instant-param.ts'
import { daysOfHits } from './kept-days.ts'
import { setVisitsAside, visitsAside, type Aside } from './visits-aside.ts'
import { BEGAN, rawParams, visitsOfHits, type VisitColumn } from './visits-of-hits.ts'

/** What stands behind FROM in a question, with the parameters that it wants. */
interface Visits {
  /**
   * With these columns, in this order; those of days that are not kept out of their hits, or as they were set aside. The engine plans
   * all that are named, read or not: eight kept it 25 ms longer than two.
   */
  visits: (columns: readonly VisitColumn[], from?: 'hits' | 'aside') => string
  params: Record<string, unknown>
  /** Those of days that are not kept, made once for all who ask; null where there are none, or too many, or so few that whoever would not wait makes them too. */
  aside: (how?: { waits?: boolean }) => Promise<Aside | null>
  /** How many hits the days of the span have, of all sites. */
  hits: number
  /** Stays the same as long as the visits do. */
  version: string
}

/**
 * The visits of a shop that began in a span, one row each, as a subquery. A visit is a visitor's hits on one site with no
 * gap of more than 30 minutes between them, at least one of them a view; it belongs, whole, to the moment and the source
 * of its first hit (for the shop's own page that is the click on the link that led there), and is cut six hours after it.
 * An act is what somebody did beside looking; the arrays `step_…` are all its hits in their order, `told_…` the values
 * that they told.
 *
 * Days that are over were kept as rows; those that were not, or whose hits changed since, are made out of the hits.
 */
export async function visitsIn(scope: ReadScope, span: Span, { site }: { site?: string } = {}): Promise<Visits> {
  const { made, raw, hits, version } = await daysOfHits(scope, span)
  const which = site === undefined ? '1' : 'hit.site_id = {visitsSite:UUID}'
  const rawVisits = (columns: readonly VisitColumn[], from: 'hits' | 'aside') => (from === 'aside' ? visitsAside(columns) : visitsOfHits(columns, which))
  return {
    visits: (columns, from = 'hits') =>
      [...(made.length > 0 ? [keptVisits(columns, site)] : []), ...(raw.days.length > 0 || made.length === 0 ? [rawVisits(columns, from)] : [])].join(' union all '),
    aside: ({ waits } = {}) => setVisitsAside(scope, raw, { site, which, waits }),
    hits,
    version,
    params: {
      visitsFrom: instantParam(span.from),
      visitsTo: instantParam(span.to),
      ...(made.length > 0 && { made }),
      ...rawParams(span, raw.days),
      ...(site !== undefined && { visitsSite: site }),
    },
  }
}

const keptVisits = (columns: readonly VisitColumn[], site?: string): string => `
  select ${columns.join(', ')} from analytics_visits
  where workspace_id = {shop:UUID} and ${BEGAN} and made in {made:Array(UInt64)}${site === undefined ? '' : ' and site_id = {visitsSite:UUID}'}`

/** The hits of a shop in a span, and those around it that belong to its visits. Visitor 0 is nobody: such a hit is of no visit. */
export const NEARBY_HITS = `
  workspace_id = {shop:UUID}
  and at >= {from:DateTime64(3, 'UTC')} - interval ${VISIT_GAP_SECONDS} second and at < {to:DateTime64(3, 'UTC')} + interval ${LONGEST_VISIT_SECONDS} second
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')} - interval ${VISIT_GAP_SECONDS} second) and toDate({to:DateTime64(3, 'UTC')} + interval ${LONGEST_VISIT_SECONDS} second)`

/** The hits themselves, of the same shop and span. */
export const HITS_IN_SPAN = `
  workspace_id = {shop:UUID}
  and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})`

/** An opened short link: the hit of a link itself, not what was pressed on a page it led to. */
export const IS_CLICK = `(kind = 'click' or (kind = 'whatsapp-opened' and path = ''))`

export const spanParams = ({ from, to }: Span): { from: string; to: string } => ({ from: instantParam(from), to: instantParam(to) })

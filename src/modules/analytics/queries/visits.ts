import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { LONGEST_VISIT_SECONDS, VISIT_GAP_SECONDS, type Span } from '../model.ts'
import { daysOfHits } from './kept-days.ts'

/** What stands behind FROM in a question, with the parameters that it wants. */
interface Visits {
  visits: string
  params: Record<string, unknown>
  /** Stays the same as long as the visits do. */
  version: string
}

/**
 * The visits of a shop that began in a span, one row each, as a subquery. A visit is a visitor's hits on one site with no
 * gap of more than 30 minutes between them, at least one of them a view; it belongs, whole, to the moment and the source
 * of its first hit (for the shop's own page that is the click on the link that led there), and is cut six hours after it.
 * An act is what somebody did beside looking; the arrays `step_…` are all its hits in their order, `told_…` the values
 * that they told. Columns that nobody asks for cost nothing.
 *
 * Days that are over were kept as rows; those that were not, or whose hits changed since, are made out of the hits.
 */
export async function visitsIn(scope: ReadScope, span: Span, { site }: { site?: string } = {}): Promise<Visits> {
  const { made, raw, version } = await daysOfHits(scope, span)
  const visits = [...(made.length > 0 ? [keptVisits(site)] : []), ...(raw.length > 0 || made.length === 0 ? [visitsOfHits(site === undefined ? '1' : 'hit.site_id = {visitsSite:UUID}')] : [])]
  return {
    visits: visits.join(' union all '),
    version,
    params: {
      visitsFrom: instantParam(span.from),
      visitsTo: instantParam(span.to),
      ...(made.length > 0 && { made }),
      ...rawParams(span, raw),
      ...(site !== undefined && { visitsSite: site }),
    },
  }
}

const BEGAN = `first_at >= {visitsFrom:DateTime64(3, 'UTC')} and first_at < {visitsTo:DateTime64(3, 'UTC')}`

/** What of a span is made out of hits: these days and the hits around them. */
export function rawParams(span: Span, raw: readonly string[]): Record<string, unknown> {
  const [first = '1970-01-01', last = '1970-01-01'] = [raw[0], raw.at(-1)]
  const from = Math.max(span.from.getTime(), Date.parse(first))
  const to = Math.min(span.to.getTime(), Date.parse(addDays(last, 1)))
  return {
    rawDays: raw,
    nearDays: [...new Set(raw.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]))],
    nearFrom: instantParam(new Date(from - VISIT_GAP_SECONDS * 1000)),
    nearTo: instantParam(new Date(to + LONGEST_VISIT_SECONDS * 1000)),
  }
}

/** What a visit says, and how a visitor's hits say it. */
const COLUMNS = {
  site_id: 'any(hit.site_id)',
  visitor: 'hit.visitor',
  first_at: 'min(hit.at)',
  last_at: 'max(hit.at)',
  channel: 'toLowCardinality(argMin(hit.channel, hit.at))',
  code: 'argMin(hit.code, hit.at)',
  referrer: 'argMin(hit.referrer, hit.at)',
  utm_source: 'toLowCardinality(argMin(hit.utm_source, hit.at))',
  utm_medium: 'toLowCardinality(argMin(hit.utm_medium, hit.at))',
  utm_campaign: 'argMin(hit.utm_campaign, hit.at)',
  utm_content: 'argMin(hit.utm_content, hit.at)',
  utm_term: 'argMin(hit.utm_term, hit.at)',
  link_id: 'argMin(tuple(hit.link_id), hit.at).1',
  post_id: 'argMin(tuple(hit.post_id), hit.at).1',
  placement: 'argMin(hit.placement, hit.at)',
  country: 'toLowCardinality(argMin(hit.country, hit.at))',
  language: 'toLowCardinality(argMin(hit.language, hit.at))',
  device: 'toLowCardinality(argMin(hit.device, hit.at))',
  browser: 'toLowCardinality(argMin(hit.browser, hit.at))',
  system: 'toLowCardinality(argMin(hit.system, hit.at))',
  entry: `argMinIf(concat(hit.host, hit.path), hit.at, hit.kind = 'view')`,
  exit: `argMaxIf(concat(hit.host, hit.path), hit.at, hit.kind = 'view')`,
  views: `toUInt32(countIf(hit.kind = 'view'))`,
  acts: `toUInt32(countIf(hit.kind in ('goal', 'outbound', 'order-code', 'whatsapp-opened')))`,
  reached: `toUInt32(countIf(hit.kind in ('goal', 'order-code', 'whatsapp-opened')))`,
  engaged_ms: 'sum(hit.engaged_ms)',
  told_value: 'groupArrayIf(assumeNotNull(hit.value), isNotNull(hit.value))',
  told_currency: 'groupArrayIf(hit.currency, isNotNull(hit.value))',
  step_at: 'steps.1',
  step_kind: 'steps.2',
  step_page: 'steps.3',
  step_name: 'steps.4',
  step_engaged_ms: 'steps.5',
  step_value: 'steps.6',
  step_currency: `cast(steps.7, 'Array(LowCardinality(String))')`,
}
export const COLUMNS_OF_VISITS = Object.keys(COLUMNS).join(', ')

/** As which number a kind of hit stands in `step_kind`: its place here, from 1; all others are 0. Kept with the visits, so only ever added to. */
const STEP_KINDS = ['view', 'engagement', 'goal', 'outbound', 'whatsapp-opened', 'order-code'] as const
export const numberOfKind = (kind: (typeof STEP_KINDS)[number]): number => STEP_KINDS.indexOf(kind) + 1

const STEPS = `arraySort(groupArray((hit.at, toUInt8(indexOf([${STEP_KINDS.map((kind) => `'${kind}'`).join(', ')}], hit.kind)), concat(hit.host, hit.path), hit.name, hit.engaged_ms, hit.value, toString(hit.currency)))) as steps`
const MADE_OF_HITS = [STEPS, ...Object.entries(COLUMNS).map(([name, of]) => `${of} as ${name}`)].join(', ')

const keptVisits = (site?: string): string => `
  select ${COLUMNS_OF_VISITS} from analytics_visits
  where workspace_id = {shop:UUID} and ${BEGAN} and made in {made:Array(UInt64)}${site === undefined ? '' : ' and site_id = {visitsSite:UUID}'}`

/**
 * Visits of the days `rawDays` out of the hits around them: those of half an hour before tell whether a visit began earlier,
 * those of six hours after how one went on.
 *
 * Whoever was there for no longer than 30 minutes made one visit, without another look at the gaps: most did, and a sort
 * of all hits by visitor costs several times what everything else does. Only the others' hits are sorted.
 *
 * `which` is a condition upon a `hit` that holds for all of a visitor's or for none.
 */
export const visitsOfHits = (which: string): string => {
  const hits = `analytics_hits as hit where ${HITS_AROUND} and ${which}`
  return `
  select ${COLUMNS_OF_VISITS} from (
    select ${MADE_OF_HITS} from ${hits} group by hit.visitor having not ${STAYED} and ${IS_VISIT}
  )
  union all
  select ${COLUMNS_OF_VISITS} from (
    select ${MADE_OF_HITS} from (
      -- Hits of one instant are of one visit, whichever of them was taken for the first.
      select *, maxIf(at, begins) over (partition by visitor order by at range between unbounded preceding and current row) as began
      from (
        select
          *,
          at > lagInFrame(at, 1, toDateTime64(0, 3, 'UTC')) over (partition by visitor order by at rows between unbounded preceding and current row)
            + interval ${VISIT_GAP_SECONDS} second as begins
        from ${hits} and visitor in (select hit.visitor from ${hits} group by hit.visitor having ${STAYED})
      )
    ) as hit
    where hit.at < hit.began + interval ${LONGEST_VISIT_SECONDS} second
    group by hit.visitor, hit.began having ${IS_VISIT}
  )`
}

const HITS_AROUND = `
  workspace_id = {shop:UUID} and toDate(at) in {nearDays:Array(Date)}
  and at >= {nearFrom:DateTime64(3, 'UTC')} and at < {nearTo:DateTime64(3, 'UTC')} and visitor != 0`

const STAYED = `dateDiff('millisecond', min(hit.at), max(hit.at)) > ${VISIT_GAP_SECONDS * 1000}`
const IS_VISIT = `views > 0 and ${BEGAN} and toDate(first_at) in {rawDays:Array(Date)}`

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

/** As ClickHouse reads a DateTime64 parameter. */
export const instantParam = (at: Date): string => at.toISOString().replace('T', ' ').slice(0, 23)

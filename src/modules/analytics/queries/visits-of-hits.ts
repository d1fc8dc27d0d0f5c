import { addDays } from '#platform/clock'
import { LONGEST_VISIT_SECONDS, NOT_FOUND, VISIT_GAP_SECONDS, type Span } from '../model.ts'
import { instantParam } from './instant-param.ts'

/**
 * Visits of the days `rawDays` out of the hits around them: those of half an hour before tell whether a visit began earlier,
 * those of six hours after how one went on. `which` is a condition upon hits that holds for all of a visitor's or for none.
 *
 * One look at the hits: each visitor's are put in their order and parted where a gap lies before one.
 */
export function visitsOfHits(columns: readonly VisitColumn[], which: string): string {
  const wanted = new Set<OfHit>(['at', 'kind'])
  for (const column of columns) COLUMNS[column]((one) => (wanted.add(one), ''))
  // What stands before the last of the steps that is read is their order.
  const steps = OF_STEP.slice(0, OF_STEP.findLastIndex((one) => wanted.has(one)) + 1)
  const read = (Object.keys(OF_HIT) as OfHit[]).filter((one) => wanted.has(one) || steps.includes(one))
  const of = (one: OfHit) => `hits.${read.indexOf(one) + 1}`
  const made = [...new Set<VisitColumn>([...columns, 'first_at', 'views'])].map((column) => `${COLUMNS[column](of)} as ${column}`)
  return `
  select ${columns.join(', ')} from (
    select ${made.join(', ')}
    from (
      select
        visitor, any(hit.site_id) as site_id, arraySort(groupArray(tuple(${read.map((one) => OF_HIT[one]).join(', ')}))) as of_visitor,
        arrayMap(gap -> gap > ${VISIT_GAP_SECONDS * 1000}, ${gaps('of_visitor')}) as begins
      from analytics_hits as hit where ${HITS_AROUND} and ${which}
      group by visitor having has(tupleElement(of_visitor, 2), ${numberOfKind('view')})
    )
    array join arrayMap(hits -> arrayFilter((hit, since) -> since < ${LONGEST_VISIT_SECONDS * 1000}, hits, arrayCumSum(${gaps('hits')})), arraySplit((hit, begins) -> begins, of_visitor, begins)) as hits
    where views > 0 and ${BEGAN} and toDate(first_at) in {rawDays:Array(Date)}
  )`
}

/** Between each hit and the one before, in ms; 0 before the first. */
const gaps = (hits: string): string => `arrayDifference(arrayMap(hit -> toUnixTimestamp64Milli(hit.1), ${hits}))`

/**
 * The store's one projection, `quarters`, is of no use to questions about visits, and to weigh it is a tenth of their planning. Nor is machine
 * code, which is made of what was asked three times and takes longer than all that it would do.
 */
export const AS_IT_STANDS = 'settings optimize_use_projections = 0, compile_expressions = 0, compile_aggregate_expressions = 0, compile_sort_description = 0'

/** A visit began in the span that is asked about. */
export const BEGAN = `first_at >= {visitsFrom:DateTime64(3, 'UTC')} and first_at < {visitsTo:DateTime64(3, 'UTC')}`

const HITS_AROUND = `
  workspace_id = {shop:UUID} and toDate(at) in {nearDays:Array(Date)}
  and at >= {nearFrom:DateTime64(3, 'UTC')} and at < {nearTo:DateTime64(3, 'UTC')} and visitor != 0`

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

/** As which number a kind of hit stands in `step_kind`: its place here, from 1; all others are 0. Kept with the visits, so only ever added to. */
const STEP_KINDS = ['view', 'engagement', 'goal', 'outbound', 'whatsapp-opened', 'order-code'] as const
export const numberOfKind = (kind: (typeof STEP_KINDS)[number]): number => STEP_KINDS.indexOf(kind) + 1
/** Of a hit: its kind as a number. */
export const HIT_KIND = `toUInt8(indexOf([${STEP_KINDS.map((kind) => `'${kind}'`).join(', ')}], kind))`
const kinds = (...some: (typeof STEP_KINDS)[number][]): string => `kind in (${some.map(numberOfKind).join(', ')})`

/** What of a hit its visit is made of. Those of one instant stand in the order of what stands first here. */
const OF_HIT = {
  at: 'at',
  kind: HIT_KIND,
  page: 'concat(host, path)',
  name: 'name',
  engaged_ms: 'engaged_ms',
  value: 'value',
  currency: 'currency',
  channel: 'channel',
  code: 'code',
  referrer: 'referrer',
  utm_source: 'utm_source',
  utm_medium: 'utm_medium',
  utm_campaign: 'utm_campaign',
  utm_content: 'utm_content',
  utm_term: 'utm_term',
  link_id: 'link_id',
  post_id: 'post_id',
  placement: 'placement',
  country: 'country',
  language: 'language',
  device: 'device',
  browser: 'browser',
  system: 'system',
  from_site: 'from_site',
  from_visitor: 'from_visitor',
  from_at: 'from_at',
}
type OfHit = keyof typeof OF_HIT
const OF_STEP: readonly OfHit[] = ['at', 'kind', 'page', 'name', 'engaged_ms', 'value', 'currency']

/** How a visit's `hits`, in their order, say what it says; `of` is what one column of them holds. */
type OfVisit = (of: (one: OfHit) => string) => string
const first = (one: OfHit): OfVisit => (of) => `${of(one)}[1]`
const all = (one: OfHit): OfVisit => (of) => of(one)
const counting = (...some: (typeof STEP_KINDS)[number][]): OfVisit => (of) => `toUInt32(arrayCount(kind -> ${kinds(...some)}, ${of('kind')}))`

/** What somebody did: that a page was not there is told like a goal, and is none. */
const countingActs = (...some: (typeof STEP_KINDS)[number][]): OfVisit => (of) =>
  `toUInt32(arrayCount((kind, name) -> ${kinds(...some)} and not (kind = ${numberOfKind('goal')} and name = '${NOT_FOUND}'), ${of('kind')}, ${of('name')}))`

/** By which others know the visitor to have come: what the link said, or the site that led here. */
const source = (utmSource: string, referrer: string): string => `toLowCardinality(if(${utmSource} != '', lowerUTF8(${utmSource}), lowerUTF8(extract(${referrer}, '^[A-Za-z-]+://(?:www[.])?([^/?#]+)'))))`

/** A way is known by its first pages; longer ones are hardly ever taken twice. */
export const PAGES_OF_WAY = 5
/** The first pages that a visit looked at, in their order; one looked at again at once stands once. */
export const firstPages = (pages: string, kind: string): string => `arraySlice(arrayCompact(arrayFilter((page, kind) -> ${kinds('view')}, ${pages}, ${kind})), 1, ${PAGES_OF_WAY})`
/** Pages as numbers: to count ways by their texts takes several times as long, and only a few of them are shown. */
const walked: OfVisit = (of) => firstPages(`arrayMap(page -> cityHash64(page), ${of('page')})`, of('kind'))

/** Each page that was looked at, how often it was opened, and for how long it was looked at, in ms. */
const lookedAt: OfVisit = (of) => {
  const looks = `arraySort(arrayFilter(look -> look.2 in (${numberOfKind('view')}, ${numberOfKind('engagement')}), arrayZip(${of('page')}, ${of('kind')}, ${of('engaged_ms')})))`
  const byPage = `arraySplit((look, nth) -> nth = 1, ${looks}, arrayEnumerateUniq(tupleElement(${looks}, 1)))`
  return `arrayMap(looks -> (looks[1].1, toUInt32(arrayCount(look -> look.2 = ${numberOfKind('view')}, looks)), arraySum(look -> look.3, looks)), ${byPage})`
}

const COLUMNS = {
  site_id: () => 'site_id',
  visitor: () => 'visitor',
  first_at: first('at'),
  last_at: (of) => `${of('at')}[-1]`,
  channel: first('channel'),
  code: first('code'),
  referrer: first('referrer'),
  utm_source: first('utm_source'),
  utm_medium: first('utm_medium'),
  utm_campaign: first('utm_campaign'),
  utm_content: first('utm_content'),
  utm_term: first('utm_term'),
  link_id: first('link_id'),
  post_id: first('post_id'),
  placement: first('placement'),
  country: first('country'),
  language: first('language'),
  device: first('device'),
  browser: first('browser'),
  system: first('system'),
  from_site: first('from_site'),
  from_visitor: first('from_visitor'),
  from_at: first('from_at'),
  entry: (of) => `arrayFirst((page, kind) -> ${kinds('view')}, ${of('page')}, ${of('kind')})`,
  exit: (of) => `arrayLast((page, kind) -> ${kinds('view')}, ${of('page')}, ${of('kind')})`,
  views: counting('view'),
  acts: countingActs('goal', 'outbound', 'order-code', 'whatsapp-opened'),
  reached: countingActs('goal', 'order-code', 'whatsapp-opened'),
  engaged_ms: (of) => `arraySum(${of('engaged_ms')})`,
  told_value: (of) => `arrayMap(value -> assumeNotNull(value), arrayFilter(value -> isNotNull(value), ${of('value')}))`,
  told_currency: (of) => `arrayFilter((currency, value) -> isNotNull(value), ${of('currency')}, ${of('value')})`,
  source: (of) => source(`${of('utm_source')}[1]`, `${of('referrer')}[1]`),
  way: (of) => `cityHash64(${walked(of)})`,
  way_pages: (of) => `toUInt8(length(${walked(of)}))`,
  pages: (of) => `tupleElement(${lookedAt(of)}, 1)`,
  page_views: (of) => `tupleElement(${lookedAt(of)}, 2)`,
  page_engaged_ms: (of) => `tupleElement(${lookedAt(of)}, 3)`,
  step_at: all('at'),
  step_kind: all('kind'),
  step_page: all('page'),
  step_name: all('name'),
  step_engaged_ms: all('engaged_ms'),
  step_value: all('value'),
  step_currency: all('currency'),
} satisfies Record<string, OfVisit>

/** Is another one wherever what is made of the same hits is another: then what was kept by other rules is made anew. */
export const RULES = 2

export type VisitColumn = keyof typeof COLUMNS
export const VISIT_COLUMNS = Object.keys(COLUMNS) as readonly VisitColumn[]

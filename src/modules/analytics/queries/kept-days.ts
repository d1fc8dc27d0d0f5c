import { addDays } from '#platform/clock'
import { together } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { RULES } from './visits-of-hits.ts'

/** Of the days, in UTC, on which a span has hits. */
interface DaysOfHits {
  /** The makings of those whose visits were kept and whose hits are still the same. */
  made: number[]
  raw: RawDays
  /** How many hits all of the days have, of all sites. */
  hits: number
  /** Of all hits that the span's visits are made of: the same as long as they are. */
  version: string
}

/** Those that must be made out of their hits. */
export interface RawDays {
  /** The earliest first. */
  days: string[]
  /** How many hits they have, of all sites. */
  hits: number
  /** The same as long as the hits that their visits are made of are. */
  version: string
}

/** Days in UTC, both included. */
interface Days {
  first: string
  last: string
}

/** A screen asks many questions at once, of the same days or nearly so. */
const looks = together<Days, Looked>()

/** Which days of a span have their visits kept, and which must be made out of the hits. */
export async function daysOfHits(scope: ReadScope, { from, to }: Span): Promise<DaysOfHits> {
  const asked = { first: utcDay(from), last: utcDay(new Date(to.getTime() - 1)) }
  return found(await looks(scope.workspaceId, asked, (all) => lookAtDays(scope, all)), asked)
}

/** What a look saw of some days and of the quarters around them. */
interface Looked {
  quarters: Map<string, { sum: bigint; hits: number }>
  /** By the day and the sum of all hits that its visits were made of. */
  makings: Map<string, number>
}

interface Row {
  at: string
  sum: string
  /** 0 for a day. */
  hits: number
  /** 0 for a quarter. */
  making: number
}

async function lookAtDays(scope: ReadScope, asked: readonly Days[]): Promise<Looked> {
  const spans = joined(asked)
  const any = (condition: (n: number) => string) => `(${spans.map((_, n) => condition(n)).join(' or ')})`
  // Put together here and not in the store: the engine plans the two lists in half the time that it takes to plan their join.
  const rows = await scope.hits.query<Row>(
    `select toString(quarter) as at, toString(of_quarter) as sum, hits_of_quarter as hits, 0 as making
    from (${sumsOfQuarters(`workspace_id = {shop:UUID} and ${any((n) => `${QUARTER} >= {firstQuarter${n}:DateTime} and ${QUARTER} <= {lastQuarter${n}:DateTime}`)}`)})
    union all
    select toString(day), toString(sum_of_hits), 0, made from analytics_visit_days where workspace_id = {shop:UUID} and rules = ${RULES} and ${any((n) => `day between {firstDay${n}:Date} and {lastDay${n}:Date}`)}`,
    Object.assign({}, ...spans.map(({ first, last }, n) => ({ [`firstDay${n}`]: first, [`lastDay${n}`]: last, [`firstQuarter${n}`]: `${addDays(first, -1)} 18:00:00`, [`lastQuarter${n}`]: `${addDays(last, 1)} 00:00:00` }))),
  )
  const quarters = new Map(rows.filter(({ making }) => making === 0).map(({ at, sum, hits }) => [at, { sum: BigInt(sum), hits }]))
  const makings = new Map<string, number>()
  for (const { at, sum, making } of rows) {
    const key = `${at} ${sum}`
    if (making > (makings.get(key) ?? 0)) makings.set(key, making)
  }
  return { quarters, makings }
}

/** Those that overlap as one. */
function joined(asked: readonly Days[]): Days[] {
  const spans: Days[] = []
  for (const { first, last } of asked.toSorted((one, other) => (one.first < other.first ? -1 : 1))) {
    const before = spans.at(-1)
    if (!before || before.last < first) spans.push({ first, last })
    else if (before.last < last) before.last = last
  }
  return spans
}

function found({ quarters, makings }: Looked, { first, last }: Days): DaysOfHits {
  const days: { day: string; sum: string; making: number | undefined }[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const sum = sumOfDay(quarters, day)
    if (sum !== null) days.push({ day, sum, making: makings.get(`${day} ${sum}`) })
  }
  const raw = days.filter(({ making }) => making === undefined)
  const hitsOf = (some: typeof days) => some.reduce((sum, { day }) => sum + quartersOf(quarters, day).reduce((own, { hits }) => own + hits, 0), 0)
  const versionOf = (some: typeof days) => some.map(({ day, sum }) => `${day} ${sum}`).join()
  return {
    made: days.flatMap(({ making }) => making ?? []),
    raw: {
      days: raw.map(({ day }) => day),
      hits: hitsOf(raw),
      version: versionOf(raw),
    },
    hits: hitsOf(days),
    version: versionOf(days),
  }
}

const quartersOf = (quarters: Looked['quarters'], day: string) => ['00', '06', '12', '18'].map((hour) => quarters.get(`${day} ${hour}:00:00`)).filter((quarter) => quarter !== undefined)

/** As `sumsOfDays` says it; null where the day has no hit of its own. */
function sumOfDay(quarters: Looked['quarters'], day: string): string | null {
  const own = quartersOf(quarters, day)
  if (own.length === 0) return null
  const around = [`${addDays(day, -1)} 18:00:00`, `${addDays(day, 1)} 00:00:00`].map((at) => quarters.get(at)).filter((quarter) => quarter !== undefined)
  return String(BigInt.asUintN(64, [...own, ...around].reduce((total, { sum }) => total + sum, 0n)))
}

const QUARTER = 'toStartOfInterval(at, interval 6 hour)'

/** The very words of the projection `quarters`, which answers it. */
const sumsOfQuarters = (hits: string): string => `
  select workspace_id, ${QUARTER} as quarter, count() as hits_of_quarter,
    sum(cityHash64(at, kind, site_id, visitor, host, path, name, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, channel, code,
      ifNull(toString(link_id), ''), ifNull(toString(post_id), ''), placement, ifNull(toString(value), ''), currency, engaged_ms, country, language, device, browser, system)) as of_quarter
  from analytics_hits where ${hits} group by workspace_id, ${QUARTER}`

/**
 * Shops' days in UTC, and of each the sum and number of all hits that its visits are made of: its own, those of the quarter before,
 * and of the one after. Days without a hit of their own have no visits, and no row.
 */
export const sumsOfDays = (hits: string): string => `
  select workspace_id, day_and_own.1 as day, sum(of_quarter) as sum_of_hits, sum(hits_of_quarter) as hits
  from (
    select workspace_id, arrayJoin(multiIf(
        toHour(quarter) = 0, [(toDate(quarter) - 1, 0), (toDate(quarter), 1)],
        toHour(quarter) = 18, [(toDate(quarter), 1), (toDate(quarter) + 1, 0)],
        [(toDate(quarter), 1)])) as day_and_own, of_quarter, hits_of_quarter
    from (${sumsOfQuarters(hits)})
  )
  group by workspace_id, day having sum(day_and_own.2) > 0`

const utcDay = (at: Date): string => at.toISOString().slice(0, 10)

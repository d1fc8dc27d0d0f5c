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

/** A screen asks many questions of the same days at once. */
const looks = together<DaysOfHits>()

/** Which days of a span have their visits kept, and which must be made out of their hits. */
export function daysOfHits(scope: ReadScope, { from, to }: Span): Promise<DaysOfHits> {
  const [first, last] = [utcDay(from), utcDay(new Date(to.getTime() - 1))]
  return looks(`${scope.workspaceId} ${first} ${last}`, () => lookAtDays(scope, first, last))
}

/** A quarter of a day with the sum of its hits, or a day whose visits were kept when that was the sum of all they were made of. */
interface Found {
  at: string
  sum: string
  /** 0 for a day. */
  hits: number
  /** 0 for a quarter. */
  making: number
}

async function lookAtDays(scope: ReadScope, first: string, last: string): Promise<DaysOfHits> {
  // Put together here and not in the store: the engine plans the two lists in half the time that it takes to plan their join.
  const found = await scope.hits.query<Found>(
    `select toString(quarter) as at, toString(of_quarter) as sum, hits_of_quarter as hits, 0 as making
    from (${sumsOfQuarters(`workspace_id = {shop:UUID} and ${QUARTER} >= {firstQuarter:DateTime} and ${QUARTER} <= {lastQuarter:DateTime}`)})
    union all
    select toString(day), toString(sum_of_hits), 0, made from analytics_visit_days where workspace_id = {shop:UUID} and rules = ${RULES} and day between {firstDay:Date} and {lastDay:Date}`,
    { firstDay: first, lastDay: last, firstQuarter: `${addDays(first, -1)} 18:00:00`, lastQuarter: `${addDays(last, 1)} 00:00:00` },
  )
  const ofQuarters = found.filter(({ making }) => making === 0)
  const quarters = new Map(ofQuarters.map(({ at, sum }) => [at, BigInt(sum)]))
  const makings = new Map<string, number>()
  for (const { at, sum, making } of found) {
    const key = `${at} ${sum}`
    if (making > (makings.get(key) ?? 0)) makings.set(key, making)
  }
  const days: { day: string; sum: string }[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const sum = sumOfDay(quarters, day)
    if (sum !== null) days.push({ day, sum })
  }
  const madeOf = ({ day, sum }: { day: string; sum: string }) => makings.get(`${day} ${sum}`)
  const raw = days.filter((day) => madeOf(day) === undefined)
  const versionOf = (some: typeof days) => some.map(({ day, sum }) => `${day} ${sum}`).join()
  return {
    made: days.map(madeOf).filter((making) => making !== undefined),
    raw: {
      days: raw.map(({ day }) => day),
      hits: ofQuarters.reduce((sum, { at, hits }) => (raw.some(({ day }) => at.startsWith(day)) ? sum + hits : sum), 0),
      version: versionOf(raw),
    },
    version: versionOf(days),
  }
}

/** As `sumsOfDays` says it; null where the day has no hit of its own. */
function sumOfDay(quarters: ReadonlyMap<string, bigint>, day: string): string | null {
  const own = ['00', '06', '12', '18'].map((hour) => quarters.get(`${day} ${hour}:00:00`)).filter((sum) => sum !== undefined)
  if (own.length === 0) return null
  const around = [quarters.get(`${addDays(day, -1)} 18:00:00`), quarters.get(`${addDays(day, 1)} 00:00:00`)].map((sum) => sum ?? 0n)
  return String(BigInt.asUintN(64, [...own, ...around].reduce((sum, more) => sum + more, 0n)))
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

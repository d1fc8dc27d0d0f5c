import type { VisitFigures, VisitMoment } from '#contract/visit-questions.ts'
import { addDays, dayIn, hourIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { Asked, Span } from '../model.ts'
import { countingOf, type Counting } from './counted-once.ts'
import { askPicked, pickedVisits, WORTH, type Picked } from './picked-visits.ts'

export interface PeriodVisits extends VisitFigures {
  moments: VisitMoment[]
}

interface Row extends VisitFigures {
  moment: string
  total: number
  /** Parts of visits that reached something where these went on: they may be counted already. */
  goingOn: number
}

/** Visitors, visits and what they did, in all and by local day or hour; those in which nobody came are there too. */
export async function visitsOfPeriod(scope: ReadScope, asked: Asked, by: 'day' | 'hour'): Promise<PeriodVisits> {
  const picked = await pickedVisits(scope, asked)
  const counted = countingOf(asked)
  const rows = await askPicked<Row>(
    scope,
    picked,
    `select
      ${by === 'day' ? `toString(began)` : `concat(toString(began.1), 'T', leftPad(toString(began.2), 2, '0'))`} as moment, grouping(began) as total,
      ${counted.visitors} as visitors, ${counted.visits} as visits, sum(visit.views) as views,
      ${counted.bounces} as bounces,
      sum(dateDiff('millisecond', visit.first_at, visit.last_at)) / 1000 / visits as seconds,
      if(sum(visit.engaged_ms) = 0, null, sum(visit.engaged_ms) / 1000 / visits) as engagedSeconds,
      ${counted.reachedApart.begun} as reached, ${counted.reachedApart.goingOn} as goingOn, sum(${WORTH}) as value
    from (select *, ${by === 'day' ? LOCAL_DAY : `(${LOCAL_DAY}, toHour(visit.first_at, {zone:String}))`} as began from ${picked.from} where ${picked.where}) as visit
    group by grouping sets ((began), ())`,
    { zone: asked.zone },
  )
  // `grouping` says 1 where a row is of all moments together. They are grouping sets and no rollup: that would put the moments' visitors together on one core.
  const { moment: _, total: __, goingOn, ...figures } = rows.find((row) => row.total === 1 && row.visitors > 0) ?? NOBODY
  if (goingOn > 0) figures.reached = await reachedOnce(scope, picked, counted)
  const byMoment = new Map(rows.filter((row) => row.total === 0).map((row) => [row.moment, row]))
  const moments = (by === 'day' ? daysOf(asked.zone, asked.span) : hoursOf(asked.zone, asked.span)).map((moment) => {
    const { visitors = 0, visits = 0, views = 0 } = byMoment.get(moment) ?? {}
    return { moment, visitors, visits, views }
  })
  return { ...figures, moments }
}

/** Visits whose parts reached something on several of the shop's sites are each one: only a few shops have such, and they wait for a second look. */
async function reachedOnce(scope: ReadScope, picked: Picked, counted: Counting): Promise<number> {
  const [row] = await askPicked<{ reached: number }>(scope, picked, `select ${counted.reached} as reached from ${picked.from} where ${picked.where} and visit.reached > 0`)
  return row!.reached
}

const LOCAL_DAY = 'toDate(visit.first_at, {zone:String})'

const NOBODY: Row = { moment: '', total: 1, visitors: 0, visits: 0, views: 0, bounces: 0, seconds: null, engagedSeconds: null, reached: 0, value: null, goingOn: 0 }

/** The zone's days from the first to the last instant of a span. */
export function daysOf(zone: string, { from, to }: Span): string[] {
  const days: string[] = []
  const last = dayIn(zone, new Date(to.getTime() - 1))
  for (let day = dayIn(zone, from); day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** No clock was ever changed by less, nor stands apart from the others by less. */
const STEP_MS = 15 * 60_000

/** The zone's hours likewise; one that its clocks skip is not there, one that they repeat is there once. */
export function hoursOf(zone: string, { from, to }: Span): string[] {
  const hours = new Set<string>()
  for (let at = from.getTime(); at < to.getTime(); at += STEP_MS) {
    const instant = new Date(at)
    hours.add(`${dayIn(zone, instant)}T${hourIn(zone, instant).slice(0, 2)}`)
  }
  return [...hours]
}

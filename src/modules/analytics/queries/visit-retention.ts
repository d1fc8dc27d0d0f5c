import type { VisitRetention } from '#contract/visit-questions.ts'
import { addDays, dayIn, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { askPicked, pickedVisits } from './picked-visits.ts'

/** Visitors by the week of their first visit in the span, and how many of them came in each week from then on. */
export async function visitRetention(scope: ReadScope, asked: Asked): Promise<Omit<VisitRetention, 'from' | 'to'>> {
  const { zone, span } = asked
  const picked = await pickedVisits(scope, asked)
  const rows = await askPicked<{ week: string; nth: number; visitors: number }>(
    scope,
    picked,
    `select toString(first) as week, intDiv(arrayJoin(weeks) - first, 7) as nth, count() as visitors
    from (
      select groupUniqArray(toMonday(toDate(visit.first_at, {zone:String}))) as weeks, arrayMin(weeks) as first
      from ${picked.from} where ${picked.where} group by visit.visitor
    )
    group by week, nth`,
    { zone },
  )
  const found = new Map(rows.map(({ week, nth, visitors }) => [`${week} ${nth}`, visitors]))
  const weeks = mondaysFrom(dayIn(zone, span.from), dayIn(zone, new Date(span.to.getTime() - 1)))
  return { weeks: weeks.map((week, index) => ({ week, visitors: weeks.slice(index).map((_, nth) => found.get(`${week} ${nth}`) ?? 0) })) }
}

function mondaysFrom(first: string, last: string): string[] {
  const mondays: string[] = []
  for (let day = addDays(first, 1 - weekdayOf(first)); day <= last; day = addDays(day, 7)) mondays.push(day)
  return mondays
}

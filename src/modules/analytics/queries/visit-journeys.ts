import type { VisitJourney, VisitJourneys } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { askPicked, pickedVisits, type Picked } from './picked-visits.ts'
import { firstPages } from './visits-of-hits.ts'

const MOST_JOURNEYS = 30
const MOST_DEAD_ENDS = 10

/** A way as a number, when one of the visits that took it began, how many did, how many of those reached something, and for how long they looked. */
type Way = [way: string, takenAt: string, visits: number, reached: number, engagedMs: number]

/** The ways that most took through the pages, and those of two pages or more on which nobody reached anything. */
export async function visitJourneys(scope: ReadScope, asked: Asked): Promise<Omit<VisitJourneys, 'from' | 'to'>> {
  const picked = await pickedVisits(scope, asked)
  const told = (ways: string) => `arrayMap(way -> (toString(way.2), toString(way.3), -way.1, way.4, way.5), ${ways})`
  const [found] = await askPicked<{ visits: number; reached: number; most: Way[]; dead: Way[] }>(
    scope,
    picked,
    `with (-toInt64(ways.visits), way, takenAt, ways.reached, engagedMs) as mostFirst
    select
      sum(ways.visits) as visits, sum(ways.reached) as reached, ${told(`groupArraySorted(${MOST_JOURNEYS})(mostFirst)`)} as most,
      ${told(`groupArraySortedIf(${MOST_DEAD_ENDS})(mostFirst, ways.reached = 0 and long)`)} as dead
    from (
      select
        visit.way as way, any(visit.way_pages > 1) as long, any(visit.first_at) as takenAt,
        count() as visits, countIf(visit.reached > 0) as reached, sum(visit.engaged_ms) as engagedMs
      from ${picked.from} where ${picked.where} group by way
    ) as ways`,
  )
  const { visits, reached, most } = found!
  // Where nothing leads anywhere no way is worse than the others.
  const dead = reached === 0 ? [] : found!.dead
  const pagesOf = await pagesOfWays(scope, picked, [...most, ...dead])
  const journeys = (ways: readonly Way[]): VisitJourney[] =>
    ways.flatMap(([way, , taken, led, engagedMs]) => {
      const pages = pagesOf.get(way)
      // A visit that goes on while it is asked about may have left its way.
      if (!pages) return []
      return [{ pages, visits: taken, engagedSeconds: engagedMs === 0 ? null : engagedMs / 1000 / taken, reached: led, luck: led > 0 ? null : (1 - reached / visits) ** taken }]
    })
  return { visits, reached, journeys: journeys(most), deadEnds: journeys(dead) }
}

/** The texts of ways, out of a visit each. */
async function pagesOfWays(scope: ReadScope, picked: Picked, ways: readonly Way[]): Promise<Map<string, string[]>> {
  if (ways.length === 0) return new Map()
  const rows = await askPicked<{ way: string; pages: string[] }>(
    scope,
    picked,
    `select toString(visit.way) as way, any(${firstPages('visit.step_page', 'visit.step_kind')}) as pages
    from ${picked.from} where ${picked.where} and visit.first_at in {takenAt:Array(DateTime64(3, 'UTC'))} and has({ways:Array(String)}, way)
    group by way`,
    { takenAt: ways.map(([, takenAt]) => takenAt), ways: ways.map(([way]) => way) },
  )
  return new Map(rows.map(({ way, pages }) => [way, pages]))
}

import type { VisitJourney, VisitJourneys } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { countingOf, GOES_ON } from './counted-once.ts'
import { askPicked, pickedVisits, type Picked } from './picked-visits.ts'
import { firstPages, numberOfKind, PAGES_OF_WAY } from './visits-of-hits.ts'

const MOST_JOURNEYS = 30
const MOST_DEAD_ENDS = 10

/** A way as a number, when one of the visits that took it began, how many did, how many of those reached something, for how long they looked, and its pages where it leads over several sites. */
type Way = [way: string, takenAt: string, visits: number, reached: number, engagedMs: number, pages: string[]]

/**
 * The ways that most took through the pages, and those of two pages or more on which nobody reached anything. Of the shop as a whole a
 * way goes on over the edge of a site.
 */
export async function visitJourneys(scope: ReadScope, asked: Asked): Promise<Omit<VisitJourneys, 'from' | 'to'>> {
  const picked = await pickedVisits(scope, asked)
  const goesOn = countingOf(asked).joins && (await askPicked<{ some: boolean }>(scope, picked, `select count() > 0 as some from ${picked.from} where ${picked.where} and ${GOES_ON}`))[0]!.some
  const told = (ways: string) => `arrayMap(way -> (toString(way.2), toString(way.3), -way.1, way.4, way.5, way.6), ${ways})`
  const [found] = await askPicked<{ visits: number; reached: number; most: Way[]; dead: Way[] }>(
    scope,
    picked,
    `with (-toInt64(ways.visits), way, takenAt, ways.reached, engagedMs, pages) as mostFirst
    select
      sum(ways.visits) as visits, sum(ways.reached) as reached, ${told(`groupArraySorted(${MOST_JOURNEYS})(mostFirst)`)} as most,
      ${told(`groupArraySortedIf(${MOST_DEAD_ENDS})(mostFirst, ways.reached = 0 and long)`)} as dead
    from (
      select
        visit.way as way, any(visit.way_pages > 1) as long, any(visit.first_at) as takenAt,
        count() as visits, countIf(visit.reached > 0) as reached, sum(visit.engaged_ms) as engagedMs, ${goesOn ? 'max(visit.way_told)' : 'emptyArrayString()'} as pages
      from ${goesOn ? overSites(picked) : `${picked.from} where ${picked.where}`} group by way
    ) as ways`,
  )
  const { visits, reached, most } = found!
  // Where nothing leads anywhere no way is worse than the others.
  const dead = reached === 0 ? [] : found!.dead
  const pagesOf = await pagesOfWays(scope, picked, [...most, ...dead])
  const journeys = (ways: readonly Way[]): VisitJourney[] =>
    ways.flatMap(([way, , taken, led, engagedMs, told]) => {
      const pages = told.length > 0 ? told : pagesOf.get(way)
      // A visit that goes on while it is asked about may have left its way.
      if (!pages) return []
      return [{ pages, visits: taken, engagedSeconds: engagedMs === 0 ? null : engagedMs / 1000 / taken, reached: led, luck: led > 0 ? null : (1 - reached / visits) ** taken }]
    })
  return { visits, reached, journeys: journeys(most), deadEnds: journeys(dead) }
}

/** Picked visits, of which those that go on from one site to the next are one each, with the texts of their way. */
function overSites({ from, where }: Picked): string {
  const joined = `select visit.from_visitor, assumeNotNull(visit.from_at) from ${from} where ${where} and ${GOES_ON}`
  const isPart = `(${GOES_ON} or (visit.visitor, visit.first_at) in (${joined}))`
  const { one } = countingOf({ filters: [] })
  const pages = `arrayMap(step -> step.2, arraySort(groupArrayArray(arrayFilter((step, kind) -> kind = ${numberOfKind('view')}, arrayZip(visit.step_at, visit.step_page), visit.step_kind))))`
  return `(
    select visit.way as way, visit.way_pages as way_pages, visit.first_at as first_at, toUInt64(visit.reached) as reached, toUInt64(visit.engaged_ms) as engaged_ms, emptyArrayString() as way_told
    from ${from} where ${where} and not ${isPart}
    union all
    select cityHash64(arrayMap(page -> cityHash64(page), told)), toUInt8(length(told)), began, led, looked, told
    from (
      select arraySlice(arrayCompact(${pages}), 1, ${PAGES_OF_WAY}) as told, min(visit.first_at) as began, toUInt64(sum(visit.reached)) as led, toUInt64(sum(visit.engaged_ms)) as looked
      from ${from} where ${where} and ${isPart} group by ${one}
    )
  ) as visit`
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

import type { VisitStep } from '#contract/visit-filters.ts'
import type { VisitFunnel } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { countingOf } from './counted-once.ts'
import { askPicked, momentsOf, pickedVisits } from './picked-visits.ts'

/** What ClickHouse answers for the earliest of no moments. */
const NEVER = `toDateTime64(0, 3, 'UTC')`

/**
 * How many visitors of the picked visits took each step after the one before, with anything between them and in
 * whatever time of the span. What was done at one instant is one step. ClickHouse's `windowFunnel` loses those who do
 * something that is two of the steps (any page, then the menu), so each step takes the first moment that fits.
 * Of the shop as a whole who goes on from one of its sites to the next is one visitor, and the steps go on with them.
 */
export async function visitFunnel(scope: ReadScope, asked: Asked, steps: readonly VisitStep[]): Promise<Omit<VisitFunnel, 'from' | 'to'>> {
  const picked = await pickedVisits(scope, asked)
  const moments = steps.map((step, index) => momentsOf(step, `step${index}`))
  const taken = steps.map((_, index) =>
    index === 0 ? 'taken0' : `if(taken${index - 1} = ${NEVER}, ${NEVER}, arrayMin(arrayFilter(moment -> moment > taken${index - 1}, moments${index}))) as taken${index}`,
  )
  const { joins } = countingOf(asked)
  // Each site knows a visitor by another number: the one of where they began is the same on all.
  const person = joins ? ', if(max(visit.from_visitor) != 0, max(visit.from_visitor), visit.visitor) as person' : ''
  const ofVisitors = `select ${moments.map(({ sql }, index) => (index === 0 ? `minIf(arrayMin(${sql}), notEmpty(${sql})) as taken0` : `groupArrayArray(${sql}) as moments${index}`)).join(', ')}${person}
        from ${picked.from} where ${picked.where} group by visit.visitor`
  const ofPersons = `select ${moments.map((_, index) => (index === 0 ? `minIf(of.taken0, of.taken0 > ${NEVER}) as taken0` : `groupArrayArray(of.moments${index}) as moments${index}`)).join(', ')}
        from (${ofVisitors}) as of group by of.person`
  const [row] = await askPicked<{ visitors: number; reached: number[] }>(
    scope,
    picked,
    `select count() as visitors, [${steps.map((_, index) => `countIf(taken${index} > ${NEVER})`).join(', ')}] as reached
    from (
      select ${taken.join(', ')}
      from (${joins ? ofPersons : ofVisitors})
    )`,
    Object.assign({}, ...moments.map((moment) => moment.params)),
  )
  const visitors = row!.visitors
  return {
    visitors,
    steps: steps.map((step, index) => {
      const [reached, before] = [row!.reached[index]!, index === 0 ? visitors : row!.reached[index - 1]!]
      return { ...step, visitors: reached, share: before === 0 ? null : reached / before }
    }),
  }
}

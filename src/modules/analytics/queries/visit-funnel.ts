import type { VisitStep } from '#contract/visit-filters.ts'
import type { VisitFunnel } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { countingOf } from './counted-once.ts'
import { askPicked, overSteps, pickedVisits, stepOf } from './picked-visits.ts'

/** A moment as a number: its milliseconds, and below them a bit for each step but the first that was taken in it. 0 is never. */
const MOMENT = (at: string) => `toUnixTimestamp64Milli(${at}) * 128`
const STEPS = 127

/**
 * How many visitors of the picked visits took each step after the one before, with anything between them and in
 * whatever time of the span. What was done at one instant is one step. ClickHouse's `windowFunnel` loses those who do
 * something that is two of the steps (any page, then the menu), so each step takes the first moment that fits.
 * Of the shop as a whole who goes on from one of its sites to the next is one visitor, and the steps go on with them.
 */
export async function visitFunnel(scope: ReadScope, asked: Asked, steps: readonly VisitStep[]): Promise<Omit<VisitFunnel, 'from' | 'to'>> {
  const picked = await pickedVisits(scope, asked)
  const [first, ...later] = steps.map((step, index) => stepOf(step, `step${index}`))
  const moments = `arrayFilter(${overSteps(first!.of, first!.is, 'at')})`
  const done = later.map(({ is }, index) => `${2 ** index} * (${is})`).join(' + ')
  const read = [...new Set(later.flatMap(({ of }) => of))]
  const taken = later.map((_, index) => `if(taken${index} = 0, 0, arrayMin(arrayFilter(done -> bitTest(done, ${index}) and done > taken${index} + ${STEPS}, did))) as taken${index + 1}`)
  const { joins } = countingOf(asked)
  // Each site knows a visitor by another number: the one of where they began is the same on all.
  const person = joins ? ', if(max(visit.from_visitor) != 0, max(visit.from_visitor), visit.visitor) as person' : ''
  const ofVisitors = `select
        ${MOMENT(`minIf(arrayMin(${moments}), notEmpty(${moments}))`)} as taken0,
        groupArrayArray(arrayFilter(done -> bitAnd(done, ${STEPS}) > 0, arrayMap(${overSteps(read, `${MOMENT('taken')} + ${done}`, 'at')}))) as did${person}
      from ${picked.from} where ${picked.where} group by visit.visitor`
  const ofPersons = `select minIf(of.taken0, of.taken0 > 0) as taken0, groupArrayArray(of.did) as did from (${ofVisitors}) as of group by of.person`
  const [row] = await askPicked<{ visitors: number; reached: number[] }>(
    scope,
    picked,
    `select count() as visitors, [${steps.map((_, index) => `countIf(taken${index} > 0)`).join(', ')}] as reached
    from (select ${['taken0', ...taken].join(', ')} from (${joins ? ofPersons : ofVisitors}))`,
    Object.assign({}, first!.params, ...later.map(({ params }) => params)),
    // The longest of a screen's questions.
    { waits: false },
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

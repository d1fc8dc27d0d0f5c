import type { GoalReach } from '#contract/visit-goals.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { goalsOfSites } from './goals.ts'
import { askPicked, pickedVisits } from './picked-visits.ts'
import { numberOfKind } from './visits-of-hits.ts'
import { pagesOf } from './visits-with-goals.ts'

type Figures = Pick<GoalReach, 'visitors' | 'visits' | 'times' | 'value'> & { came: number }

/** Each goal of the shop's sites, or of the one asked about: who of the picked visitors of its site reached it, those that nobody reached too. */
export async function goalsOfVisits(scope: ReadScope, asked: Asked): Promise<GoalReach[]> {
  const goals = (await goalsOfSites(scope)).filter(({ site }) => asked.site === undefined || site === asked.site)
  if (goals.length === 0) return []
  const picked = await pickedVisits(scope, asked)
  const figures = goals.map((_, n) => {
    const is = `kind = ${numberOfKind('goal')} and name = {reachedName${n}:String} and match(page, {reachedPages${n}:String})`
    const times = `arrayCount((kind, name, page) -> ${is}, visit.step_kind, visit.step_name, visit.step_page)`
    const values = `arrayFilter((value, kind, name, page, of) -> ${is} and isNotNull(value) and of = {currency:String}, visit.step_value, visit.step_kind, visit.step_name, visit.step_page, visit.step_currency)`
    return `tuple(uniqExactIf(visit.visitor, ${times} > 0), countIf(${times} > 0), sum(${times}), if(sum(length(${values})) = 0, null, sum(arraySum(arrayMap(value -> assumeNotNull(value), ${values})))), uniqExactIf(visit.visitor, visit.site_id = {reachedSite${n}:UUID})) as goal${n}`
  })
  const params = Object.assign({}, ...goals.map((goal, n) => ({ [`reachedName${n}`]: goal.name, [`reachedPages${n}`]: pagesOf(goal), [`reachedSite${n}`]: goal.site })))
  const [row] = await askPicked<Record<string, [number, number, number, number | null, number]>>(scope, picked, `select ${figures.join(', ')} from ${picked.from} where ${picked.where}`, params)
  return goals.map(({ host: _, ...goal }, n) => {
    const { came, ...found } = named(row![`goal${n}`]!)
    return { ...goal, ...found, share: came === 0 ? null : found.visitors / came }
  })
}

const named = ([visitors, visits, times, value, came]: [number, number, number, number | null, number]): Figures => ({ visitors, visits, times, value, came })

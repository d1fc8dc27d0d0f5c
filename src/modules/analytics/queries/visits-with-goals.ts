import type { Currency } from '#contract/values.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { goalsOfSites, type SiteGoal } from './goals.ts'
import { quoted } from './patterns.ts'
import { numberOfKind, type VisitColumn } from './visits-of-hits.ts'
import { visitsIn } from './visits.ts'

type Params = Record<string, unknown>
type Visits = Awaited<ReturnType<typeof visitsIn>>['visits']
/** What stands in a column instead of what was counted. */
type Instead = Partial<Record<VisitColumn, string>>

const VIEW = numberOfKind('view')
const LOOKED = numberOfKind('engagement')
const GOAL = numberOfKind('goal')

/**
 * The visits of `visitsIn` with the goals that the pages did not tell: a page that was looked at, or read so far, is a
 * step of its own beside the look; and what was told without a value is worth what the shop says of that goal. Costs
 * nothing where the shop has no such goals, or the question reads nothing of them.
 */
export async function visitsWithGoals(scope: ReadScope, span: Span, { site, currency }: { site?: string; currency: Currency }): Promise<Awaited<ReturnType<typeof visitsIn>>> {
  const [{ visits, params, ...rest }, goals] = await Promise.all([visitsIn(scope, span, { site }), goalsOfSites(scope)])
  const found = goals.filter(({ kind }) => kind === 'page' || kind === 'depth')
  const worth = goals.filter((goal) => goal.worth !== null)
  return { visits: withWorth(withFound(visits, found), worth), params: { ...params, ...paramsOfFound(found), ...paramsOfWorth(worth, currency) }, ...rest }
}

/** Below which pages a site's lie, host and path in one; shop pages stand below `/s/`. */
const hostPattern = ({ host }: SiteGoal): string => (host === null ? '[^/]+' : `(?:[^/]*[.])?${quoted(host)}`)
export const pagesOf = (goal: SiteGoal): string => `(?i)^${hostPattern(goal)}/${goal.host === null ? 's/' : ''}`

/** A page by its path, in which `*` stands for anything, with or without a slash at its end. */
export const pathPattern = (path: string): string => `${path.split('*').map(quoted).join('.*')}${/[*/]$/.test(path) ? '' : '/?'}$`

const paramsOfFound = (goals: readonly SiteGoal[]): Params =>
  Object.assign({}, ...goals.map((goal, n) => ({ [`goalName${n}`]: goal.name, [`goalPage${n}`]: `(?is)^${hostPattern(goal)}${pathPattern(goal.what)}`, ...(goal.kind === 'depth' && { [`goalPercent${n}`]: goal.percent }) })))

/** Each look that fits is said to be a goal as well; of one that was read so far, each page of a visit once. */
function withFound(visits: Visits, goals: readonly SiteGoal[]): Visits {
  if (goals.length === 0) return visits
  const looks = goals.map(({ kind }, n) => {
    const page = `match(page, {goalPage${n}:String})`
    if (kind === 'page') return `arrayFilter((place, kind, page) -> kind = ${VIEW} and ${page}, arrayEnumerate(step_kind), step_kind, step_page) as looks${n}`
    const far = `arrayFilter((place, kind, page, name) -> kind = ${LOOKED} and toUInt8OrZero(name) >= {goalPercent${n}:UInt8} and ${page}, arrayEnumerate(step_kind), step_kind, step_page, step_name)`
    return `arrayFilter((place, nth) -> nth = 1, ${far}, arrayEnumerateUniq(arrayMap(place -> step_page[place], ${far}))) as looks${n}`
  })
  const all = `arrayConcat(${goals.map((_, n) => `looks${n}`).join(', ')}) as places`
  const names = `arrayConcat(${goals.map((_, n) => `arrayMap(place -> {goalName${n}:String}, looks${n})`).join(', ')}) as names`
  const same = (array: VisitColumn) => `arrayConcat(${array}, arrayMap(place -> ${array}[place], places))`
  const filled = (array: VisitColumn, value: string) => `arrayConcat(${array}, arrayMap(place -> ${value}, places))`
  return standing(
    visits,
    {
      step_at: same('step_at'),
      step_page: same('step_page'),
      step_name: 'arrayConcat(step_name, names)',
      step_kind: filled('step_kind', `toUInt8(${GOAL})`),
      step_engaged_ms: filled('step_engaged_ms', 'toUInt32(0)'),
      step_value: filled('step_value', `cast(null, 'Nullable(Int64)')`),
      step_currency: filled('step_currency', `toLowCardinality('')`),
      acts: 'toUInt32(acts + length(places))',
      reached: 'toUInt32(reached + length(places))',
    },
    { reads: goals.some(({ kind }) => kind === 'depth') ? ['step_kind', 'step_page', 'step_name'] : ['step_kind', 'step_page'], finds: [...looks, all, names] },
  )
}

const paramsOfWorth = (goals: readonly SiteGoal[], currency: Currency): Params =>
  Object.assign(goals.length > 0 ? { worthCurrency: currency } : {}, ...goals.map((goal, n) => ({ [`worthName${n}`]: goal.name, [`worthPages${n}`]: pagesOf(goal), [`worth${n}`]: goal.worth })))

function withWorth(visits: Visits, goals: readonly SiteGoal[]): Visits {
  if (goals.length === 0) return visits
  const cases = goals.map((_, n) => `name = {worthName${n}:String} and match(page, {worthPages${n}:String}), {worth${n}:Int64}`)
  const worths = `arrayMap((kind, name, page, value) -> if(kind = ${GOAL} and isNull(value), multiIf(${cases.join(', ')}, null), null), step_kind, step_name, step_page, step_value) as worths`
  const currency = 'toLowCardinality({worthCurrency:String})'
  return standing(
    visits,
    {
      step_value: 'arrayMap((value, worth) -> ifNull(value, worth), step_value, worths)',
      step_currency: `arrayMap((currency, worth) -> if(isNull(worth), currency, ${currency}), step_currency, worths)`,
      told_value: 'arrayConcat(told_value, given)',
      told_currency: `arrayConcat(told_currency, arrayMap(worth -> ${currency}, given))`,
    },
    { reads: ['step_kind', 'step_name', 'step_page', 'step_value'], finds: [worths, 'arrayMap(worth -> assumeNotNull(worth), arrayFilter(worth -> isNotNull(worth), worths)) as given'] },
  )
}

/** Visits in some of whose columns something else stands; `finds` is what that is made of, out of what it `reads`. */
const standing = (visits: Visits, instead: Instead, { reads, finds }: { reads: readonly VisitColumn[]; finds: readonly string[] }): Visits => (columns, from) => {
  if (!columns.some((column) => instead[column] !== undefined)) return visits(columns, from)
  const read = [...new Set([...columns, ...reads])]
  const told = columns.map((column) => (instead[column] === undefined ? column : `${instead[column]} as ${column}`))
  return `select ${told.join(', ')} from (select ${[...read, ...finds].join(', ')} from (${visits(read, from)}))`
}

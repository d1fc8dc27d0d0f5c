import { stepDimensions, type FilterOperator, type StepDimension, type VisitDimension, type VisitStep } from '#contract/visit-filters.ts'
import { latest } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import { knownApps } from '../channels/places.ts'
import { FILE, NOT_FOUND, type Asked } from '../model.ts'
import { isPath, pathOf, patternOf } from './patterns.ts'
import { fromAside } from './visits-aside.ts'
import { AS_IT_STANDS, numberOfKind, VISIT_COLUMNS } from './visits-of-hits.ts'
import { visitsWithGoals } from './visits-with-goals.ts'

/** The visits that a question is about, with all of its parameters. */
export interface Picked extends Pick<Awaited<ReturnType<typeof visitsWithGoals>>, 'visits' | 'aside' | 'hits'> {
  /** What stands behind FROM; `askPicked` puts the visits into it, with the columns that the question names. */
  from: string
  where: string
  params: Record<string, unknown>
  /** Stays the same as long as the picked visits do; null where they depend on more than their own hits. */
  version: string | null
}

/**
 * Picks visits: a row `visit` each, with the columns of `visitsIn`. `by` is the dimension that the question itself reads.
 * Whatever the asker said is bound as a parameter; only names of this file's own stand in the text.
 */
export async function pickedVisits(scope: ReadScope, { span, currency, site, filters }: Asked, by?: VisitDimension): Promise<Picked> {
  const { visits, aside, hits, params: ofVisits, version } = await visitsWithGoals(scope, span, { site, currency })
  const params: Record<string, unknown> = { ...ofVisits, currency }
  const conditions: string[] = []
  for (const [index, [operator, dimension, values]] of filters.entries()) {
    const name = `filter${index}`
    const ofPages = OF_PAGES.includes(dimension)
    params[name] = operator.startsWith('is') ? values : patternOf(operator, values, ofPages)
    const test = (value: string) => testOf(operator, value, name, ofPages && values.some(isPath))
    const fits =
      dimension === 'page'
        ? `arrayExists((page, opened) -> opened > 0 and ${test('page')}, visit.pages, visit.page_views)`
        : isStep(dimension)
          ? `arrayExists(${overSteps(STEPS[dimension].of, `${STEPS[dimension].is} and ${test(STEPS[dimension].value)}`)})`
          : test(EXPRESSIONS[dimension])
    conditions.push(operator.endsWith('-not') ? `not ${fits}` : fits)
  }
  const dimensions = new Set([by, ...filters.map(([, dimension]) => dimension)])
  if (dimensions.has('app')) params.apps = knownApps
  const linked = OF_LINKS.some((dimension) => dimensions.has(dimension))
  return {
    from: linked ? `${VISITS} left join (${LINKS}) as links on links.link_code = visit.code` : VISITS,
    visits,
    aside,
    hits,
    where: conditions.length === 0 ? '1' : conditions.join(' and '),
    params,
    version: linked ? null : version,
  }
}

const VISITS = '(VISITS) as visit'
const ANSWERS_REMEMBERED = 256
const answers = latest<unknown[]>(ANSWERS_REMEMBERED)

/**
 * Asks something of picked visits, whose columns it reads as `visit.…`. Asked again while none of their hits came, went or changed, it is the same answer. Who does not wait
 * begins on the core that is idle while the visits of today are put aside for all, and makes them itself.
 */
export async function askPicked<Row>(scope: ReadScope, { visits, aside, params, version }: Picked, sql: string, more: Record<string, unknown> = {}, { waits = true } = {}): Promise<Row[]> {
  const all = { ...params, ...more }
  const read = VISIT_COLUMNS.filter((column) => new RegExp(`\\bvisit[.]${column}\\b`).test(sql))
  // Who only counts visits names no column; a visit has one all the same.
  const of = (from: 'hits' | 'aside') => `${sql.replaceAll(VISITS, `(${visits(read.length === 0 ? ['first_at'] : read, from)}) as visit`)} ${AS_IT_STANDS}`
  const ask = () => fromAside(() => aside({ waits }), (params) => scope.hits.query<Row>(of('aside'), { ...all, ...params }), () => scope.hits.query<Row>(of('hits'), all))
  return version === null ? ask() : ((await answers(`${scope.workspaceId} ${sql} ${JSON.stringify(all)}`, version, ask)) as Row[])
}

export const isStep = (dimension: VisitDimension): dimension is StepDimension => (stepDimensions as readonly VisitDimension[]).includes(dimension)

const testOf = (operator: FilterOperator, expression: string, name: string, byPath: boolean): string => {
  if (!operator.startsWith('is')) return `match(${expression}, {${name}:String})`
  const has = (value: string) => `has({${name}:Array(String)}, ${value})`
  return byPath ? `(${has(expression)} or ${has(pathOf(expression))})` : has(expression)
}

/** What stands with its host. */
const OF_PAGES: readonly VisitDimension[] = ['page', 'entry', 'exit', 'not-found']

const OF_LINKS = ['post', 'link', 'placement'] as const

/** Which link a code belongs to: its clicks tell. */
const LINKS = `select code as link_code, any(link_id) as link, any(post_id) as post, any(placement) as placed
  from analytics_hits where workspace_id = {shop:UUID} and code != '' and isNotNull(link_id) group by link_code`

/** What a visit says of a dimension, as text; '' where it says nothing. */
export const EXPRESSIONS: Record<Exclude<VisitDimension, StepDimension>, string> = {
  channel: 'toString(visit.channel)',
  source: 'toString(visit.source)',
  referrer: 'visit.referrer',
  'utm-source': 'toString(visit.utm_source)',
  'utm-medium': 'toString(visit.utm_medium)',
  'utm-campaign': 'visit.utm_campaign',
  'utm-content': 'visit.utm_content',
  'utm-term': 'visit.utm_term',
  post: `ifNull(toString(if(isNull(visit.link_id), links.post, visit.post_id)), '')`,
  link: `ifNull(toString(ifNull(visit.link_id, links.link)), '')`,
  placement: `if(visit.placement != '', visit.placement, links.placed)`,
  // The other site of the shop's, and by which channel people had come there.
  'own-site': `if(isNull(visit.from_site), '', concat(toString(assumeNotNull(visit.from_site)), ' ', toString(visit.channel)))`,
  entry: 'visit.entry',
  exit: 'visit.exit',
  country: 'toString(visit.country)',
  language: 'toString(visit.language)',
  device: 'toString(visit.device)',
  browser: 'toString(visit.browser)',
  system: 'toString(visit.system)',
  app: `if(has({apps:Array(String)}, toString(visit.browser)), toString(visit.browser), '')`,
}

/** What a visit came to in the currency asked for; null where nothing of it was told. */
export const WORTH = `if(has(visit.told_currency, {currency:String}), arraySum((told, of) -> if(of = {currency:String}, told, 0), visit.told_value, visit.told_currency), null)`

/** Which of a visit's steps something is about: a condition upon what they hold, and which of their arrays it reads. */
interface OfSteps {
  of: readonly ('kind' | 'page' | 'name')[]
  is: string
}

/** A condition upon steps as a lambda with the arrays that it reads; `taking`, if given, is the array that is filtered by it. */
export const overSteps = (of: OfSteps['of'], is: string, taking?: 'at' | 'page' | 'name' | 'value' | 'currency'): string =>
  `(${[...(taking ? ['taken'] : []), ...of].join(', ')}) -> ${is}, ${[...(taking ? [taking] : []), ...of].map((array) => `visit.step_${array}`).join(', ')}`

const VIEW = `kind = ${numberOfKind('view')}`
const GOAL = `kind = ${numberOfKind('goal')}`
const OUTBOUND = `kind = ${numberOfKind('outbound')}`
const IS_FILE = `match(name, '${FILE}')`

/** What of a visit's steps belongs to a dimension, and what it says; its pages stand beside the steps. */
export const STEPS: Record<Exclude<StepDimension, 'page'>, OfSteps & { value: 'page' | 'name' }> = {
  goal: { of: ['kind', 'name'], is: `${GOAL} and name != '${NOT_FOUND}'`, value: 'name' },
  outbound: { of: ['kind', 'name'], is: `${OUTBOUND} and not ${IS_FILE}`, value: 'name' },
  download: { of: ['kind', 'name'], is: `${OUTBOUND} and ${IS_FILE}`, value: 'name' },
  'not-found': { of: ['kind', 'page', 'name'], is: `${GOAL} and name = '${NOT_FOUND}'`, value: 'page' },
}

const KINDS: Record<VisitStep['kind'], OfSteps> = {
  page: { of: ['kind', 'page'], is: `${VIEW} and match(page, {NAME:String})` },
  goal: { of: ['kind', 'name'], is: `${GOAL} and match(name, {NAME:String})` },
  outbound: { of: ['kind', 'name'], is: `${OUTBOUND} and match(name, {NAME:String})` },
  whatsapp: { of: ['kind'], is: `kind = ${numberOfKind('whatsapp-opened')}` },
  order: { of: ['kind'], is: `kind = ${numberOfKind('order-code')}` },
}

/** Whether a hit is a step of a funnel: a condition upon what of it is read; the step's pattern is bound under `name`. */
export function stepOf({ kind, like }: VisitStep, name: string): OfSteps & { params: Record<string, string> } {
  const { of, is } = KINDS[kind]
  // What stands for anything need not be looked for.
  if (like === '*' || !is.includes('NAME')) return { of: of.slice(0, 1), is: is.replace(/ and match.*$/, ''), params: {} }
  if (!IS_ASCII.test(like)) return { of, is: is.replace('NAME', name), params: { [name]: patternOf('like', [like], kind === 'page') } }
  // The engine finds such words in half the time that a regular expression takes, which also knows how other alphabets are written small.
  const value = kind === 'page' && isPath(like) ? pathOf('$1') : '$1'
  return { of, is: is.replace(/match\((\w+), \{NAME:String\}\)/, `lower(${value}) like {${name}:String}`), params: { [name]: like.toLowerCase().replace(/[\\%_]/g, '\\$&').replaceAll('*', '%') } }
}

const IS_ASCII = /^[\x00-\x7f]*$/

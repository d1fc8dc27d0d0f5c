import type { Comparison, FilterOperator, VisitDimension, VisitFilter, VisitFilters, VisitStep } from '#contract/visit-filters.ts'

export type SpanName = '1' | '7' | '30' | '90' | 'own'

/** What an address can say of the Visits screen. */
export interface VisitsAsked {
  span: SpanName
  /** The days of the span `own`. */
  own: { from: string; to: string }
  compare: Comparison | 'none'
  /** A site's id; '' is all of them. */
  site: string
  filters: VisitFilters
  /** Of the funnel, in their order. */
  steps: VisitStep[]
}

const SITE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** As the contract has it. */
const MOST = { filters: 20, values: 50, letters: 500, steps: 8 }
const FEWEST_STEPS = 2
const SPANS = ['1', '7', '30', '90'] as const
const COMPARISONS = ['before', 'year'] as const
const STEP_KINDS = ['page', 'goal', 'outbound', 'whatsapp', 'order'] as const satisfies readonly VisitStep['kind'][]
const OPERATORS: readonly FilterOperator[] = ['is', 'is-not', 'contains', 'contains-not', 'like', 'like-not']
/** By name, so that none can be forgotten: the contract's own list would bring the library that checks it. */
const DIMENSIONS: Record<VisitDimension, true> = {
  channel: true, source: true, referrer: true, post: true, link: true, placement: true, 'own-site': true,
  'utm-source': true, 'utm-medium': true, 'utm-campaign': true, 'utm-content': true, 'utm-term': true,
  entry: true, exit: true, page: true, goal: true, outbound: true, download: true, 'not-found': true,
  country: true, language: true, device: true, browser: true, system: true, app: true,
}

/** What an address says of the screen, upon how it opens of itself; what can't be read in it is left out. */
export function readAddress(address: Pick<URLSearchParams, 'get' | 'getAll'>, opens: VisitsAsked): VisitsAsked {
  const [from, to] = [address.get('from') ?? '', address.get('to') ?? '']
  const own = isDay(from) && isDay(to) && from <= to ? { from, to } : null
  const site = address.get('site') ?? ''
  const steps = address.getAll('step').map(readStep).filter((step) => step !== null).slice(0, MOST.steps)
  return {
    span: own ? 'own' : (oneOf(SPANS, address.get('days')) ?? opens.span),
    own: own ?? opens.own,
    compare: oneOf(COMPARISONS, address.get('compare')) ?? opens.compare,
    site: SITE.test(site) ? site : opens.site,
    filters: address.getAll('filter').map(readFilter).filter((filter) => filter !== null).slice(0, MOST.filters),
    steps: steps.length < FEWEST_STEPS ? opens.steps : steps,
  }
}

/** The address's question mark and what follows; '' for the screen as it opens of itself. */
export function addressOf({ span, own, compare, site, filters, steps }: VisitsAsked, opens: VisitsAsked): string {
  const address = new URLSearchParams({
    ...(span === 'own' ? own : span !== opens.span && { days: span }),
    ...(compare !== 'none' && { compare }),
    ...(site !== '' && { site }),
  })
  for (const filter of filters) address.append('filter', JSON.stringify(filter))
  if (JSON.stringify(steps) !== JSON.stringify(opens.steps)) for (const { kind, like } of steps) address.append('step', like === '*' ? kind : `${kind} ${like}`)
  return address.size > 0 ? `?${address}` : ''
}

/** `page /menu*`; a step that stands alone is any of its kind. */
function readStep(text: string): VisitStep | null {
  const [word = '', ...rest] = text.split(' ')
  const kind = oneOf(STEP_KINDS, word)
  const like = rest.join(' ').trim() || '*'
  return kind && isValue(like) ? { kind, like } : null
}

function readFilter(text: string): VisitFilter | null {
  try {
    const [operator, dimension, values] = JSON.parse(text) as unknown[]
    const known = oneOf(OPERATORS, operator) && typeof dimension === 'string' && Object.hasOwn(DIMENSIONS, dimension)
    return known && Array.isArray(values) && values.length > 0 && values.length <= MOST.values && values.every(isValue) ? ([operator, dimension, values] as VisitFilter) : null
  } catch {
    return null
  }
}

/** The thirtieth of February is none. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

const isValue = (value: unknown): boolean => typeof value === 'string' && value.length <= MOST.letters && /^\P{Cc}*$/u.test(value)

const oneOf = <T extends string>(known: readonly T[], said: unknown): T | undefined => known.find((one) => one === said)

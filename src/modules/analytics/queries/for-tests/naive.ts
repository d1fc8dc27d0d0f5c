import type { VisitDimension, VisitFilter, VisitStep } from '#contract/visit-filters.ts'
import type { Asked } from '../../model.ts'

/** A hit as the property tests make it: a row of the store with nothing left out. */
export interface NaiveHit {
  at: number
  kind: string
  siteId: string
  visitor: number
  host: string
  path: string
  name: string
  referrer: string
  utmSource: string
  utmMedium: string
  utmCampaign: string
  utmContent: string
  utmTerm: string
  channel: string
  code: string
  linkId: string | null
  postId: string | null
  placement: string
  value: number | null
  currency: string
  engagedMs: number
  country: string
  language: string
  device: string
  browser: string
  system: string
  /** Of a visit's first hit: the other site that it goes on from, whose visit there began it, and when. */
  fromSite: string | null
  fromVisitor: number
  fromAt: number | null
}

export interface NaiveVisit {
  visitor: number
  hits: NaiveHit[]
  first: NaiveHit
}

const HALF_AN_HOUR = 1_800_000
const SIX_HOURS = 6 * 3_600_000

/** The visits of a question by the plainest means: all hits in a list, and loops. */
export function naiveVisits(all: readonly NaiveHit[], asked: Asked): NaiveVisit[] {
  const visits: NaiveVisit[] = []
  const open = new Map<number, { visit: NaiveVisit; lastAt: number }>()
  const { from, to } = asked.span
  for (const hit of all.filter(({ visitor }) => visitor !== 0).sort((one, other) => one.at - other.at)) {
    const known = open.get(hit.visitor)
    if (known && hit.at - known.lastAt <= HALF_AN_HOUR) {
      known.lastAt = hit.at
      if (hit.at < known.visit.first.at + SIX_HOURS) known.visit.hits.push(hit)
    } else {
      const visit = { visitor: hit.visitor, hits: [hit], first: hit }
      open.set(hit.visitor, { visit, lastAt: hit.at })
      visits.push(visit)
    }
  }
  return visits.filter(
    (visit) =>
      viewsOf(visit).length > 0 &&
      visit.first.at >= from.getTime() &&
      visit.first.at < to.getTime() &&
      (asked.site === undefined || visit.first.siteId === asked.site) &&
      asked.filters.every((filter) => fits(all, visit, filter)),
  )
}

export const viewsOf = (visit: NaiveVisit): NaiveHit[] => visit.hits.filter(({ kind }) => kind === 'view')
const isMissing = ({ kind, name }: NaiveHit): boolean => kind === 'goal' && name === '404'
export const reached = (visit: NaiveVisit): boolean => visit.hits.some((hit) => ['goal', 'order-code', 'whatsapp-opened'].includes(hit.kind) && !isMissing(hit))
export const bounced = (visit: NaiveVisit): boolean => viewsOf(visit).length === 1 && visit.hits.every((hit) => ['view', 'click', 'engagement'].includes(hit.kind) || isMissing(hit))
export const pageOf = (hit: NaiveHit): string => hit.host + hit.path
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
export const engaged = (hits: readonly NaiveHit[]): number => sum(hits.map(({ engagedMs }) => engagedMs))
export const visitors = (visits: readonly NaiveVisit[]): number => new Set(visits.map(({ visitor }) => visitor)).size

/** What is said of a page or by it, and in which language, is each part's own. */
const OF_ONE_PART: readonly VisitDimension[] = ['page', 'goal', 'outbound', 'download', 'not-found', 'entry', 'exit', 'language', 'own-site']

/** Whether a visit over several of the shop's sites is one: not where a site, or what only one part says, was asked about. */
export const areOne = ({ site, filters }: Asked, by?: VisitDimension): boolean => site === undefined && ![by, ...filters.map(([, dimension]) => dimension)].some((dimension) => dimension && OF_ONE_PART.includes(dimension))

export const goesOn = ({ first }: NaiveVisit): boolean => first.fromVisitor !== 0
const personOf = (visit: NaiveVisit): number => (goesOn(visit) ? visit.first.fromVisitor : visit.visitor)
/** The same for all parts of a visit over several sites. */
const partOf = (visit: NaiveVisit): string => `${personOf(visit)} ${goesOn(visit) ? visit.first.fromAt : visit.first.at}`
export const persons = (visits: readonly NaiveVisit[]): number => new Set(visits.map(personOf)).size

/** Visits over several sites as one each, those of one site by themselves. */
export const wholeVisits = (visits: readonly NaiveVisit[]): NaiveVisit[][] => [...Map.groupBy(visits, partOf).values()]

/** What was told in a currency; null where nothing was. */
export function worth(hits: readonly NaiveHit[], currency: string): number | null {
  const told = hits.filter((hit) => hit.currency === currency && hit.value !== null)
  return told.length === 0 ? null : sum(told.map(({ value }) => value!))
}

const isFile = (name: string) => /\.(pdf|zip|xlsx|apk)([?#]|$)/i.test(name)

/** The hits of a visit that a dimension is about, where it has several. */
export const stepsOf: Partial<Record<VisitDimension, (hit: NaiveHit) => string | undefined>> = {
  page: (hit) => (hit.kind === 'view' ? pageOf(hit) : undefined),
  goal: (hit) => (hit.kind === 'goal' && hit.name !== '404' ? hit.name : undefined),
  outbound: (hit) => (hit.kind === 'outbound' && !isFile(hit.name) ? hit.name : undefined),
  download: (hit) => (hit.kind === 'outbound' && isFile(hit.name) ? hit.name : undefined),
  'not-found': (hit) => (hit.kind === 'goal' && hit.name === '404' ? pageOf(hit) : undefined),
}

const APPS = ['instagram', 'facebook', 'tiktok']

export function valuesOf(all: readonly NaiveHit[], visit: NaiveVisit, dimension: VisitDimension): string[] {
  const { first } = visit
  const step = stepsOf[dimension]
  if (step) return visit.hits.map(step).filter((value) => value !== undefined)
  const link = () => all.find((hit) => hit.linkId !== null && hit.code !== '' && hit.code === first.code)
  switch (dimension) {
    case 'channel':
      return [first.channel]
    case 'source':
      return [first.utmSource !== '' ? first.utmSource.toLowerCase() : first.referrer === '' ? '' : new URL(first.referrer).host.replace(/^www\./, '')]
    case 'referrer':
      return [first.referrer]
    case 'utm-source':
      return [first.utmSource]
    case 'utm-medium':
      return [first.utmMedium]
    case 'utm-campaign':
      return [first.utmCampaign]
    case 'utm-content':
      return [first.utmContent]
    case 'utm-term':
      return [first.utmTerm]
    case 'post':
      return [(first.linkId === null ? link()?.postId : first.postId) ?? '']
    case 'link':
      return [first.linkId ?? link()?.linkId ?? '']
    case 'placement':
      return [first.placement !== '' ? first.placement : (link()?.placement ?? '')]
    case 'entry':
      return [pageOf(viewsOf(visit)[0]!)]
    case 'exit':
      return [pageOf(viewsOf(visit).at(-1)!)]
    case 'app':
      return [APPS.includes(first.browser) ? first.browser : '']
    case 'own-site':
      return [first.fromSite === null ? '' : `${first.fromSite} ${first.channel}`]
    case 'country':
    case 'language':
    case 'device':
    case 'browser':
    case 'system':
      return [first[dimension]]
    default:
      throw new Error(dimension)
  }
}

function fits(all: readonly NaiveHit[], visit: NaiveVisit, [operator, dimension, wanted]: VisitFilter): boolean {
  const one = (value: string) =>
    wanted.some((words) => {
      const path = OF_PAGES.includes(dimension) && words.startsWith('/') ? value.slice(value.indexOf('/')) : value
      if (operator.startsWith('is')) return value === words || path === words
      const small = words.toLowerCase()
      return operator.startsWith('contains') ? value.toLowerCase().includes(small) : isLike(path.toLowerCase(), small)
    })
  return valuesOf(all, visit, dimension).some(one) !== operator.endsWith('-not')
}

/** They stand with their host; a path alone is meant on any. */
const OF_PAGES: readonly VisitDimension[] = ['page', 'entry', 'exit', 'not-found']

/** Whether `*` can stand for something that makes the two the same: the pieces must be found one after the other. */
export function isLike(text: string, pattern: string): boolean {
  const pieces = pattern.split('*')
  if (pieces.length === 1) return text === pattern
  const [head, tail] = [pieces.shift()!, pieces.pop()!]
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false
  let rest = text.slice(head.length, text.length - tail.length)
  for (const piece of pieces) {
    const at = rest.indexOf(piece)
    if (at < 0) return false
    rest = rest.slice(at + piece.length)
  }
  return true
}

const isStep = (hit: NaiveHit, { kind, like }: VisitStep): boolean => {
  const pattern = like.toLowerCase()
  if (kind === 'page') return hit.kind === 'view' && isLike((pattern.startsWith('/') ? hit.path : pageOf(hit)).toLowerCase(), pattern)
  if (kind === 'whatsapp') return hit.kind === 'whatsapp-opened'
  if (kind === 'order') return hit.kind === 'order-code'
  return hit.kind === kind && isLike(hit.name.toLowerCase(), pattern)
}

/** Of how many visitors, and how far each came, taking the first fitting hit for each step. Where parts are one, who ever went on is known by where they began. */
export function naiveFunnel(visits: readonly NaiveVisit[], steps: readonly VisitStep[], parts: boolean): { visitors: number; reached: number[] } {
  const began = new Map<number, number>()
  // Who went to and fro began on either site: the same one is told each time.
  for (const { visitor, first } of visits.filter((visit) => parts && goesOn(visit))) began.set(visitor, Math.max(first.fromVisitor, began.get(visitor) ?? 0))
  const hitsOf = Map.groupBy(visits.flatMap(({ hits }) => hits), ({ visitor }) => began.get(visitor) ?? visitor)
  const came = [...hitsOf.values()].map((hits) => {
    let level = 0
    let last = -Infinity
    for (const hit of hits.sort((one, other) => one.at - other.at)) {
      if (level < steps.length && hit.at > last && isStep(hit, steps[level]!)) {
        level++
        last = hit.at
      }
    }
    return level
  })
  return { visitors: hitsOf.size, reached: steps.map((_, index) => came.filter((level) => level > index).length) }
}

import type { VisitDimension } from '#contract/visit-filters.ts'
import type { Asked } from '../model.ts'

/** How visits, and who made them, are counted: what stands in a question's text. */
export interface Counting {
  visits: string
  visitors: string
  reached: string
  /**
   * The same in two: those that reached something where they began, each of which is another one, and the parts that went on and did. Where
   * there are none of these it is said without holding every visit's person and moment against all others.
   */
  reachedApart: { begun: string; goingOn: string }
  bounces: string
  /** A condition upon visits: those that are counted, each once. */
  is: string
  /** What is the same of all parts of a visit. */
  one: string
  /** Whether parts on several sites are one. */
  joins: boolean
}

const BOUNCED = 'visit.views = 1 and visit.acts = 0'

const EACH: Counting = {
  visits: 'count()',
  visitors: 'uniqExact(visit.visitor)',
  reached: 'countIf(visit.reached > 0)',
  reachedApart: { begun: 'countIf(visit.reached > 0)', goingOn: 'toUInt64(0)' },
  bounces: `countIf(${BOUNCED})`,
  is: '1',
  one: 'visit.visitor, visit.first_at',
  joins: false,
}

/** Of a part of a visit that began on another of the shop's sites. */
export const GOES_ON = 'visit.from_visitor != 0'
const PERSON = `if(${GOES_ON}, visit.from_visitor, visit.visitor)`
const ONE = `${PERSON}, if(${GOES_ON}, assumeNotNull(visit.from_at), visit.first_at)`

/**
 * One that goes on from another of the shop's sites is a part of the visit there: not counted again, and neither is who made it. What
 * either part reached, the visit reached; who went on did not stop at the first page.
 */
const ONCE: Counting = {
  visits: `countIf(not ${GOES_ON})`,
  visitors: `uniqExact(${PERSON})`,
  reached: `uniqExactIf((${ONE}), visit.reached > 0)`,
  reachedApart: { begun: `countIf(visit.reached > 0 and not ${GOES_ON})`, goingOn: `countIf(visit.reached > 0 and ${GOES_ON})` },
  bounces: `countIf(${BOUNCED} and not ${GOES_ON})`,
  is: `not ${GOES_ON}`,
  one: ONE,
  joins: true,
}

/** Of the shop as a whole, whatever stands there alone. */
export const countedOnce = ONCE

/** What both parts of a visit over several sites say the same of. */
const OF_ALL_PARTS: ReadonlySet<VisitDimension> = new Set(['channel', 'source', 'referrer', 'utm-source', 'utm-medium', 'utm-campaign', 'utm-content', 'utm-term', 'post', 'link', 'placement', 'country', 'device', 'browser', 'system', 'app'])

/** One site's own figures, and those of a page or a goal, are of that part alone: each counts where it was made. */
export const countingOf = ({ site, filters }: Pick<Asked, 'site' | 'filters'>, by?: VisitDimension): Counting =>
  site === undefined && [...filters.map(([, dimension]) => dimension), ...(by ? [by] : [])].every((dimension) => OF_ALL_PARTS.has(dimension)) ? ONCE : EACH

import type { Currency } from '#contract/values.ts'
import type { Comparison, VisitFilters } from '#contract/visit-filters.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { Asked, Span } from './model.ts'

/** Whole days of a shop's zone, the last of them included. */
export interface Period {
  from: string
  to: string
  span: Span
  zone: string
  currency: Currency
}

const USUAL_DAYS = 30
const MOST_DAYS = 3 * 366
const YEAR_OF_WEEKS = 364

/** The days that were asked for; the last thirty unless said. */
export async function periodOf(scope: ReadScope, { from: first, to: last }: { from?: string; to?: string }): Promise<Period | Refusal<'analytics.days-unreadable'>> {
  const { zone, currency } = await workspace.shopProfile(scope)
  const to = last ?? dayIn(zone, scope.clock.now())
  const from = first ?? addDays(to, 1 - USUAL_DAYS)
  if (from > to || addDays(from, MOST_DAYS) < to) return refuse('analytics.days-unreadable', { where: 'from', values: { from, to } })
  return { from, to, span: { from: startOfDay(zone, from), to: startOfDay(zone, addDays(to, 1)) }, zone, currency }
}

/** The days that a period is compared with. */
export function periodBefore({ from, to, ...rest }: Period, how: Comparison): Period {
  const days = how === 'year' ? YEAR_OF_WEEKS : Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
  const [first, last] = [addDays(from, -days), addDays(to, -days)]
  return { ...rest, from: first, to: last, span: { from: startOfDay(rest.zone, first), to: startOfDay(rest.zone, addDays(last, 1)) } }
}

/** Asks something of a period, and says which days it was. */
export async function inPeriod<Answer extends object>(
  scope: ReadScope,
  query: { from?: string; to?: string },
  ask: (period: Period) => Promise<Answer>,
): Promise<(Answer & { from: string; to: string }) | Refusal<'analytics.days-unreadable'>> {
  const period = await periodOf(scope, query)
  if (isRefusal(period)) return period
  return { from: period.from, to: period.to, ...(await ask(period)) }
}

/** Which visits of a period are meant. */
export const askedOf = ({ span, zone, currency }: Period, { site, filters }: { site?: string; filters?: VisitFilters }): Asked => ({ span, zone, currency, site, filters: filters ?? [] })

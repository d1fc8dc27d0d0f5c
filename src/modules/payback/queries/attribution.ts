import type { Attribution } from '#contract/attribution.ts'
import { queries as workspace } from '#modules/workspace'
import { addMonths, monthIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { evidenceOf } from '../attribution-sources.ts'
import { WINDOW_DAYS } from '../model/attribution/paths.ts'
import { attributionReport } from '../model/attribution/report.ts'

/**
 * Does it change if we count differently? A month, and the twelve that end with it, by every way of counting that
 * their orders carry. Refused for a month that has not begun.
 */
export async function attribution(scope: ReadScope, month: string): Promise<Attribution | Refusal<'payback.month-unknown'>> {
  const { zone } = await workspace.shopProfile(scope)
  if (month > monthIn(zone, scope.clock.now())) return refuse('payback.month-unknown', { where: 'month' })
  const [ofMonth, ofYear] = await Promise.all([
    evidenceOf(scope, zone, { from: month, to: month }),
    evidenceOf(scope, zone, { from: addMonths(month, -11), to: month }),
  ])
  return { windowDays: WINDOW_DAYS, month: attributionReport(ofMonth), year: attributionReport(ofYear) }
}

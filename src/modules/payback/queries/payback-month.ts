import type { PaybackMonth } from '#contract/payback.ts'
import { addMonths } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { monthReport } from '../model/month-report.ts'
import { opensOn } from '../model/months-report.ts'
import { readLedger, visitsOf } from '../sources.ts'

/**
 * One month by channel, with what to do; `last` is the one that Payback opens on. Refused for a month before the first
 * entry or after the running one.
 */
export async function paybackMonth(scope: ReadScope, asked: string): Promise<PaybackMonth | Refusal<'payback.month-unknown'>> {
  const { profile, ledger, figures } = await readLedger(scope)
  const month = asked === 'last' ? opensOn(ledger) : asked
  if (!ledger.months.includes(month)) return refuse('payback.month-unknown', { where: 'month' })
  const [visits, visitsBefore] = await Promise.all([visitsOf(scope, profile.zone, month), visitsOf(scope, profile.zone, addMonths(month, -1))])
  return monthReport({ month, ledger, figures, aim: profile.aim, visits, visitsBefore })
}

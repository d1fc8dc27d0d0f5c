import type { PaybackMonth } from '#contract/payback.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { monthReport } from '../model/month-report.ts'
import { readMonth, visitsOf, visitsUpTo } from '../sources.ts'

/**
 * One month by channel, with what to do; `last` is the one that Payback opens on. Refused for a month before the first
 * entry or after the running one.
 */
export async function paybackMonth(scope: ReadScope, asked: string): Promise<PaybackMonth | Refusal<'payback.month-unknown'>> {
  const wanted = asked === 'last' ? undefined : asked
  const { profile, ledger, figures, month, seen } = await readMonth(scope, wanted, (zone, month) => Promise.all([visitsOf(scope, zone, month), visitsUpTo(scope, zone, month)]))
  if (!ledger.months.includes(month)) return refuse('payback.month-unknown', { where: 'month' })
  const [visits, seenByMonth] = seen
  return monthReport({ month, ledger, figures, aim: profile.aim, currency: profile.currency, visits, seenByMonth })
}

import type { PaybackMonths } from '#contract/payback.ts'
import { queries as networks } from '#modules/networks'
import type { ReadScope } from '#platform/scope'
import { monthsReport } from '../model/months-report.ts'
import { readLedger } from '../sources.ts'

/** Profit net of hours, month by month and cumulated, beside the followers of the same months. */
export async function paybackMonths(scope: ReadScope): Promise<PaybackMonths> {
  const [{ ledger, figures }, followers] = await Promise.all([readLedger(scope), networks.followersByMonth(scope)])
  return monthsReport(ledger, figures, followers)
}

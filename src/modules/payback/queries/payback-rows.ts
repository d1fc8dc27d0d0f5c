import type { PaybackRows } from '#contract/payback.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { ordersMeasured, type OrderMeasure } from '../model/measures.ts'
import { ordersReport, rowsReport, type RowsAsked } from '../model/rows-report.ts'
import { ordersSeen } from '../model/seen.ts'
import { namedOrders, readLedger } from '../sources.ts'

/** The rows that a figure of a month was made of, and their sum. */
export async function paybackRows(scope: ReadScope, asked: RowsAsked): Promise<PaybackRows | Refusal<'payback.month-unknown'>> {
  const { ledger } = await readLedger(scope)
  if (!ledger.months.includes(asked.month)) return refuse('payback.month-unknown', { where: 'month' })
  return rowsReport(ledger, asked)
}

/** The orders that one of the aims' measures of a month was read of. */
export async function measureRows(
  scope: ReadScope,
  asked: { month: string; measure: OrderMeasure; cursor?: string; limit: number },
): Promise<PaybackRows | Refusal<'payback.month-unknown'>> {
  const { ledger, profile } = await readLedger(scope)
  if (!ledger.months.includes(asked.month)) return refuse('payback.month-unknown', { where: 'month' })
  const named = await namedOrders(scope, profile.zone, asked.month, 0)
  return ordersReport(ordersMeasured(asked.measure, ordersSeen(ledger, asked.month, named)), asked, named)
}

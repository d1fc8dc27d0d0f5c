import type { PaybackRows } from '#contract/payback.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { rowsReport, type RowsAsked } from '../model/rows-report.ts'
import { readLedger } from '../sources.ts'

/** The rows that a figure of a month was made of, and their sum. */
export async function paybackRows(scope: ReadScope, asked: RowsAsked): Promise<PaybackRows | Refusal<'payback.month-unknown'>> {
  const { ledger } = await readLedger(scope)
  if (!ledger.months.includes(asked.month)) return refuse('payback.month-unknown', { where: 'month' })
  return rowsReport(ledger, asked)
}

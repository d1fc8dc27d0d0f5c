import type { Cut, MonthsTold, PaybackLines } from '#contract/payback-lines.ts'
import type { PaybackRows } from '#contract/payback.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { keysOf } from '../cut-sources.ts'
import { linesReport, monthsTold, partsOf } from '../model/lines.ts'
import { rowsReport } from '../model/rows-report.ts'
import { readLedger } from '../sources.ts'

interface Asked {
  month: string
  /** How many that end with it: itself alone, unless said. */
  months?: MonthsTold
  cut: Cut
}

/** A month, or some together, by campaign, post, placement or person, what belongs to none as a line of its own. */
export async function paybackLines(scope: ReadScope, { month, months = '1', cut }: Asked): Promise<PaybackLines | Refusal<'payback.month-unknown'>> {
  const { ledger, figures } = await readLedger(scope)
  const told = monthsTold(ledger, month, months)
  if (!told) return refuse('payback.month-unknown', { where: 'month' })
  return linesReport({ told, cut, ledger, figures, keys: await keysOf(scope, ledger, { told, cut }), seed: scope.workspaceId })
}

/** The rows behind a figure of one line; without a key, of what belongs to none. */
export async function paybackLineRows(
  scope: ReadScope,
  { key = null, ...asked }: Asked & { key?: string | null; figure: PaybackRows['figure']; cursor?: string; limit: number },
): Promise<PaybackRows | Refusal<'payback.month-unknown'>> {
  const { ledger } = await readLedger(scope)
  const told = monthsTold(ledger, asked.month, asked.months ?? '1')
  if (!told) return refuse('payback.month-unknown', { where: 'month' })
  const parts = partsOf({ told, ledger, keys: await keysOf(scope, ledger, { told, cut: asked.cut }) })
  return rowsReport(ledger, asked, parts.get(key) ?? [])
}

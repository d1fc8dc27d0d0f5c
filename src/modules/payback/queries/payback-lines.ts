import type { Cut, PaybackLines } from '#contract/payback-lines.ts'
import type { PaybackRows } from '#contract/payback.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { keysOf } from '../cut-sources.ts'
import { linesReport, partsOf } from '../model/lines.ts'
import { rowsReport } from '../model/rows-report.ts'
import { readLedger } from '../sources.ts'

interface Asked {
  month: string
  cut: Cut
}

/** A month by campaign, post, placement or person, what belongs to none as a line of its own. */
export async function paybackLines(scope: ReadScope, asked: Asked): Promise<PaybackLines | Refusal<'payback.month-unknown'>> {
  const { ledger, figures } = await readLedger(scope)
  if (!ledger.months.includes(asked.month)) return refuse('payback.month-unknown', { where: 'month' })
  return linesReport({ ...asked, ledger, figures, keys: await keysOf(scope, ledger, asked), seed: scope.workspaceId })
}

/** The rows behind a figure of one line; without a key, of what belongs to none. */
export async function paybackLineRows(
  scope: ReadScope,
  { key = null, ...asked }: Asked & { key?: string | null; figure: PaybackRows['figure']; cursor?: string; limit: number },
): Promise<PaybackRows | Refusal<'payback.month-unknown'>> {
  const { ledger } = await readLedger(scope)
  if (!ledger.months.includes(asked.month)) return refuse('payback.month-unknown', { where: 'month' })
  const parts = partsOf({ month: asked.month, ledger, keys: await keysOf(scope, ledger, asked) })
  return rowsReport(ledger, asked, parts.get(key) ?? [])
}

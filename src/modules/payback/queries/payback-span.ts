import type { PaybackRows, RowsOf } from '#contract/payback.ts'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { queries as analytics } from '#modules/analytics'
import { queries as effort } from '#modules/effort'
import { ordersReport, rowsReport } from '../model/rows-report.ts'
import { rowsOfSpan, spanReport, type Days, type PaybackSpan } from '../model/span-report.ts'
import { readLedger } from '../sources.ts'

/** Some days of the shop's own zone (a week, a quarter, a year) by channel, against the days before and those a year ago where they are named. */
export async function paybackSpan(scope: ReadScope, days: Days, { before = null, yearAgo = null }: { before?: Days | null; yearAgo?: Days | null } = {}): Promise<PaybackSpan> {
  const [{ profile, ledger, figures }, boxOf] = await Promise.all([readLedger(scope), effort.boxes(scope)])
  const { zone } = profile
  // Profit stands without visits, should the stream of hits not answer now.
  const visitsIn = async (span: Days | null) =>
    span && analytics.visitsByChannel(scope, { from: startOfDay(zone, span.from), to: startOfDay(zone, addDays(span.to, 1)) }).catch(() => null)
  const [visits, visitsBefore, visitsYearAgo] = await Promise.all([days, before, yearAgo].map(visitsIn))
  return spanReport({ zone, days, before, yearAgo, today: dayIn(zone, scope.clock.now()), ledger, figures, seed: scope.workspaceId, visits: visits!, visitsBefore: visitsBefore!, visitsYearAgo: visitsYearAgo!, boxOf })
}

export interface SpanRowsAsked {
  figure: Exclude<PaybackRows['figure'], 'corrected-later'>
  /** All that the total counts where none is named. */
  of?: RowsOf | undefined
  cursor?: string | undefined
  limit: number
}

/** The rows that a figure of some days was made of, and their sum. */
export async function paybackSpanRows(scope: ReadScope, days: Days, { of, ...asked }: SpanRowsAsked): Promise<PaybackRows> {
  const { profile, ledger } = await readLedger(scope)
  const { cells, strays } = rowsOfSpan({ zone: profile.zone, ledger, seed: scope.workspaceId }, days, of === 'shared' ? null : of === undefined || of === 'unattributed' ? 'shop' : of)
  return of === 'unattributed' ? ordersReport(strays, asked) : rowsReport(ledger, { ...asked, month: days.from.slice(0, 7) }, cells)
}

import type { PaybackRows } from '#contract/payback.ts'
import type { Period, ReportKind } from '#contract/reports.ts'
import { queries as payback, type SpanRowsAsked } from '#modules/payback'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { daysOf, lastWhole } from '../model/periods.ts'

/** The rows behind a figure of a report: of all that its total counts, or of one channel. */
export async function reportRows(scope: ReadScope, { kind, period: wanted, ...asked }: SpanRowsAsked & { kind: ReportKind; period?: Period | undefined }): Promise<PaybackRows | Refusal<'reports.period-unknown'>> {
  const { zone } = await workspace.shopProfile(scope)
  const today = dayIn(zone, scope.clock.now())
  const days = daysOf(kind, wanted ?? lastWhole(kind, today))
  return days && days.from <= today ? payback.paybackSpanRows(scope, days, asked) : refuse('reports.period-unknown', { where: 'period' })
}

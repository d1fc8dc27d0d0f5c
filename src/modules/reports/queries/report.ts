import type { Period, Report, ReportKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { queries as payback, type PaybackSpan } from '#modules/payback'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { daysOf, lastWhole, periodBefore, yearBefore } from '../model/periods.ts'
import { writeReport } from '../writing/write-report.ts'

export interface ReportAsked {
  kind: ReportKind
  /** The last whole one where none is named. */
  period?: Period | undefined
  language: Language
}

/** A report of the shop. Refused for a period that is none, or has not begun. */
export async function report(scope: ReadScope, { kind, period: wanted, language }: ReportAsked): Promise<Report | Refusal<'reports.period-unknown'>> {
  const shop = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  const today = dayIn(shop.zone, now)
  const period = wanted ?? lastWhole(kind, today)
  const span = await spanOf(scope, kind, period, today)
  return span ? writeReport({ kind, period, language, shop, now, span }) : refuse('reports.period-unknown', { where: 'period' })
}

/** What payback tells of a period, against the one before, a quarter against that of a year ago as well; null for a period that is none, or has not begun. */
export async function spanOf(scope: ReadScope, kind: ReportKind, period: Period, today: string): Promise<PaybackSpan | null> {
  const days = daysOf(kind, period)
  if (!days || days.from > today) return null
  return payback.paybackSpan(scope, days, { before: daysOf(kind, periodBefore(kind, days.from)), yearAgo: kind === 'quarter' ? daysOf(kind, yearBefore(period)) : null })
}

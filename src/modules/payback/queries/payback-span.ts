import { addDays, dayIn, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { queries as analytics } from '#modules/analytics'
import { spanReport, type Days, type PaybackSpan } from '../model/span-report.ts'
import { readLedger } from '../sources.ts'

/** Some days of the shop's own zone (a week, a quarter, a year) by channel, against the days before where they are named. */
export async function paybackSpan(scope: ReadScope, days: Days, before: Days | null = null): Promise<PaybackSpan> {
  const { profile, ledger, figures } = await readLedger(scope)
  const { zone } = profile
  // Profit stands without visits, should the stream of hits not answer now.
  const visitsIn = async (span: Days | null) =>
    span && analytics.visitsByChannel(scope, { from: startOfDay(zone, span.from), to: startOfDay(zone, addDays(span.to, 1)) }).catch(() => null)
  const [visits, visitsBefore] = await Promise.all([visitsIn(days), visitsIn(before)])
  return spanReport({ zone, days, before, today: dayIn(zone, scope.clock.now()), ledger, figures, seed: scope.workspaceId, visits, visitsBefore })
}

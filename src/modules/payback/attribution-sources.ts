import { queries as analytics } from '#modules/analytics'
import { queries as shop } from '#modules/shop'
import { addMonths, startOfMonth } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { WINDOW_DAYS } from './model/attribution/paths.ts'
import type { SpanEvidence } from './model/attribution/report.ts'

/** All that tells how the orders of these months (the last one included) came; without the stream of hits, what the shop keeps. */
export async function evidenceOf(scope: ReadScope, zone: string, { from, to }: { from: string; to: string }): Promise<SpanEvidence> {
  const span = { from: startOfMonth(zone, from), to: startOfMonth(zone, addMonths(to, 1)) }
  const [orders, visits] = await Promise.all([
    shop.touchesForPayback(scope, span, WINDOW_DAYS),
    Promise.all([analytics.visitsOfOrders(scope, span, WINDOW_DAYS), analytics.journeysWithoutOrder(scope, span)]).catch(() => null),
  ])
  return { from, to, orders, visits: visits && { ofOrders: visits[0], toNothing: visits[1] }, seed: `${scope.workspaceId} ${from} ${to}` }
}

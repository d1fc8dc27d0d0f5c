import { CLOSES_AFTER_DAYS } from '#contract/ledger.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, addMonths, monthIn, monthsBetween } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { today } from '../commands/day-rules.ts'
import { tables } from '../tables.ts'

/**
 * Months that close themselves now, the oldest first: ten days after their end. What lies before the shop began here
 * stays open, for it is still being brought in.
 */
export async function closingsDue(scope: ReadScope): Promise<string[]> {
  const { begunAt, zone } = await workspace.shopBegun(scope)
  const last = addMonths(addDays(await today(scope), -CLOSES_AFTER_DAYS).slice(0, 7), -1)
  const first = monthIn(zone, begunAt)
  if (first > last) return []
  const closed = await tables(scope).selectFrom('effortClosedMonths').select('month').where('workspaceId', '=', scope.workspaceId).where('month', '>=', first).execute()
  const known = new Set(closed.map(({ month }) => month))
  return monthsBetween(first, last).filter((month) => !known.has(month))
}

import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** What payback had made of some closed months, by month, as it handed it over. */
export async function closedRows(scope: ReadScope, months: readonly string[]): Promise<Map<string, object>> {
  if (months.length === 0) return new Map()
  const rows = await tables(scope).selectFrom('effortClosedMonths').select(['month', 'rows']).where('workspaceId', '=', scope.workspaceId).where('month', 'in', months).execute()
  return new Map(rows.map(({ month, rows }) => [month, rows]))
}

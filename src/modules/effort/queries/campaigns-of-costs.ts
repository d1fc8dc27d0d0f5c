import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The campaign of each of these costs that an ads report told. */
export async function campaignsOfCosts(scope: ReadScope, ids: readonly string[]): Promise<{ costId: string; campaign: string }[]> {
  if (ids.length === 0) return []
  return tables(scope)
    .selectFrom('effortAdSpends')
    .select(['costId', 'campaign'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('costId', 'in', [...ids])
    .execute()
}

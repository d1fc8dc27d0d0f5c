import type { Cost } from '#contract/effort.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Money spent from one day to another, both included, oldest first. A cost without a channel is shared by all. */
export async function costsNoted(scope: ReadScope, { from, to }: { from: string; to: string }): Promise<Cost[]> {
  return tables(scope)
    .selectFrom('effortCosts')
    .select(['costId as id', 'channel', 'kind', 'day', 'amount', 'note'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('removedAt', 'is', null)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('costId')
    .execute()
}

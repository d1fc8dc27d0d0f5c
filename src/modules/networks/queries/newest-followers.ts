import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The last count of followers of each account that anybody counted, by the account's id. */
export async function newestFollowers(scope: ReadScope): Promise<Map<string, { count: number; day: string }>> {
  const rows = await tables(scope)
    .selectFrom('networksFollowers')
    .distinctOn('source')
    .select(['source', 'followers as count', 'day'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', 'is not', null)
    .orderBy('source')
    .orderBy('day', 'desc')
    .execute()
  return new Map(rows.map(({ source, ...newest }) => [source, newest]))
}

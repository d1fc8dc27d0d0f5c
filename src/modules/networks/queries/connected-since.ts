import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** When the first of the shop's accounts was connected, also one that was removed since; null where none ever was. */
export async function connectedSince(scope: ReadScope): Promise<Date | null> {
  const row = await tables(scope)
    .selectFrom('networksAccounts')
    .select(({ fn }) => fn.min('connectedAt').as('first'))
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  return row?.first ?? null
}

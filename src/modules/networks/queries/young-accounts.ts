import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { newestFollowers } from './newest-followers.ts'
import { tables } from '../tables.ts'

/** An account is young for so long. */
const YOUNG = 90 * 86_400_000

export interface YoungAccount {
  id: string
  channel: Channel
  handle: string
  /** Null where nobody counted yet. */
  followers: number | null
}

/** Accounts connected in the last ninety days that fewer than so many follow, as far as is known; the fewest first. */
export async function youngAccounts(scope: ReadScope, { fewerThan }: { fewerThan: number }): Promise<YoungAccount[]> {
  const accounts = await tables(scope)
    .selectFrom('networksAccounts')
    .select(['accountId as id', 'channel', 'handle'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('state', '<>', 'removed')
    .where('connectedAt', '>', new Date(scope.clock.now().getTime() - YOUNG))
    .orderBy('connectedAt')
    .orderBy('accountId')
    .execute()
  if (accounts.length === 0) return []
  const newest = await newestFollowers(scope)
  return accounts
    .map((account) => ({ ...account, followers: newest.get(account.id)?.count ?? null }))
    .filter(({ followers }) => followers === null || followers < fewerThan)
    .sort((one, other) => (one.followers ?? 0) - (other.followers ?? 0))
}

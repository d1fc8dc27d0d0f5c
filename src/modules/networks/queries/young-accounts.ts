import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
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
  // What was counted before the account was connected is told by its channel.
  const counted = await tables(scope)
    .selectFrom('networksFollowers')
    .select(['accountId', 'channel', 'followers'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('day')
    .execute()
  return accounts
    .map((account) => ({
      ...account,
      followers: (counted.findLast(({ accountId }) => accountId === account.id) ?? counted.findLast(({ channel }) => channel === account.channel))?.followers ?? null,
    }))
    .filter(({ followers }) => followers === null || followers < fewerThan)
    .sort((one, other) => (one.followers ?? 0) - (other.followers ?? 0))
}

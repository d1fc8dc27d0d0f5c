import type { FollowBacks } from '#contract/networks.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Who follows each account and is not followed back, the latest first; accounts without any are not in it. */
export async function followBacks(scope: ReadScope): Promise<FollowBacks[]> {
  const rows = await tables(scope)
    .selectFrom('networksFollowBacks as follower')
    .innerJoin('networksAccounts as account', (join) =>
      join.onRef('account.workspaceId', '=', 'follower.workspaceId').onRef('account.accountId', '=', 'follower.accountId'),
    )
    .select(['follower.accountId', 'account.channel', 'account.handle as of', 'follower.remoteId', 'follower.handle', 'follower.name', 'follower.address', 'follower.firstSeenAt'])
    .where('follower.workspaceId', '=', scope.workspaceId)
    .where('account.state', '=', 'connected')
    .orderBy('account.connectedAt')
    .orderBy('follower.firstSeenAt', 'desc')
    .orderBy('follower.name')
    .execute()
  const byAccount = new Map<string, FollowBacks>()
  for (const { accountId, channel, of, firstSeenAt, ...person } of rows) {
    const known = byAccount.get(accountId) ?? { accountId, channel, handle: of, people: [] }
    known.people.push({ ...person, firstSeenAt: firstSeenAt.toISOString() })
    byAccount.set(accountId, known)
  }
  return [...byAccount.values()]
}

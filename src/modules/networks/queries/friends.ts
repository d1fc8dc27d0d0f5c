import type { FriendList } from '#contract/friends.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The list of each account that is not removed, an empty one too; the first connected first. */
export async function friends(scope: ReadScope): Promise<FriendList[]> {
  const rows = await tables(scope)
    .selectFrom('networksAccounts as account')
    .leftJoin('networksFriends as friend', (join) =>
      join.onRef('friend.workspaceId', '=', 'account.workspaceId').onRef('friend.accountId', '=', 'account.accountId'),
    )
    .select(['account.accountId', 'account.channel', 'account.handle', 'account.address', 'friend.friendId', 'friend.name', 'friend.toldAt'])
    .where('account.workspaceId', '=', scope.workspaceId)
    .where('account.state', '<>', 'removed')
    .orderBy('account.connectedAt')
    .orderBy('account.accountId')
    // To postgres null comes last of an order, and first of its opposite.
    .orderBy('friend.toldAt', 'desc')
    .orderBy('friend.name')
    .execute()
  const lists = new Map<string, FriendList>()
  for (const { friendId, name, toldAt, ...account } of rows) {
    const list = lists.get(account.accountId) ?? { ...account, friends: [] }
    if (friendId !== null) list.friends.push({ id: friendId, name: name!, toldAt: toldAt?.toISOString() ?? null })
    lists.set(account.accountId, list)
  }
  return [...lists.values()]
}

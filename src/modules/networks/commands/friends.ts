import { MOST_FRIENDS } from '#contract/friends.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Puts names on an account's list; those that stand there already, in whatever letter case, stay as they are. */
export async function addFriends(
  scope: WriteScope,
  { accountId, names }: { accountId: string; names: readonly string[] },
): Promise<void | Refusal<'networks.account-unknown' | 'networks.too-many-friends'>> {
  // Locked, so that two at once stay below the most together.
  const account = await tables(scope)
    .selectFrom('networksAccounts')
    .select('accountId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .where('state', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst()
  if (!account) return refuse('networks.account-unknown', { where: 'accountId' })
  const listed = await tables(scope)
    .selectFrom('networksFriends')
    .select('name')
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .execute()
  const known = new Set(listed.map(({ name }) => name.toLowerCase()))
  const fresh = names.filter((name) => !known.has(name.toLowerCase()) && known.add(name.toLowerCase()))
  if (listed.length + fresh.length > MOST_FRIENDS) return refuse('networks.too-many-friends', { where: 'names', values: { most: MOST_FRIENDS } })
  if (fresh.length === 0) return
  await tables(scope)
    .insertInto('networksFriends')
    .values(fresh.map((name) => ({ workspaceId: scope.workspaceId, friendId: newId(), accountId, name, toldAt: null })))
    .execute()
  await scope.announce({ type: 'FriendsChanged', accountId })
}

/** Says that a friend was told, or after all was not. The day they were first told stays. */
export async function tellFriend(scope: WriteScope, { id, told }: { id: string; told: boolean }): Promise<void | Refusal<'networks.friend-unknown'>> {
  const friend = await tables(scope)
    .updateTable('networksFriends')
    .set(({ fn, val }) => ({ toldAt: told ? fn.coalesce('toldAt', val(scope.clock.now())) : null }))
    .where('workspaceId', '=', scope.workspaceId)
    .where('friendId', '=', id)
    .returning('accountId')
    .executeTakeFirst()
  return announced(scope, friend)
}

/** Takes a name off its list, for good: it is another person's, and nothing is reckoned from it. */
export async function removeFriend(scope: WriteScope, id: string): Promise<void | Refusal<'networks.friend-unknown'>> {
  const friend = await tables(scope)
    .deleteFrom('networksFriends')
    .where('workspaceId', '=', scope.workspaceId)
    .where('friendId', '=', id)
    .returning('accountId')
    .executeTakeFirst()
  return announced(scope, friend)
}

async function announced(scope: WriteScope, friend: { accountId: string } | undefined): Promise<void | Refusal<'networks.friend-unknown'>> {
  if (!friend) return refuse('networks.friend-unknown')
  await scope.announce({ type: 'FriendsChanged', accountId: friend.accountId })
}

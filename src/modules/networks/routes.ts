import { friendsRoutes } from '#contract/friends.ts'
import { networksRoutes as contract } from '#contract/networks.ts'
import { serve, servePrepared, type Served } from '#platform/http'
import { askedAccount, connectAccount } from './commands/connect-account.ts'
import { addFriends, removeFriend, tellFriend } from './commands/friends.ts'
import { noteFollowers } from './commands/note-followers.ts'
import { putBackAccount, removeAccount } from './commands/remove-account.ts'
import type { Networks } from './networks.ts'
import { accounts } from './queries/accounts.ts'
import { followBacks } from './queries/follow-backs.ts'
import { followersByMonth } from './queries/followers-by-month.ts'
import { friends } from './queries/friends.ts'

export const networksRoutes = ({ networks }: { networks: Networks }): Served[] => [
  serve(contract.networks, () => [...networks.manifests]),
  serve(contract.accounts, ({ scope }) => accounts(scope, networks)),
  servePrepared(
    contract.connectAccount,
    ({ scope, body }) => askedAccount(scope, networks, body),
    ({ scope, body, prepared }) => connectAccount(scope, networks, body, prepared),
  ),
  serve(contract.removeAccount, ({ scope, params }) => removeAccount(scope, params.id)),
  serve(contract.putBackAccount, ({ scope, params }) => putBackAccount(scope, networks, params.id)),
  serve(contract.noteFollowers, ({ scope, body }) => noteFollowers(scope, body)),
  serve(contract.followBacks, ({ scope }) => followBacks(scope)),
  serve(contract.followersByMonth, ({ scope }) => followersByMonth(scope)),
  serve(friendsRoutes.friends, ({ scope }) => friends(scope)),
  serve(friendsRoutes.addFriends, ({ scope, body }) => addFriends(scope, body)),
  serve(friendsRoutes.tellFriend, ({ scope, params, body }) => tellFriend(scope, { id: params.id, ...body })),
  serve(friendsRoutes.removeFriend, ({ scope, params }) => removeFriend(scope, params.id)),
]

import { networksRoutes as contract } from '#contract/networks.ts'
import { serve, servePrepared, type Served } from '#platform/http'
import { askedAccount, connectAccount } from './commands/connect-account.ts'
import { noteFollowers } from './commands/note-followers.ts'
import { putBackAccount, removeAccount } from './commands/remove-account.ts'
import type { Networks } from './networks.ts'
import { accounts } from './queries/accounts.ts'
import { followersByMonth } from './queries/followers-by-month.ts'

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
  serve(contract.followersByMonth, ({ scope }) => followersByMonth(scope)),
]

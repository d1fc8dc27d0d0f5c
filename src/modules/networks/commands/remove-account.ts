import type { Account } from '#contract/networks.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { Networks } from '../networks.ts'
import { account } from '../queries/accounts.ts'
import { tables } from '../tables.ts'

/** How long a removed account can be put back with its password; then the password is forgotten. */
export const PUT_BACK_WITHIN_MS = 10 * 60_000

/** Removes an account. What was published through it stays, here and at the network. */
export async function removeAccount(scope: WriteScope, accountId: string): Promise<void | Refusal<'networks.account-unknown'>> {
  const now = scope.clock.now()
  const removed = await tables(scope)
    .updateTable('networksAccounts')
    .set({ state: 'removed', removedAt: now, changedAt: now, session: null, audienceDueAt: null })
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .where('state', '<>', 'removed')
    .returning('accountId')
    .executeTakeFirst()
  if (!removed) return refuse('networks.account-unknown')
  await tables(scope).deleteFrom('networksFollowBacks').where('workspaceId', '=', scope.workspaceId).where('accountId', '=', accountId).execute()
  await scope.announce({ type: 'AccountRemoved', accountId })
}

/** Puts a removed account back; one that was signed in to only while its password is still known. */
export async function putBackAccount(
  scope: WriteScope,
  networks: Networks,
  accountId: string,
): Promise<Account | Refusal<'networks.account-unknown' | 'networks.put-back-too-late'>> {
  const row = await tables(scope)
    .selectFrom('networksAccounts')
    .select(['state', 'way', 'credentials', 'reason'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return refuse('networks.account-unknown')
  if (row.state === 'removed') {
    if (row.way === 'direct' && row.credentials === null) return refuse('networks.put-back-too-late')
    await tables(scope)
      .updateTable('networksAccounts')
      .set({ state: row.reason === null ? 'connected' : 'needs-reconnect', removedAt: null, changedAt: scope.clock.now() })
      .where('workspaceId', '=', scope.workspaceId)
      .where('accountId', '=', accountId)
      .execute()
    await scope.announce({ type: 'AccountPutBack', accountId })
  }
  return (await account(scope, networks, accountId))!
}

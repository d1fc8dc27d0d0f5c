import type { WriteScope } from '#platform/scope'
import type { Why } from '../outcome.ts'
import { tables } from '../tables.ts'

/** Marks an account whose sign-in the network no longer takes; nothing more is sent through it until it is connected again. */
export async function needReconnect(scope: WriteScope, accountId: string, why: Why): Promise<void> {
  const account = await tables(scope)
    .updateTable('networksAccounts')
    .set({ state: 'needs-reconnect', reason: why, session: null, changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .where('state', '=', 'connected')
    .returning('network')
    .executeTakeFirst()
  if (account) await scope.announce({ type: 'AccountNeedsReconnect', accountId, network: account.network, why })
}

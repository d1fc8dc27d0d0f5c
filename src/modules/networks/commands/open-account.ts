import type { ReadScope, WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import type { AccountLogin } from '../adapter.ts'
import type { Why } from '../outcome.ts'
import { tables, type NetworksTables } from '../tables.ts'

export interface OpenAccount {
  network: string
  state: NetworksTables['networksAccounts']['state']
  reason: Why | null
  /** Null where its secrets can't be opened: the key file is another than the one they were sealed under. */
  login: Omit<AccountLogin, 'keepSession'> | null
}

/** An account with its secrets open. Stays within this module. */
export async function openAccount(scope: ReadScope, secrets: Pick<Secrets, 'open'>, accountId: string): Promise<OpenAccount | null> {
  const row = await tables(scope)
    .selectFrom('networksAccounts')
    .select(['network', 'state', 'reason', 'handle', 'remoteId', 'server', 'credentials', 'session'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (!row) return null
  const { network, state, reason, credentials, session, ...login } = row
  try {
    return {
      network,
      state,
      reason: reason as Why | null,
      login: credentials === null ? null : { ...login, password: secrets.open(credentials), session: session && secrets.open(session) },
    }
  } catch {
    return { network, state, reason: reason as Why | null, login: null }
  }
}

export async function keepSession(scope: WriteScope, accountId: string, sealed: string | null): Promise<void> {
  await tables(scope)
    .updateTable('networksAccounts')
    .set({ session: sealed })
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .where('state', '<>', 'removed')
    .execute()
}

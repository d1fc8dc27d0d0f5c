import type { Account } from '#contract/networks.ts'
import type { ReadScope } from '#platform/scope'
import type { Networks } from '../networks.ts'
import { tables } from '../tables.ts'

/** The shop's accounts in the order they were connected; removed ones only when asked for. */
export async function accounts(scope: ReadScope, networks: Pick<Networks, 'manifestOf'>, { removed = false } = {}): Promise<Account[]> {
  const rows = await tables(scope)
    .selectFrom('networksAccounts')
    .select(['accountId', 'network', 'way', 'channel', 'handle', 'server', 'address', 'state', 'reason', 'connectedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .$if(!removed, (query) => query.where('state', '<>', 'removed'))
    .orderBy('connectedAt')
    .orderBy('accountId')
    .execute()
  const newest = await newestFollowers(scope)
  return rows.map(({ accountId, connectedAt, ...row }) => ({
    ...row,
    id: accountId,
    networkName: networks.manifestOf(row.network, row.way)?.name ?? row.network,
    connectedAt: connectedAt.toISOString(),
    followers: newest.get(accountId) ?? null,
  }))
}

export const account = async (scope: ReadScope, networks: Pick<Networks, 'manifestOf'>, accountId: string): Promise<Account | undefined> =>
  (await accounts(scope, networks, { removed: true })).find(({ id }) => id === accountId)

async function newestFollowers(scope: ReadScope): Promise<Map<string, { count: number; day: string }>> {
  const rows = await tables(scope)
    .selectFrom('networksFollowers')
    .distinctOn('source')
    .select(['source', 'followers as count', 'day'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', 'is not', null)
    .orderBy('source')
    .orderBy('day', 'desc')
    .execute()
  return new Map(rows.map(({ source, ...newest }) => [source, newest]))
}

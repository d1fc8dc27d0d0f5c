import type { OwnNetwork } from '#contract/visit-sites.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The networks whose visits are the shop's own, by the names they were given. */
export async function ownNetworks(scope: ReadScope): Promise<OwnNetwork[]> {
  const found = await tables(scope).selectFrom('analyticsOwnNetworks').select(['id', 'name', 'addedAt']).where('workspaceId', '=', scope.workspaceId).orderBy('addedAt').execute()
  return found.map(({ addedAt, ...network }) => ({ ...network, addedAt: addedAt.toISOString() }))
}

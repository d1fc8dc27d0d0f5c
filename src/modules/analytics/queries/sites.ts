import type { Site } from '#contract/analytics.ts'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { shopPageKey } from '../model.ts'
import { tables } from '../tables.ts'

/** The shop's sites: its own page first, then in the order in which they were added. */
export async function sites(scope: ReadScope): Promise<Site[]> {
  const { name } = await workspace.shopProfile(scope)
  const added = await tables(scope)
    .selectFrom('analyticsSites')
    .select(siteColumns)
    .where('workspaceId', '=', scope.workspaceId)
    .where('removedAt', 'is', null)
    .orderBy('addedAt')
    .execute()
  const own: Site = { id: scope.workspaceId, host: null, name, key: shopPageKey(scope.workspaceId), kind: 'shop-page', addedAt: null }
  return [own, ...added.map(presentSite)]
}

export const siteColumns = ['id', 'host', 'name', 'key', 'addedAt'] as const

export const presentSite = (site: { id: string; host: string; name: string; key: string; addedAt: Date }): Site => ({
  ...site,
  kind: 'web',
  addedAt: site.addedAt.toISOString(),
})

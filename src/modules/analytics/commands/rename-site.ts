import type { Site } from '#contract/analytics.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentSite, siteColumns } from '../queries/sites.ts'
import { tables } from '../tables.ts'

export async function renameSite(scope: WriteScope, id: string, name: string): Promise<Site | Refusal<'analytics.site-unknown'>> {
  const site = await tables(scope)
    .updateTable('analyticsSites')
    .set({ name })
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .returning(siteColumns)
    .executeTakeFirst()
  if (!site) return refuse('analytics.site-unknown')
  await scope.announce({ type: 'SiteRenamed', siteId: id })
  return presentSite(site)
}

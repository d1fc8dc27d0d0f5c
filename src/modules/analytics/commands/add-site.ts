import type { AddSite, Site } from '#contract/analytics.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tidyHost } from '../model.ts'
import { presentSite, siteColumns } from '../queries/sites.ts'
import { tables } from '../tables.ts'

/** Adds a site; its key goes into its pages. One that was removed comes back with its key, which stands there yet. */
export async function addSite(
  scope: WriteScope,
  { host: typed, name }: AddSite,
): Promise<Site | Refusal<'analytics.host-unreadable' | 'analytics.host-taken'>> {
  const host = tidyHost(typed)
  if (host === null) return refuse('analytics.host-unreadable', { where: 'host', values: { host: typed } })
  const site = (await takeBack(scope, host, name)) ?? (await add(scope, host, name ?? host))
  if (!site) return refuse('analytics.host-taken', { where: 'host', values: { host } })
  await scope.announce({ type: 'SiteAdded', siteId: site.id })
  return presentSite(site)
}

const takeBack = (scope: WriteScope, host: string, name: string | undefined) =>
  tables(scope)
    .updateTable('analyticsSites')
    .set({ removedAt: null, ...(name !== undefined && { name }) })
    .where('workspaceId', '=', scope.workspaceId)
    .where('host', '=', host)
    .where('removedAt', 'is not', null)
    .returning(siteColumns)
    .executeTakeFirst()

function add(scope: WriteScope, host: string, name: string) {
  const now = scope.clock.now()
  const id = newId(now.getTime())
  return tables(scope)
    .insertInto('analyticsSites')
    .values({ id, workspaceId: scope.workspaceId, host, name, key: keyFrom(id), addedAt: now, removedAt: null })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'host']).where('removedAt', 'is', null).doNothing())
    .returning(siteColumns)
    .executeTakeFirst()
}

/** Short, since it stands in every page: the random end of the id. A shop page's key begins with `p`, which is no hex digit. */
const keyFrom = (id: string): string => id.replaceAll('-', '').slice(-14)

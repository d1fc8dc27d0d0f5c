import type { AddSite, Site } from '#contract/analytics.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tidyHost } from '../model.ts'
import { tables } from '../tables.ts'

/** Adds a site; its key goes into its pages. One that was removed comes back as a new one. */
export async function addSite(
  scope: WriteScope,
  { host: typed, name }: AddSite,
): Promise<Site | Refusal<'analytics.host-unreadable' | 'analytics.host-taken'>> {
  const host = tidyHost(typed)
  if (host === null) return refuse('analytics.host-unreadable', { where: 'host', values: { host: typed } })
  const now = scope.clock.now()
  const id = newId(now.getTime())
  const site = { id, workspaceId: scope.workspaceId, host, name: name ?? host, key: keyFrom(id), addedAt: now, removedAt: null }
  const added = await tables(scope)
    .insertInto('analyticsSites')
    .values(site)
    .onConflict((conflict) => conflict.columns(['workspaceId', 'host']).where('removedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return refuse('analytics.host-taken', { where: 'host', values: { host } })
  await scope.announce({ type: 'SiteAdded', siteId: id })
  return { id, host, name: site.name, key: site.key, kind: 'web', addedAt: now.toISOString() }
}

/** Short, since it stands in every page: the random end of the id. A shop page's key begins with `p`, which is no hex digit. */
const keyFrom = (id: string): string => id.replaceAll('-', '').slice(-14)

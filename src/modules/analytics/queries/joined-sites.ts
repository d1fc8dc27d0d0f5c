import { sql } from 'kysely'
import type { ReadScope } from '#platform/scope'
import { ACROSS } from '../model.ts'
import { tables } from '../tables.ts'

/** A site that is one way with the others; the shop's own page has no host. */
export interface JoinedSite {
  id: string
  host: string | null
}

/** The shop's sites that no owner keeps apart: its page first, then in the order in which they were added. */
export async function joinedSites(db: ReadScope['db'], workspaceId: string): Promise<JoinedSite[]> {
  const [added, apart] = await Promise.all([
    tables({ db }).selectFrom('analyticsSites').select(['id', 'host']).where('workspaceId', '=', workspaceId).where('removedAt', 'is', null).orderBy('addedAt').execute(),
    tables({ db }).selectFrom('analyticsSiteSettings').select('siteId').where('workspaceId', '=', workspaceId).where(sql<boolean>`${ACROSS} = any(without)`).execute(),
  ])
  return [{ id: workspaceId, host: null }, ...added].filter(({ id }) => !apart.some(({ siteId }) => siteId === id))
}

import type { LinkNamed } from '#contract/links.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** As many as the list of links ranks. */
const MOST = 5000

/** What each link is known by: what was clicked stays clicked, also once the link, or the placement, is closed. */
export async function linkNames(scope: ReadScope): Promise<LinkNamed[]> {
  const rows = await tables(scope)
    .selectFrom('linksLinks as link')
    .leftJoin('linksPlacements as placement', (join) => join.onRef('placement.workspaceId', '=', 'link.workspaceId').onRef('placement.id', '=', 'link.placementId'))
    .select(['link.id', 'link.code', 'link.channel', 'link.name', 'link.postId', 'placement.id as placementId', 'placement.name as placementName'])
    .where('link.workspaceId', '=', scope.workspaceId)
    .orderBy('link.createdAt', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(({ placementId, placementName, ...link }) => ({ ...link, placement: placementId !== null && placementName !== null ? { id: placementId, name: placementName } : null }))
}

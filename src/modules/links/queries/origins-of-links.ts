import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface LinkOrigin {
  linkId: string
  placement: { id: string; name: string } | null
  /** The `utm_campaign` of the address that it leads to. */
  campaign: string | null
}

/** Where these links stand, and what campaign they belong to; closed ones too. */
export async function originsOfLinks(scope: ReadScope, ids: readonly string[]): Promise<LinkOrigin[]> {
  if (ids.length === 0) return []
  const rows = await tables(scope)
    .selectFrom('linksLinks as link')
    .leftJoin('linksPlacements as placement', (join) => join.onRef('placement.workspaceId', '=', 'link.workspaceId').onRef('placement.id', '=', 'link.placementId'))
    .select(['link.id as linkId', 'link.target', 'placement.id', 'placement.name'])
    .where('link.workspaceId', '=', scope.workspaceId)
    .where('link.id', 'in', [...ids])
    .execute()
  return rows.map(({ linkId, target, id, name }) => ({ linkId, placement: id === null ? null : { id, name: name! }, campaign: campaignOf(target) }))
}

/** The campaign of each of these posts that has one, by its links; where they name several, the latest. */
export async function campaignsOfPosts(scope: ReadScope, postIds: readonly string[]): Promise<Map<string, string>> {
  if (postIds.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('linksLinks')
    .select(['postId', 'target'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', 'in', [...postIds])
    .orderBy('createdAt')
    .execute()
  return new Map(
    rows.flatMap(({ postId, target }) => {
      const campaign = campaignOf(target)
      return campaign === null ? [] : [[postId!, campaign]]
    }),
  )
}

/** What these placements are called, closed ones too. */
export async function placementNames(scope: ReadScope, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return tables(scope).selectFrom('linksPlacements').select(['id', 'name']).where('workspaceId', '=', scope.workspaceId).where('id', 'in', [...ids]).execute()
}

const campaignOf = (target: string | null): string | null => (target && URL.canParse(target) && new URL(target).searchParams.get('utm_campaign')?.trim()) || null

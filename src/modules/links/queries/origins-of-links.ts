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

const campaignOf = (target: string | null): string | null => (target && URL.canParse(target) && new URL(target).searchParams.get('utm_campaign')?.trim()) || null

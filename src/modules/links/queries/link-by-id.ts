import type { Selectable } from 'kysely'
import type { PlacementKind } from '#contract/links.ts'
import type { ReadScope } from '#platform/scope'
import { tables, type LinksTables } from '../tables.ts'

export interface FoundLink {
  link: Selectable<LinksTables['linksLinks']>
  placement: { id: string; kind: PlacementKind; name: string } | null
}

/** A link of this shop with the placement that carries it; null where it has none of that id. */
export async function linkById(scope: Pick<ReadScope, 'db' | 'workspaceId'>, id: string): Promise<FoundLink | null> {
  const link = await tables(scope)
    .selectFrom('linksLinks')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!link) return null
  const placement = link.placementId
    ? await tables(scope)
        .selectFrom('linksPlacements')
        .select(['id', 'kind', 'name'])
        .where('workspaceId', '=', scope.workspaceId)
        .where('id', '=', link.placementId)
        .executeTakeFirst()
    : undefined
  return { link, placement: placement ?? null }
}

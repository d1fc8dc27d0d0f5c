import type { Placement } from '#contract/links.ts'
import type { ReadScope } from '#platform/scope'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentPlacement } from '../present.ts'
import { tables } from '../tables.ts'
import { conditionsAsShown } from './conditions-of-links.ts'
import { linkFigures, NOTHING } from './link-figures.ts'

/** The open placements with their links and what those brought in the last days, the newest first. */
export async function placements(scope: ReadScope, needs: LinksNeeds, days: number): Promise<Placement[]> {
  const [rows, figures] = await Promise.all([read(scope).where('closedAt', 'is', null).orderBy('createdAt', 'desc').execute(), linkFigures(scope, days)])
  const links = await linksOf(
    scope,
    rows.map((row) => row.id),
  )
  const conditions = await conditionsAsShown(
    scope,
    [...links.values()].map((link) => link.id),
  )
  const addresses = await addressesOf(scope, needs)
  return rows.flatMap((row) => {
    const link = links.get(row.id)
    return link ? [presentPlacement(addresses, row, link, figures && (figures.get(link.id) ?? NOTHING), scope.clock.now(), conditions.get(link.id))] : []
  })
}

/** One placement, without figures: for the answer to a command. */
export async function placementById(scope: ReadScope, needs: LinksNeeds, id: string): Promise<Placement | null> {
  const row = await read(scope).where('id', '=', id).executeTakeFirst()
  const link = row && (await linksOf(scope, [id])).get(id)
  if (!row || !link) return null
  const conditions = await conditionsAsShown(scope, [link.id])
  return presentPlacement(await addressesOf(scope, needs), row, link, null, scope.clock.now(), conditions.get(link.id))
}

const read = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('linksPlacements')
    .select(['id', 'kind', 'name', 'channel', 'createdAt', 'closedAt'])
    .where('workspaceId', '=', scope.workspaceId)

async function linksOf(scope: ReadScope, placementIds: string[]) {
  if (placementIds.length === 0) return new Map<string | null, never>()
  const rows = await tables(scope)
    .selectFrom('linksLinks')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('placementId', 'in', placementIds)
    .execute()
  return new Map(rows.map((row) => [row.placementId, row]))
}

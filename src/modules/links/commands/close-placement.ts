import type { Placement } from '#contract/links.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { LinksNeeds } from '../needs.ts'
import { placementById } from '../queries/placements.ts'
import { tables } from '../tables.ts'

/** Closes a placement; its link keeps leading to the shop and counting, since what is printed stays printed. */
export async function closePlacement(scope: WriteScope, id: string): Promise<Refusal | undefined> {
  if (!(await setClosed(scope, id, scope.clock.now()))) return refuse('links.placement-unknown')
}

export async function reopenPlacement(scope: WriteScope, needs: LinksNeeds, id: string): Promise<Placement | Refusal> {
  if (!(await setClosed(scope, id, null))) return refuse('links.placement-unknown')
  return (await placementById(scope, needs, id))!
}

async function setClosed(scope: WriteScope, id: string, closedAt: Date | null): Promise<boolean> {
  const row = await tables(scope)
    .updateTable('linksPlacements')
    .set({ closedAt })
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (row) await scope.announce({ type: 'PlacementChanged', placementId: id })
  return row !== undefined
}

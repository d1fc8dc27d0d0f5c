import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { updateCost, type NoCost } from './cost-to-change.ts'

/** Removes a cost from every sum. It can be restored. */
export async function removeCost(scope: WriteScope, id: string): Promise<undefined | NoCost> {
  const removed = await updateCost(scope, id, { removedAt: scope.clock.now() }, { removed: true })
  if (isRefusal(removed)) return removed
}

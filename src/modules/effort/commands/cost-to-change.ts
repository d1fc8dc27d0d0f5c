import type { Updateable } from 'kysely'
import { refuse, type Refusal } from '#platform/refusal'
import type { Cost } from '#contract/costs.ts'
import type { WriteScope } from '#platform/scope'
import { costColumns, presentCost } from '../queries/costs-noted.ts'
import { tables, type EffortTables } from '../tables.ts'

type StoredCost = Updateable<EffortTables['effortCosts']>
export type NoCost = Refusal<'effort.cost-unknown'>

/** Changes a cost and announces it; `removed`: whether it is looked for among the removed ones as well. */
export async function updateCost(
  scope: WriteScope,
  id: string,
  change: StoredCost,
  { removed = false } = {},
): Promise<Cost | NoCost> {
  const row = await tables(scope)
    .updateTable('effortCosts')
    .set(change)
    .where('workspaceId', '=', scope.workspaceId)
    .where('costId', '=', id)
    .$if(!removed, (query) => query.where('removedAt', 'is', null))
    .returning(costColumns)
    .executeTakeFirst()
  if (!row) return refuse('effort.cost-unknown', { where: 'id' })
  await scope.announce({ type: 'CostChanged', costId: row.costId, day: row.day })
  return presentCost(row)
}

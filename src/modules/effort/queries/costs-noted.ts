import type { Selectable } from 'kysely'
import type { Cost } from '#contract/costs.ts'
import type { ReadScope } from '#platform/scope'
import { tables, type EffortTables } from '../tables.ts'

export const costColumns = ['costId', 'channel', 'kind', 'day', 'amount', 'originalCurrency', 'originalAmount', 'note', 'rewardGiven', 'rewardPerson'] as const
type CostRow = Pick<Selectable<EffortTables['effortCosts']>, (typeof costColumns)[number]>

/** Money spent from one day to another, both included, oldest first. A cost without a channel is shared by all. */
export async function costsNoted(scope: ReadScope, { from, to }: { from: string; to: string }): Promise<Cost[]> {
  const rows = await tables(scope)
    .selectFrom('effortCosts')
    .select(costColumns)
    .where('workspaceId', '=', scope.workspaceId)
    .where('removedAt', 'is', null)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('costId')
    .execute()
  return rows.map(presentCost)
}

/** A reward that names no channel is word of mouth's: shared by all, nobody would see that recommendations have a price. */
export function presentCost({ costId, channel, originalCurrency, originalAmount, rewardGiven, rewardPerson, ...row }: CostRow): Cost {
  const reward = rewardGiven && { given: rewardGiven, person: rewardPerson! }
  return { id: costId, channel: channel ?? (reward ? 'word-of-mouth' : null), ...row, ...(originalCurrency && { original: { currency: originalCurrency, amount: originalAmount! } }), reward }
}

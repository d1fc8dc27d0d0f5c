import type { Cost } from '#contract/effort.ts'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { updateCost, type NoCost } from './cost-to-change.ts'
import { notAhead } from './day-rules.ts'
import type { CostWanted } from './note-cost.ts'

/** Changes a cost: only what is given. */
export async function changeCost(
  scope: WriteScope,
  { id, ...given }: Partial<CostWanted> & { id: string },
): Promise<Cost | NoCost | Refusal<'effort.day-ahead'>> {
  const ahead = given.day === undefined ? undefined : await notAhead(scope, given.day)
  if (ahead) return ahead
  const { channel, kind, day, amount, note } = given
  // Writing its own id over itself lets an empty change find out whether the cost is there.
  return updateCost(scope, id, { costId: id, channel, kind, day, amount, note })
}

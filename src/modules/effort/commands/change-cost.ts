import type { Cost } from '#contract/costs.ts'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { updateCost, type NoCost } from './cost-to-change.ts'
import { notAhead } from './day-rules.ts'
import { channelOfReward, rewardsNobody, type ChannelOfCreator, type CostWanted } from './note-cost.ts'

/** Changes a cost: only what is given. A reward is given whole, with its kind. */
export async function changeCost(
  scope: WriteScope,
  { id, ...given }: Partial<CostWanted> & { id: string },
  channelOfCreator?: ChannelOfCreator,
): Promise<Cost | NoCost | Refusal<'effort.day-ahead' | 'effort.reward-of-whom'>> {
  const refusal = rewardsNobody(given) ?? (given.day === undefined ? undefined : await notAhead(scope, given.day))
  if (refusal) return refusal
  const { kind, day, amount, note, reward } = given
  const channel = given.channel === undefined ? undefined : await channelOfReward(scope, { channel: given.channel, reward }, channelOfCreator)
  const ofReward = kind && { rewardGiven: reward?.given ?? null, rewardPerson: reward?.person ?? null }
  // Writing its own id over itself lets an empty change find out whether the cost is there.
  return updateCost(scope, id, { costId: id, channel, kind, day, amount, note, ...ofReward })
}

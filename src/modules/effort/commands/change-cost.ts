import type { Cost } from '#contract/costs.ts'
import { queries as workspace } from '#modules/workspace'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { costAmounts, inOwn, type NoRate } from '../in-own-currency.ts'
import { tables } from '../tables.ts'
import { updateCost, type NoCost } from './cost-to-change.ts'
import { notAhead } from './day-rules.ts'
import { channelOfReward, costsNothing, rewardsNobody, type ChannelOfCreator, type CostWanted } from './note-cost.ts'

/** Changes a cost: only what is given. A reward is given whole, with its kind. */
export async function changeCost(
  scope: WriteScope,
  { id, ...given }: Partial<CostWanted> & { id: string },
  channelOfCreator?: ChannelOfCreator,
): Promise<Cost | NoCost | NoRate | Refusal<'effort.day-ahead' | 'effort.reward-of-whom' | 'effort.cost-nothing'>> {
  const refusal = rewardsNobody(given) ?? costsNothing(given) ?? (given.day === undefined ? undefined : await notAhead(scope, given.day))
  if (refusal) return refusal
  const { kind, day, note, reward } = given
  const amounts = await amountsAfter(scope, id, given)
  if (isRefusal(amounts)) return amounts
  const channel = given.channel === undefined ? undefined : await channelOfReward(scope, { channel: given.channel, reward }, channelOfCreator)
  const ofReward = kind && { rewardGiven: reward?.given ?? null, rewardPerson: reward?.person ?? null }
  // Writing its own id over itself lets an empty change find out whether the cost is there.
  return updateCost(scope, id, { costId: id, channel, kind, day, note, ...amounts, ...ofReward })
}

/** Another amount, currency or day: what it comes to in the shop's own follows. */
async function amountsAfter(scope: WriteScope, id: string, { amount, currency, day }: Partial<CostWanted>): Promise<NoRate | Partial<ReturnType<typeof costAmounts>>> {
  if (amount === undefined && currency === undefined && day === undefined) return {}
  const cost = await tables(scope).selectFrom('effortCosts').select(['amount', 'originalCurrency', 'originalAmount', 'day']).where('workspaceId', '=', scope.workspaceId).where('costId', '=', id).executeTakeFirst()
  if (!cost) return {}
  const { currency: own } = await workspace.shopProfile(scope)
  const paidIn = currency ?? cost.originalCurrency ?? own
  const paid = { amount: amount ?? cost.originalAmount ?? cost.amount, day: day ?? cost.day }
  // Its note may be changed where no rate holds any more: what it came to stays.
  if (paidIn === (cost.originalCurrency ?? own) && paid.amount === (cost.originalAmount ?? cost.amount) && paid.day === cost.day) return {}
  const worth = (await inOwn(scope, own, paidIn))(paid)
  return isRefusal(worth) ? worth : costAmounts(own, paidIn, { amount: paid.amount, worth })
}

import type { Channel } from '#contract/channels.ts'
import type { Cost, CostKind, Reward } from '#contract/costs.ts'
import type { Money } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { costAmounts, inOwn, type NoRate } from '../in-own-currency.ts'
import { presentCost } from '../queries/costs-noted.ts'
import { tables } from '../tables.ts'
import { notAhead } from './day-rules.ts'

export interface CostWanted {
  /** Null: shared by all channels; of a reward: word of mouth. */
  channel: Channel | null
  kind: CostKind
  day: string
  /** In the smallest unit of its currency. */
  amount: number
  /** It was paid in; the shop's own unless said. */
  currency?: Money | undefined
  note?: string
  /** With the kind `reward`, and only with it. */
  reward?: Reward | undefined
}

/** By which channel a creator, `@name`, sells; null where none of theirs has sold yet. */
export type ChannelOfCreator = (scope: ReadScope, creator: string) => Promise<Channel | null>

/** Notes money that was spent, or given away. */
export async function noteCost(scope: WriteScope, wanted: CostWanted, channelOfCreator?: ChannelOfCreator): Promise<Cost | NoRate | Refusal<'effort.day-ahead' | 'effort.reward-of-whom' | 'effort.cost-nothing'>> {
  const refusal = rewardsNobody(wanted) ?? costsNothing(wanted) ?? (await notAhead(scope, wanted.day))
  if (refusal) return refusal
  const { currency: own } = await workspace.shopProfile(scope)
  const currency = wanted.currency ?? own
  const worth = (await inOwn(scope, own, currency))(wanted)
  if (isRefusal(worth)) return worth
  const now = scope.clock.now()
  const { kind, day, amount, note = '', reward } = wanted
  const channel = await channelOfReward(scope, wanted, channelOfCreator)
  const cost = { costId: newId(now.getTime()), channel, kind, day, ...costAmounts(own, currency, { amount, worth }), note, rewardGiven: reward?.given ?? null, rewardPerson: reward?.person ?? null }
  await tables(scope)
    .insertInto('effortCosts')
    .values({ workspaceId: scope.workspaceId, ...cost, notedAt: now, removedAt: null })
    .execute()
  await scope.announce({ type: 'CostNoted', costId: cost.costId, channel, day })
  return presentCost(cost)
}

/** A creator's reward that names no channel is of the one they sell by: by their handle creators sell through TikTok, where nobody knows better. */
export const channelOfReward = async (scope: ReadScope, { channel, reward }: Pick<CostWanted, 'channel' | 'reward'>, channelOfCreator: ChannelOfCreator = () => Promise.resolve(null)): Promise<Channel | null> =>
  channel === null && reward?.person.startsWith('@') ? ((await channelOfCreator(scope, reward.person)) ?? 'tiktok') : channel

/** A reward says what was given and to whom; nothing else does. */
export const rewardsNobody = ({ kind, reward }: Pick<Partial<CostWanted>, 'kind' | 'reward'>): Refusal<'effort.reward-of-whom'> | undefined =>
  (kind === 'reward') === (reward !== undefined) ? undefined : refuse('effort.reward-of-whom', { where: 'reward' })

/** What was spent is something; only a reward may have cost nothing, as what nobody would have bought any more. */
export const costsNothing = ({ kind, amount }: Pick<Partial<CostWanted>, 'kind' | 'amount'>): Refusal<'effort.cost-nothing'> | undefined =>
  amount === 0 && kind !== 'reward' ? refuse('effort.cost-nothing', { where: 'amount' }) : undefined

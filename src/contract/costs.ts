import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { AmountPaid, Day, Id, Money, Month, noContent, ShopParams, ShopThingParams } from './values.ts'

/** What money went into beside the hours. */
export const costKinds = ['ads', 'tool', 'fee', 'reward', 'other'] as const
export const CostKind = z.enum(costKinds)
export type CostKind = z.infer<typeof CostKind>

/** What was given for a recommendation: money off, goods (at what they cost the shop), or money. */
export const rewardForms = ['discount', 'goods', 'money'] as const
export const Reward = z.object({
  given: z.enum(rewardForms),
  /** Who recommended, as the found-us answer names them. */
  person: z.string().trim().min(1).max(80),
})
export type Reward = z.infer<typeof Reward>

export const Cost = z.object({
  id: Id,
  channel: Channel.nullable(),
  kind: CostKind,
  day: Day,
  amount: AmountPaid,
  /** As it was paid, only where that was in another currency. */
  original: z.object({ currency: Money, amount: AmountPaid }).optional(),
  note: z.string(),
  /** Of the kind `reward` only. */
  reward: Reward.nullable(),
})
export type Cost = z.infer<typeof Cost>

const CostNote = z.string().trim().max(200)

export const CostsOfMonth = z.object({
  month: Month,
  total: z.int(),
  byChannel: z.array(z.object({ channel: Channel.nullable(), amount: z.int() })),
  items: z.array(Cost),
})
export type CostsOfMonth = z.infer<typeof CostsOfMonth>

const shop = '/api/shops/:shop'

/** What was paid beside the hours. */
export const costsRoutes = {
  costs: route({
    method: 'GET',
    path: `${shop}/costs`,
    who: 'member',
    summary: 'What was spent in a month, by channel.',
    params: ShopParams,
    query: z.object({ month: Month.optional() }),
    answer: CostsOfMonth,
  }),
  noteCost: route({
    method: 'POST',
    path: `${shop}/costs`,
    who: 'member',
    summary: 'Notes money spent; without a channel it is shared by all. A reward is one of the channel word of mouth unless another is named.',
    params: ShopParams,
    body: z.object({ channel: Channel.nullable(), kind: CostKind, day: Day, amount: AmountPaid, currency: Money.optional(), note: CostNote.default(''), reward: Reward.optional() }),
    answer: Cost,
  }),
  changeCost: route({
    method: 'PATCH',
    path: `${shop}/costs/:id`,
    who: 'member',
    summary: 'Changes a cost: only the fields that are sent.',
    params: ShopThingParams,
    body: z.object({
      channel: Channel.nullable().optional(),
      kind: CostKind.optional(),
      day: Day.optional(),
      amount: AmountPaid.optional(),
      /** Of the amount; the one it has, unless said. */
      currency: Money.optional(),
      note: CostNote.optional(),
      /** Together with the kind `reward`. */
      reward: Reward.optional(),
    }),
    answer: Cost,
  }),
  removeCost: route({
    method: 'DELETE',
    path: `${shop}/costs/:id`,
    who: 'member',
    summary: 'Removes a cost; it can be restored.',
    params: ShopThingParams,
    answer: noContent,
  }),
  restoreCost: route({
    method: 'POST',
    path: `${shop}/costs/:id/restore`,
    who: 'member',
    summary: 'Brings a removed cost back.',
    params: ShopThingParams,
    answer: Cost,
  }),
}

import type { Channel } from '#contract/channels.ts'
import type { OrderState } from '#contract/shop.ts'
import type { CreditedOrder } from './credit.ts'
import type { CostEntry, MinutesEntry, OrderEntry } from './entries.ts'
import { wholeParts } from './whole-parts.ts'

interface Part {
  month: string
  /** What was paid in all; `amount` is what falls on this channel. */
  whole: number
}

/** What it cost that an order came back; the id is the order's. */
export interface ReturnPart extends Omit<CostEntry, 'kind'>, Part {
  kind: 'return'
  /** What became of it, whether it counts for what won its buyer, and where it would by the buyer's word; months closed before know no word. */
  order: { state: OrderState; won: boolean; bySaid?: Channel | null }
}

export type CostPart = (CostEntry & Part & { order?: undefined }) | ReturnPart

/**
 * Costs of a channel stay with it. Those of none are shared by the minutes that went into each channel in their month;
 * in a month without minutes they stay with none.
 */
export function shareCosts(costs: readonly CostEntry[], minutes: readonly MinutesEntry[]): CostPart[] {
  const minutesIn = new Map<string, Map<Channel, number>>()
  for (const { day, channel, minutes: spent } of minutes) {
    if (!channel || spent === 0) continue
    const month = day.slice(0, 7)
    const byChannel = minutesIn.get(month) ?? new Map<Channel, number>()
    byChannel.set(channel, (byChannel.get(channel) ?? 0) + spent)
    minutesIn.set(month, byChannel)
  }
  return costs.flatMap((cost): CostPart[] => {
    const month = cost.day.slice(0, 7)
    const shared = cost.channel === null ? [...(minutesIn.get(month) ?? [])].sort(byName) : []
    if (shared.length === 0) return [{ ...cost, month, whole: cost.amount }]
    const parts = wholeParts(cost.amount, shared.map(([, spent]) => spent))
    return shared.map(([channel], at) => ({ ...cost, month, channel, amount: parts[at]!, whole: cost.amount }))
  })
}

/** What an order that came back cost, charged to the channel that it is credited to. */
export const returnCost = ({ id, month, state, credit }: CreditedOrder, { cost, day }: NonNullable<OrderEntry['cameBack']>): ReturnPart => ({
  id,
  month,
  channel: credit.channel,
  kind: 'return',
  day,
  amount: cost,
  whole: cost,
  note: null,
  order: { state, won: credit.by === 'won', bySaid: credit.bySaid },
})

/** That of an order without a trace: its margin would have been in no sum, and so its cost is in none. */
export const isStrayReturn = (part: CostPart): part is ReturnPart & { channel: null } => part.kind === 'return' && part.channel === null

/** What it cost that orders came back, of those that the buyers' word puts into the channel. */
export const returnsBySaid = (returns: readonly ReturnPart[], channel: Channel): readonly ReturnPart[] =>
  returns.filter((part) => (part.order.bySaid === undefined ? part.channel : part.order.bySaid) === channel)

const byName = ([one]: [Channel, number], [other]: [Channel, number]) => (one < other ? -1 : 1)

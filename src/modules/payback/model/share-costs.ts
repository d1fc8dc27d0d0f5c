import type { Channel } from '#contract/channels.ts'
import type { CostEntry, MinutesEntry } from './entries.ts'
import { wholeParts } from './whole-parts.ts'

export interface CostPart extends CostEntry {
  month: string
  /** What was paid in all; `amount` is what falls on this channel. */
  whole: number
}

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

const byName = ([one]: [Channel, number], [other]: [Channel, number]) => (one < other ? -1 : 1)

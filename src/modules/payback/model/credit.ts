import type { Channel } from '#contract/channels.ts'
import type { OrderEntry } from './entries.ts'

export interface Credit {
  /** Null where there is neither touch nor answer. */
  channel: Channel | null
  by: 'won' | 'tracked' | 'said' | 'nothing'
  /** Where the order would stand if the buyer's word went before the evidence. */
  bySaid: Channel | null
}

/**
 * The channel an order is credited to: the one that won the person, for whoever bought before; else the last
 * non-direct touch; else what the buyer said. No multi-touch rule: at 50 orders a month none ranks channels reliably.
 */
export function creditOf(order: Pick<OrderEntry, 'said' | 'tracked' | 'firstOfBuyer' | 'wonBy'>): Credit {
  if (!order.firstOfBuyer && order.wonBy) return { channel: order.wonBy, by: 'won', bySaid: order.wonBy }
  // "Direct" is not knowing: it must not outweigh an answer.
  const touch = order.tracked && order.tracked.channel !== 'direct' ? order.tracked.channel : null
  const bySaid = order.said ?? touch
  if (touch) return { channel: touch, by: 'tracked', bySaid }
  return { channel: order.said, by: order.said ? 'said' : 'nothing', bySaid }
}

/** Cancelled and returned orders earned nothing; all others count. */
export const counts = (order: Pick<OrderEntry, 'state'>): boolean => order.state !== 'cancelled' && order.state !== 'returned'

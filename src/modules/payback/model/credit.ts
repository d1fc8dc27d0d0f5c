import { marketplaces, type Channel } from '#contract/channels.ts'
import type { OrderEntry } from './entries.ts'

export interface Credit {
  /** Null where there is neither touch nor answer. */
  channel: Channel | null
  by: 'won' | 'tracked' | 'said' | 'nothing'
  /** Where the order would stand if the buyer's word went before the evidence. */
  bySaid: Channel | null
}

export interface CreditedOrder extends OrderEntry {
  credit: Credit
}

/**
 * Credits every order that counts. A returning customer's belongs to the channel that won the person: to the credit of
 * the first order. Any other stands by its own evidence.
 */
export function creditOrders(orders: readonly OrderEntry[]): CreditedOrder[] {
  const firsts = new Map<string, Credit>()
  for (const order of orders) if (order.firstOfBuyer && order.buyerKey) firsts.set(order.buyerKey, ownCredit(order))
  return orders.filter(counts).map((order) => {
    const won = order.firstOfBuyer || !order.buyerKey ? undefined : firsts.get(order.buyerKey)
    return { ...order, credit: won?.channel ? { ...won, by: 'won' } : ownCredit(order) }
  })
}

/**
 * The last non-direct touch; else what the buyer said. No multi-touch rule: at 50 orders a month none ranks channels
 * reliably.
 */
export function ownCredit({ said, tracked }: Pick<OrderEntry, 'said' | 'tracked'>): Credit {
  // "Direct" is not knowing: it must not outweigh an answer.
  const touch = tracked && tracked.channel !== 'direct' ? tracked.channel : null
  const bySaid = said ?? touch
  if (touch) return { channel: touch, by: 'tracked', bySaid }
  return { channel: said, by: said ? 'said' : 'nothing', bySaid }
}

/** Cancelled and returned orders earned nothing; all others count. */
const counts = ({ state }: OrderEntry): boolean => state !== 'cancelled' && state !== 'returned'

/** Whether its buyer can be asked how they found the shop: on a marketplace nobody can. */
export const isAskable = ({ salesPlace }: OrderEntry): boolean => !unaskable.has(salesPlace)
const unaskable: ReadonlySet<string> = new Set(marketplaces)

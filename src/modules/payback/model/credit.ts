import { marketplaces, type Channel } from '#contract/channels.ts'
import { unsoldStates } from '#contract/shop.ts'
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
 * Credits every order that counts, and those that came back at a cost; the oldest come first. A returning customer's
 * belongs to the channel that won the person: to the credit of the first order. Any other stands by its own evidence: so
 * no later order changes what an earlier one counts for. `firsts`: what won each buyer before, to which these are added.
 */
export function creditOrders(orders: readonly OrderEntry[], firsts = new Map<string, Credit>()): CreditedOrder[] {
  const credited: CreditedOrder[] = []
  for (const given of orders) {
    // Of orders that follow others nobody could tell who had bought before.
    const order = given.firstOfBuyer && given.buyerKey && firsts.has(given.buyerKey) ? { ...given, firstOfBuyer: false } : given
    const won = order.firstOfBuyer || !order.buyerKey ? undefined : firsts.get(order.buyerKey)
    const credit: Credit = won?.channel ? { ...won, by: 'won' } : ownCredit(order)
    if (order.firstOfBuyer && order.buyerKey && !unsold.has(order.state)) firsts.set(order.buyerKey, credit)
    if (counts(order) || order.cameBack) credited.push({ ...order, credit })
  }
  return credited
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

/** Orders that were cancelled or came back earned nothing; all others count. */
const counts = ({ state }: OrderEntry): boolean => !uncounted.has(state)
/** In the end nobody bought, so nobody was won. */
const unsold: ReadonlySet<string> = new Set(unsoldStates)
const uncounted: ReadonlySet<string> = new Set([...unsold, 'returned'])

/** Whether its buyer can be asked how they found the shop: on a marketplace nobody can. */
export const isAskable = ({ salesPlace }: OrderEntry): boolean => !unaskable.has(salesPlace)
const unaskable: ReadonlySet<string> = new Set(marketplaces)

import { channels as channelList, type Channel } from '#contract/channels.ts'
import { monthsBetween } from '#platform/clock'
import { creditOrders, type CreditedOrder } from './credit.ts'
import type { Entries } from './entries.ts'
import { priceMinutes, type PricedMinutes } from './hours-worth.ts'
import { shareCosts, type CostPart } from './share-costs.ts'

/** What one channel earned and cost in one month, down to its rows; `channel` null: hours and costs of no one channel. */
export interface Cell {
  month: string
  channel: Channel | null
  orders: CreditedOrder[]
  minutes: PricedMinutes[]
  costs: CostPart[]
}

export interface Ledger {
  /** Every month from the first with an entry to the running one, with none left out; at least the running one. */
  months: readonly string[]
  /** Channels with any entry, in the list's order. */
  channels: readonly Channel[]
  cell(month: string, channel: Channel | null): Cell
  /** Orders with neither touch nor answer: shown, spread over nobody, in no total. */
  unattributed(month: string): readonly CreditedOrder[]
  /** Whether anybody's time is on record for the month. */
  hasMinutes(month: string): boolean
  /** Every order of the month that counts, unattributed ones too. */
  orders(month: string): readonly CreditedOrder[]
}

/** Writes the ledger: each order and minute stands in exactly one cell, a shared cost in several, in whole parts. */
export function ledgerOf(entries: Entries, runningMonth: string): Ledger {
  const orders = creditOrders(entries.orders)
  const minutes = priceMinutes(entries)
  const costs = shareCosts(entries.costs, entries.minutes)

  const cells = new Map<string, Cell>()
  const cell = (month: string, channel: Channel | null): Cell => {
    const key = `${month} ${channel ?? ''}`
    const kept = cells.get(key) ?? { month, channel, orders: [], minutes: [], costs: [] }
    cells.set(key, kept)
    return kept
  }
  for (const order of orders) if (order.credit.channel) cell(order.month, order.credit.channel).orders.push(order)
  for (const row of minutes) cell(row.month, row.channel).minutes.push(row)
  for (const part of costs) cell(part.month, part.channel).costs.push(part)

  const monthsWorked = new Set(minutes.map((row) => row.month))
  const ordersIn = Map.groupBy(orders, ({ month }) => month)
  const used = new Set([...cells.values()].map(({ channel }) => channel))
  // Who would stand in a channel only by the buyer's word is one of its line's two counts as well.
  for (const { credit } of orders) used.add(credit.bySaid)
  const firstMonth = [...cells.values(), ...orders].reduce((first, { month }) => (month < first ? month : first), runningMonth)
  return {
    months: monthsBetween(firstMonth, runningMonth),
    channels: channelList.filter((channel) => used.has(channel)),
    cell,
    unattributed: (month) => (ordersIn.get(month) ?? []).filter(({ credit }) => credit.channel === null),
    hasMinutes: (month) => monthsWorked.has(month),
    orders: (month) => ordersIn.get(month) ?? [],
  }
}

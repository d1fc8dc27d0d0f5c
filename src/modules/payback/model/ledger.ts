import { channels as channelList, type Channel } from '#contract/channels.ts'
import type { Correction } from '#contract/ledger.ts'
import { monthsBetween } from '#platform/clock'
import { BEFORE, correctionsDue, openingRows, type Book, type Rows } from './book.ts'
import { creditOrders, type Credit, type CreditedOrder } from './credit.ts'
import type { Entries } from './entries.ts'
import { priceMinutes, type PricedMinutes } from './hours-worth.ts'
import { isStrayReturn, returnCost, shareCosts, type CostPart, type ReturnPart } from './share-costs.ts'
import { valueTraffic, type EarnedVisits } from './traffic.ts'

/** What one channel earned and cost in one month, down to its rows; `channel` null: hours and costs of no one channel. */
export interface Cell {
  month: string
  channel: Channel | null
  orders: CreditedOrder[]
  minutes: PricedMinutes[]
  costs: CostPart[]
  traffic: EarnedVisits[]
  /** Noted in this month, about an earlier one that is closed. */
  corrections: Correction[]
}

export interface Ledger {
  /** Every month from the first with an entry to the running one, with none left out; at least the running one. */
  months: readonly string[]
  /** Channels with any entry, in the list's order. */
  channels: readonly Channel[]
  cell(month: string, channel: Channel | null): Cell
  /** What had gone in before the first month: in no month, and in all that is cumulated. */
  opening(channel: Channel | null): Cell
  /** Orders with neither touch nor answer: shown, spread over nobody, in no total. */
  unattributed(month: string): readonly CreditedOrder[]
  /** What it cost that orders of the month came back, stray ones too. */
  returns(month: string): readonly ReturnPart[]
  /** What it cost that such orders came back: in no total either. */
  strayReturns(month: string): readonly ReturnPart[]
  /** Whether anybody's time is on record for the month. */
  hasMinutes(month: string): boolean
  /** Every order of the month that counts, unattributed ones too. */
  orders(month: string): readonly CreditedOrder[]
  isClosed(month: string): boolean
  /** All that was corrected in closed months, the oldest first. */
  corrections: readonly Correction[]
  /** Those that no book holds yet: the last of `corrections`. */
  correctionsDue: readonly Correction[]
  /** What a month's entries come to now, closed or not. */
  rowsNow(month: string): Rows
}

const emptyBook: Book = { openings: [], closed: new Map(), corrections: [], today: '' }

/** Whether nothing stands in it. */
export const isEmptyCell = ({ orders, minutes, costs, traffic, corrections }: Cell): boolean =>
  orders.length + minutes.length + costs.length + traffic.length + corrections.length === 0

/**
 * Writes the ledger: each order and minute stands in exactly one cell, a shared cost in several, in whole parts. A closed
 * month stands as it was kept; what differs from it now stands as a correction in the month in which it was noted.
 */
export function ledgerOf(entries: Entries, runningMonth: string, book: Book = emptyBook, now = rowsByMonth(entries)): Ledger {
  const notedOn = Map.groupBy(book.corrections, ({ concerns }) => concerns)
  const due = [...book.closed].flatMap(([month, closed]) => correctionsDue(month, now(month), closed, notedOn.get(month) ?? [], book.today))
  const corrections = [...book.corrections, ...due]
  const rowsOf = (month: string): Rows => book.closed.get(month) ?? now(month)
  const firstMonth = [...now.months, ...book.closed.keys()].reduce((first, month) => (month < first ? month : first), runningMonth)
  const months = monthsBetween(firstMonth, runningMonth)

  const cells = new Map<string, Map<Channel | null, Cell>>()
  const cell = (month: string, channel: Channel | null): Cell => {
    const inMonth = cells.get(month) ?? new Map<Channel | null, Cell>()
    if (inMonth.size === 0) cells.set(month, inMonth)
    const known = inMonth.get(channel)
    if (known) return known
    const made = { month, channel, orders: [], minutes: [], costs: [], traffic: [], corrections: [] }
    inMonth.set(channel, made)
    return made
  }
  for (const month of months) {
    const { orders, minutes, costs, traffic } = rowsOf(month)
    for (const order of orders) if (order.credit.channel) cell(month, order.credit.channel).orders.push(order)
    for (const row of minutes) cell(month, row.channel).minutes.push(row)
    for (const part of costs) if (!isStrayReturn(part)) cell(month, part.channel).costs.push(part)
    for (const earned of traffic) cell(month, earned.channel).traffic.push(earned)
  }
  for (const correction of corrections) cell(correction.day.slice(0, 7), correction.channel).corrections.push(correction)
  const before = openingRows(book.openings, entries)
  for (const row of before.minutes) cell(BEFORE, row.channel).minutes.push(row)
  for (const part of before.costs) cell(BEFORE, part.channel).costs.push(part)

  const used = new Set([...cells.values()].flatMap((inMonth) => [...inMonth.keys()]))
  // Who would stand in a channel only by the buyer's word is one of its line's two counts as well.
  for (const month of months) {
    const { orders, costs } = rowsOf(month)
    for (const { credit } of orders) used.add(credit.bySaid)
    for (const part of costs) if (part.kind === 'return') used.add(part.order.bySaid ?? null)
  }
  return {
    months,
    channels: channelList.filter((channel) => used.has(channel)),
    cell,
    opening: (channel) => cell(BEFORE, channel),
    unattributed: (month) => rowsOf(month).orders.filter(({ credit }) => credit.channel === null),
    returns: (month) => rowsOf(month).costs.filter((part): part is ReturnPart => part.kind === 'return'),
    strayReturns: (month) => rowsOf(month).costs.filter(isStrayReturn),
    hasMinutes: (month) => rowsOf(month).minutes.length > 0,
    orders: (month) => rowsOf(month).orders,
    isClosed: (month) => book.closed.has(month),
    corrections,
    correctionsDue: due,
    rowsNow: now,
  }
}

/** What entries come to, by month; a month without any has none. */
export interface RowsByMonth {
  (month: string): Rows
  /** Those with any. */
  months: readonly string[]
  /** What won each buyer so far. */
  firsts: ReadonlyMap<string, Credit>
}

/**
 * What the entries come to, month by month. Those of later months alone are enough where the months before are reckoned:
 * no later entry changes an earlier row, and of what came before only who won each buyer matters.
 */
export function rowsByMonth(entries: Entries, before?: RowsByMonth): RowsByMonth {
  const byMonth = new Map<string, Rows>()
  const rows = (month: string): Rows => {
    const known = byMonth.get(month)
    if (known) return known
    const made: Rows = { orders: [], minutes: [], costs: [], traffic: [] }
    byMonth.set(month, made)
    return made
  }
  const firsts = new Map(before?.firsts)
  for (const order of creditOrders(entries.orders, firsts)) {
    if (order.cameBack) rows(order.month).costs.push(returnCost(order, order.cameBack))
    else rows(order.month).orders.push(order)
  }
  for (const row of priceMinutes(entries)) rows(row.month).minutes.push(row)
  for (const part of shareCosts(entries.costs, entries.minutes)) rows(part.month).costs.push(part)
  for (const earned of valueTraffic(entries.traffic ?? [])) rows(earned.month).traffic.push(earned)
  const reckoned = new Set(before?.months)
  return Object.assign((month: string) => (reckoned.has(month) ? before!(month) : rows(month)), { months: [...reckoned, ...byMonth.keys()], firsts })
}

/** So many months are reckoned at a time: some milliseconds' work. */
export const MONTHS_AT_ONCE = 4

/**
 * The same, some months at a time, `turn` before each time: to reckon three years at once would hold up whoever else asks something of the
 * process, and what it has asked itself of others.
 */
export async function rowsInTurns(entries: Entries, turn: () => Promise<unknown>, atOnce = MONTHS_AT_ONCE): Promise<RowsByMonth> {
  const monthOf = ({ day }: { day: string }) => day.slice(0, 7)
  const orders = Map.groupBy(entries.orders, ({ month }) => month)
  const minutes = Map.groupBy(entries.minutes, monthOf)
  const costs = Map.groupBy(entries.costs, monthOf)
  const traffic = Map.groupBy(entries.traffic ?? [], monthOf)
  const months = [...new Set([orders, minutes, costs, traffic].flatMap((parts) => [...parts.keys()]))].sort()
  let rows: RowsByMonth | undefined
  for (let at = 0; at < months.length; at += atOnce) {
    await turn()
    const of = <T>(parts: ReadonlyMap<string, T[]>): T[] => months.slice(at, at + atOnce).flatMap((month) => parts.get(month) ?? [])
    rows = rowsByMonth({ ...entries, orders: of(orders), minutes: of(minutes), costs: of(costs), traffic: of(traffic) }, rows)
  }
  return rows ?? rowsByMonth(entries)
}

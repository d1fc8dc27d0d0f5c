import { hash } from 'node:crypto'
import type { Channel } from '#contract/channels.ts'
import type { Correction, Opening } from '#contract/ledger.ts'
import type { CreditedOrder } from './credit.ts'
import type { Entries } from './entries.ts'
import type { PricedMinutes } from './hours-worth.ts'
import { isStrayReturn, type CostPart } from './share-costs.ts'
import type { EarnedVisits } from './traffic.ts'

// What stands in the book beside the entries: the time before Kicau, months that are closed, and what was corrected in
// them. The rule of the book: what a closed month was read with, and its corrections, sum to what its rows come to now.

/** A month's rows as the ledger has them. */
export interface Rows {
  orders: CreditedOrder[]
  minutes: PricedMinutes[]
  costs: CostPart[]
  traffic: EarnedVisits[]
}

export interface Book {
  openings: readonly (Opening & { spreadMinutes: number })[]
  /** What was kept of each closed month; where that is what its entries come to now, these very rows. */
  closed: ReadonlyMap<string, Rows>
  /** Those that are noted already. */
  corrections: readonly Correction[]
  /** What is found to have changed since is noted under this day. */
  today: string
}

/** The rows of a month as they were kept: in older months instants are text, and there is no traffic. */
export function rowsKept(kept: object): Rows {
  const { orders, minutes, costs, traffic = [] } = kept as Omit<Rows, 'traffic'> & Partial<Rows>
  return { orders: orders.map((order) => ({ ...order, orderedAt: new Date(order.orderedAt).getTime() })), minutes, costs, traffic }
}

/** Whether a month's rows are, to the letter, those that were kept of it: `mark` is the MD5 of their JSON. */
export function areAsKept(rows: Rows, mark: string): boolean {
  const known = marks.get(rows) ?? hash('md5', JSON.stringify(rows))
  marks.set(rows, known)
  return known === mark
}

/** A month's rows are only read once they are reckoned, and asked about at every reading after. */
const marks = new WeakMap<Rows, string>()

/** What changed in a closed month and is noted nowhere yet: row by row and channel by channel. */
export function correctionsDue(month: string, now: Rows, closed: Rows, noted: readonly Correction[], day: string): Correction[] {
  // By far the most months are as they were closed.
  if (now === closed && noted.length === 0) return []
  const changed = new Map<string, Correction>()
  const add = ({ kind, sourceId, channel, amount, missing }: Line, times: 1 | -1) => {
    const key = `${kind} ${sourceId} ${channel}`
    const line = changed.get(key) ?? { concerns: month, day, kind, sourceId, channel, amount: 0, missing: { orders: 0, minutes: 0 } }
    line.amount += times * amount
    line.missing.orders += times * missing.orders
    line.missing.minutes += times * missing.minutes
    changed.set(key, line)
  }
  for (const line of linesOf(now)) add(line, 1)
  for (const line of linesOf(closed)) add(line, -1)
  for (const line of noted) add(line, -1)
  return [...changed.values()].filter(({ amount, missing }) => amount !== 0 || missing.orders !== 0 || missing.minutes !== 0)
}

type Line = Pick<Correction, 'kind' | 'sourceId' | 'channel' | 'amount' | 'missing'>

/** What each row adds to the profit. Orders without a trace are in no sum. */
function linesOf({ orders, minutes, costs, traffic }: Rows): Line[] {
  const line = (kind: Line['kind'], sourceId: string, channel: Channel | null, amount: number, missing = { orders: 0, minutes: 0 }): Line => ({ kind, sourceId, channel, amount, missing })
  return [
    ...orders.flatMap(({ id, credit, margin }) => (credit.channel ? [line('order', id, credit.channel, margin ?? 0, { orders: margin === null ? 1 : 0, minutes: 0 })] : [])),
    ...traffic.map(({ id, channel, amount }) => line('traffic', id, channel, amount)),
    ...minutes.map(({ id, channel, cost, minutes: spent }) => line('hours', id, channel, -(cost ?? 0), { orders: 0, minutes: cost === null ? spent : 0 })),
    // That an order came back, and what it cost, is one correction of it.
    ...costs.filter((part) => !isStrayReturn(part)).map(({ id, kind, channel, amount }) => line(kind === 'return' ? 'order' : 'cost', id, channel, -amount)),
  ]
}

/** What some rows come to: known margins and what visits earned, less known hours, less costs. */
export const knownOf = (rows: Rows): number => linesOf(rows).reduce((sum, { amount }) => sum + amount, 0)

/** What is in no such sum: orders whose margin nobody said, and minutes whose worth. */
export function missingOf(rows: Rows): Correction['missing'] {
  const lines = linesOf(rows)
  return { orders: lines.reduce((sum, { missing }) => sum + missing.orders, 0), minutes: lines.reduce((sum, { missing }) => sum + missing.minutes, 0) }
}

/** Minutes and money from before, as the ledger counts them, under a month that is none. */
export const BEFORE = 'before'

/**
 * The opening balance as rows. Hours are priced at what the member's hour was worth on that day; where that is not
 * said, at what it was first said to be worth, for a worth is seldom dated back so far.
 */
export function openingRows(openings: Book['openings'], { worths, members }: Pick<Entries, 'worths' | 'members'>): { minutes: PricedMinutes[]; costs: CostPart[] } {
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const worthOn = (memberId: string, day: string): number | null => {
    const dated = worths.filter((worth) => worth.memberId === memberId).sort((one, other) => (one.from < other.from ? -1 : 1))
    return (dated.findLast(({ from }) => from <= day) ?? dated[0])?.hourly ?? null
  }
  return {
    minutes: openings.flatMap(({ id, memberId, channel, day, minutes, spreadMinutes }) => {
      if (!memberId || minutes === 0) return []
      const hourly = worthOn(memberId, day)
      const cost = hourly === null ? null : Math.round((minutes * hourly) / 60)
      return [{ id, memberId, name: names.get(memberId) ?? '', channel, activity: 'other', day, minutes, footing: 'guess' as const, spreadMinutes, month: BEFORE, hourly, cost }]
    }),
    costs: openings.flatMap(({ id, channel, day, amount, note }) => (amount === 0 ? [] : [{ id, channel, day, amount, whole: amount, note, kind: 'other' as const, month: BEFORE }])),
  }
}

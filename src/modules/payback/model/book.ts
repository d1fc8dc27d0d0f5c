import type { Channel } from '#contract/channels.ts'
import type { Correction, Opening } from '#contract/ledger.ts'
import type { CreditedOrder } from './credit.ts'
import type { Entries } from './entries.ts'
import type { PricedMinutes } from './hours-worth.ts'
import type { CostPart } from './share-costs.ts'

// What stands in the book beside the entries: the time before Kicau, months that are closed, and what was corrected in
// them. The rule of the book: what a closed month was read with, and its corrections, sum to what its rows come to now.

/** A month's rows as the ledger has them. */
export interface Rows {
  orders: CreditedOrder[]
  minutes: PricedMinutes[]
  costs: CostPart[]
}

export interface Book {
  openings: readonly (Opening & { spreadMinutes: number })[]
  closed: ReadonlyMap<string, Rows>
  /** Those that are noted already. */
  corrections: readonly Correction[]
  /** What is found to have changed since is noted under this day. */
  today: string
}

/** The rows of a month as they were kept: instants come back from JSON as text. */
export function rowsKept(kept: object): Rows {
  const { orders, minutes, costs } = kept as Rows
  return { orders: orders.map((order) => ({ ...order, orderedAt: new Date(order.orderedAt) })), minutes, costs }
}

/** What changed in a closed month and is noted nowhere yet: row by row and channel by channel. */
export function correctionsDue(month: string, now: Rows, closed: Rows, noted: readonly Correction[], day: string): Correction[] {
  const [lines, kept] = [linesOf(now), linesOf(closed)]
  // By far the most months are as they were closed.
  if (noted.length === 0 && lines.length === kept.length && lines.every((line, at) => isSame(line, kept[at]!))) return []
  const changed = new Map<string, Correction>()
  const add = ({ kind, sourceId, channel, amount, missing }: Line, times: 1 | -1) => {
    const key = `${kind} ${sourceId} ${channel}`
    const line = changed.get(key) ?? { concerns: month, day, kind, sourceId, channel, amount: 0, missing: { orders: 0, minutes: 0 } }
    line.amount += times * amount
    line.missing.orders += times * missing.orders
    line.missing.minutes += times * missing.minutes
    changed.set(key, line)
  }
  for (const line of lines) add(line, 1)
  for (const line of kept) add(line, -1)
  for (const line of noted) add(line, -1)
  return [...changed.values()].filter(({ amount, missing }) => amount !== 0 || missing.orders !== 0 || missing.minutes !== 0)
}

const isSame = (one: Line, other: Line): boolean =>
  one.sourceId === other.sourceId &&
  one.amount === other.amount &&
  one.channel === other.channel &&
  one.kind === other.kind &&
  one.missing.orders === other.missing.orders &&
  one.missing.minutes === other.missing.minutes

type Line = Pick<Correction, 'kind' | 'sourceId' | 'channel' | 'amount' | 'missing'>

/** What each row adds to the profit. Orders without a trace are in no sum. */
function linesOf({ orders, minutes, costs }: Rows): Line[] {
  const line = (kind: Line['kind'], sourceId: string, channel: Channel | null, amount: number, missing = { orders: 0, minutes: 0 }): Line => ({ kind, sourceId, channel, amount, missing })
  return [
    ...orders.flatMap(({ id, credit, margin }) => (credit.channel ? [line('order', id, credit.channel, margin ?? 0, { orders: margin === null ? 1 : 0, minutes: 0 })] : [])),
    ...minutes.map(({ id, channel, cost, minutes: spent }) => line('hours', id, channel, -(cost ?? 0), { orders: 0, minutes: cost === null ? spent : 0 })),
    ...costs.map(({ id, channel, amount }) => line('cost', id, channel, -amount)),
  ]
}

/** What some rows come to: known margins, less known hours, less costs. */
export const knownOf = (rows: Rows): number => linesOf(rows).reduce((sum, { amount }) => sum + amount, 0)

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

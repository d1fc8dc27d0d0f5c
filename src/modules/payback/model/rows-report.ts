import type { Channel } from '#contract/channels.ts'
import type { PaybackRows } from '#contract/payback.ts'
import type { CreditedOrder } from './credit.ts'
import type { Cell, Ledger } from './ledger.ts'
import type { CostPart, ReturnPart } from './share-costs.ts'

export interface RowsAsked {
  month: string
  figure: PaybackRows['figure']
  /** All that the total counts where none is named. */
  of?: Channel | 'shared' | 'unattributed'
  /** The number of rows to pass over, as `next` gave it. */
  cursor?: string
  limit: number
}

/** The rows behind a figure, newest first; `sum` is that of all of them, page or not. `cells`: where they stand, if not where `of` says. */
export function rowsReport(ledger: Ledger, asked: RowsAsked, cells = cellsAsked(ledger, asked)): PaybackRows {
  const { figure, of, month } = asked
  if (figure === 'orders') {
    const orders = of === 'unattributed' ? ledger.unattributed(month) : cells.flatMap((cell) => cell.orders)
    return ordersReport(orders, asked)
  }
  if (figure === 'hours') {
    const rows = newest(cells.flatMap((cell) => cell.minutes), (row) => row.day)
    return { figure, ...pageOf(rows, asked, hoursRow), ...sumOf(rows.map(({ cost }) => cost)) }
  }
  if (figure === 'corrections' || figure === 'corrected-later') {
    const corrections = figure === 'corrections' ? cells.flatMap((cell) => cell.corrections) : ledger.corrections.filter(({ concerns, channel }) => concerns === month && (of === undefined || channel === (of === 'shared' ? null : of)))
    const rows = newest(corrections.map((row) => ({ ...row, id: `${row.kind} ${row.sourceId} ${row.channel}` })), (row) => row.day)
    return { figure, ...pageOf(rows, asked, ({ id: _, ...row }) => row), ...sumOf(rows.map(({ amount }) => amount)) }
  }
  if (figure === 'traffic') {
    const rows = newest(cells.flatMap((cell) => cell.traffic), (row) => row.day)
    return { figure, ...pageOf(rows, asked, trafficRow), ...sumOf(rows.map(({ amount }) => amount)) }
  }
  const costs = newest(cells.flatMap((cell) => cell.costs), (row) => row.day)
  if (figure === 'returns') {
    const rows = of === 'unattributed' ? newest(ledger.strayReturns(month), (row) => row.day) : costs.filter((row) => row.kind === 'return')
    return { figure, ...pageOf(rows, asked, returnRow), ...sumOf(rows.map(({ amount }) => amount)) }
  }
  const rows = costs.filter((row) => row.kind !== 'return')
  return { figure, ...pageOf(rows, asked, costRow), ...sumOf(rows.map(({ amount }) => amount)) }
}

/** Some orders as a figure's rows; the sum is what they left. */
export function ordersReport(orders: readonly CreditedOrder[], asked: Pick<RowsAsked, 'cursor' | 'limit'>, named?: ReadonlyMap<string, string>): Extract<PaybackRows, { figure: 'orders' }> {
  const rows = newest(orders, (order) => order.orderedAt)
  return { figure: 'orders', ...pageOf(rows, asked, (order) => ({ ...orderRow(order), who: named?.get(order.id) ?? null })), ...sumOf(rows.map(({ margin }) => margin)) }
}

function cellsAsked(ledger: Ledger, { of, month }: RowsAsked): Cell[] {
  if (of === 'unattributed') return []
  const lines = of === undefined ? [...ledger.channels, null] : [of === 'shared' ? null : of]
  return lines.map((line) => ledger.cell(month, line))
}

const newest = <T extends { id: string }, At extends string | number>(rows: readonly T[], at: (row: T) => At): T[] =>
  [...rows].sort((one, other) => compare(at(other), at(one)) || compare(other.id, one.id))

const compare = <At extends string | number>(one: At, other: At) => (one < other ? -1 : one > other ? 1 : 0)

function pageOf<Row, Shown>(rows: readonly Row[], { cursor, limit }: Pick<RowsAsked, 'cursor' | 'limit'>, show: (row: Row) => Shown) {
  const from = Math.max(0, Number.parseInt(cursor ?? '0', 10) || 0)
  const to = from + limit
  return { rows: rows.slice(from, to).map(show), count: rows.length, ...(to < rows.length && { next: String(to) }) }
}

const sumOf = (amounts: readonly (number | null)[]) => ({
  sum: amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0),
  missing: amounts.filter((amount) => amount === null).length,
})

const orderRow = ({ id, orderedAt, amount, margin, estimated = false, firstOfBuyer, credit, tracked, said }: CreditedOrder) => ({
  id,
  at: new Date(orderedAt).toISOString(),
  amount,
  margin,
  estimated,
  returning: !firstOfBuyer,
  channel: credit.channel,
  by: credit.by,
  tracked: tracked && { channel: tracked.channel, by: tracked.by },
  said,
})

const hoursRow = ({ id, day, channel, memberId, name, activity, minutes, wholeMinutes = minutes, footing, spreadMinutes, hourly, cost }: Cell['minutes'][number]) => ({
  id,
  day,
  channel,
  memberId,
  name,
  activity,
  minutes,
  wholeMinutes,
  footing,
  spreadMinutes,
  hourly,
  cost,
})

const costRow = ({ id, day, channel, kind, amount, whole, note, reward }: Exclude<CostPart, ReturnPart>) => ({ id, day, channel, kind, amount, whole, note: note || null, person: reward?.person ?? null })

const returnRow = ({ id, day, channel, amount, order }: ReturnPart) => ({ id, day, channel, codFailed: order.state === 'cod-failed', amount })

const trafficRow = ({ id, site, day, channel, visits, perThousand, amount }: Cell['traffic'][number]) => ({ id, site, day, channel, visits, perThousand, amount })

import type { Report } from '#contract/reports.ts'
import type { PaybackSpan, SpanLine } from '#modules/payback'
import { changeOf } from './figures.ts'
import type { Writer } from './writer.ts'

type Table = Report['tables'][number]
type Row = Table['rows'][number]

const MOST_CHANGES = 5

export const rowOf = (cells: Row['cells'], sum = false): Row => ({ cells, sum })

/** Heads of columns; all but the first are figures. */
export const columnsOf = ({ t }: Writer, keys: readonly ColumnName[]): Table['columns'] => keys.map((key, at) => ({ label: t(`reports:columns.${key}`), numeric: at > 0 }))
type ColumnName = 'channel' | 'month' | 'orders' | 'visits' | 'margin' | 'hours' | 'costs' | 'net' | 'range' | 'cumulated' | 'before' | 'now' | 'difference' | 'people' | 'revenue' | 'profit' | 'shop' | 'conversion'

/** Each channel and their sum; `brief` for a week's mail. */
export function channelsTable(writer: Writer, span: PaybackSpan, brief: boolean): Table {
  const { t } = writer
  const shape: readonly ColumnName[] = brief ? ['channel', 'visits', 'orders', 'hours', 'net'] : ['channel', 'visits', 'orders', 'margin', 'hours', 'costs', 'net', 'range']
  const row = (name: string, line: SpanLine, visits: number | null, sum = false) => {
    const visited = visits === null ? writer.text('–') : writer.count(visits)
    const cells = { channel: writer.text(name), visits: visited, orders: writer.count(line.orders.count), margin: writer.margin(line.orders), hours: writer.hours(line.hours.minutes), costs: writer.money(line.costs.total), net: writer.profit(line.profit), range: writer.range(line.profit) }
    return rowOf(shape.map((key) => cells[key as keyof typeof cells]), sum)
  }
  const rows = span.channels.map((line) => row(writer.channel(line.channel), line, line.visits))
  if (span.shared) rows.push(row(t('payback:channels.shared'), span.shared, null))
  if (rows.length > 0) rows.push(row(t('reports:sum'), span.total, span.visits, true))
  return { name: 'channels', title: t('reports:tables.channels'), lead: null, columns: columnsOf(writer, shape), rows, none: t('reports:tables.none') }
}

/** Month by month and added up. */
export function monthsTable(writer: Writer, { months, total }: PaybackSpan): Table {
  const { t } = writer
  const rows = months.map(({ month, orders, minutes, costs, profit, cumulated }) =>
    rowOf([writer.text(writer.month(month)), writer.count(orders.count), writer.margin(orders), writer.hours(minutes), writer.money(costs), writer.profit(profit), writer.profit(cumulated)]),
  )
  const sum = rowOf([writer.text(t('reports:sum')), writer.count(total.orders.count), writer.margin(total.orders), writer.hours(total.hours.minutes), writer.money(total.costs.total), writer.profit(total.profit), writer.text('')], true)
  return {
    name: 'months',
    title: t('reports:tables.months'),
    lead: null,
    columns: columnsOf(writer, ['month', 'orders', 'margin', 'hours', 'costs', 'net', 'cumulated']),
    rows: rows.length > 0 ? [...rows, sum] : [],
    none: t('reports:tables.none'),
  }
}

/** The channels whose profit moved most, and whether that is more than chance. */
export function changesTable(writer: Writer, { channels }: PaybackSpan): Table {
  const { t } = writer
  const moved = channels.flatMap((line) => (line.change && line.change.amount !== 0 ? [{ ...line, change: line.change }] : []))
  moved.sort((one, other) => Math.abs(other.change.amount) - Math.abs(one.change.amount))
  return {
    name: 'changes',
    title: t('reports:tables.changes'),
    lead: t('reports:tables.changesLead'),
    columns: [...columnsOf(writer, ['channel', 'before', 'now']), { label: t('reports:columns.difference'), numeric: false }],
    rows: moved.slice(0, MOST_CHANGES).map(({ channel, change }) =>
      rowOf([
        writer.text(writer.channel(channel)),
        writer.money(change.before, { signed: true }),
        writer.money(change.before + change.amount, { signed: true }),
        writer.text(changeOf(writer, change, 'up', (difference) => writer.money(difference).text)!.text),
      ]),
    ),
    none: t('reports:tables.changesNone'),
  }
}

import type { Report } from '#contract/reports.ts'
import type { Change, Changes, PaybackSpan, SpanLine } from '#modules/payback'
import { changeOf } from './figures.ts'
import type { Writer } from './writer.ts'

type Table = Report['tables'][number]
type Row = Table['rows'][number]

const MOST_CHANGES = 5

export const rowOf = (cells: Row['cells'], { sum = false, opens = null }: Partial<Pick<Row, 'sum' | 'opens'>> = {}): Row => ({ cells, sum, opens })

/** Heads of columns; all but the first are figures. */
export const columnsOf = ({ t }: Writer, keys: readonly ColumnName[]): Table['columns'] => keys.map((key, at) => ({ label: t(`reports:columns.${key}`), numeric: at > 0 }))
type ColumnName = 'channel' | 'month' | 'orders' | 'visits' | 'margin' | 'hours' | 'costs' | 'net' | 'range' | 'cumulated' | 'before' | 'now' | 'difference' | 'people' | 'revenue' | 'profit' | 'shop' | 'conversion'

/** Each channel and their sum; `brief` for a week's mail. */
export function channelsTable(writer: Writer, span: PaybackSpan, brief: boolean): Table {
  const { t } = writer
  const shape: readonly ColumnName[] = brief ? ['channel', 'visits', 'orders', 'hours', 'net'] : ['channel', 'visits', 'orders', 'margin', 'hours', 'costs', 'net', 'range']
  const row = (name: string, line: SpanLine, visits: number | null, given: Parameters<typeof rowOf>[1]) => {
    const visited = visits === null ? writer.text('–') : writer.count(visits)
    const cells = { channel: writer.text(name), visits: visited, orders: writer.count(line.orders.count), margin: writer.margin(line.orders), hours: writer.hours(line.hours.minutes), costs: writer.money(line.costs.total), net: writer.profit(line.profit), range: writer.range(line.profit) }
    return rowOf(shape.map((key) => cells[key as keyof typeof cells]), given)
  }
  const rows = span.channels.map((line) => row(writer.channel(line.channel), line, line.visits, { opens: { rows: 'orders', of: line.channel, also: alsoIn(line) } }))
  if (span.shared) rows.push(row(t('payback:channels.shared'), span.shared, null, { opens: { rows: 'hours', of: 'shared', also: alsoIn(span.shared) } }))
  if (rows.length > 0) rows.push(row(t('reports:sum'), span.total, span.visits, { sum: true, opens: { rows: 'orders', of: null, also: alsoIn(span.total) } }))
  return { name: 'channels', title: t('reports:tables.channels'), lead: null, columns: columnsOf(writer, shape), rows, none: t('reports:tables.none') }
}

/** What stands in a profit beside orders, hours and costs, and opens to rows of its own. */
const alsoIn = ({ costs, traffic, corrections }: SpanLine): ('returns' | 'traffic' | 'corrections')[] => [
  ...(costs.return > 0 ? ['returns' as const] : []),
  ...(traffic.visits > 0 ? ['traffic' as const] : []),
  ...(corrections.count > 0 ? ['corrections' as const] : []),
]

/** Month by month and added up. */
export function monthsTable(writer: Writer, { months, total }: PaybackSpan): Table {
  const { t } = writer
  const rows = months.map(({ month, orders, minutes, costs, profit, cumulated }) =>
    rowOf([writer.text(writer.month(month)), writer.count(orders.count), writer.margin(orders), writer.hours(minutes), writer.money(costs), writer.profit(profit), writer.profit(cumulated)], { opens: { href: `/payback?month=${month}` } }),
  )
  const sum = rowOf([writer.text(t('reports:sum')), writer.count(total.orders.count), writer.margin(total.orders), writer.hours(total.hours.minutes), writer.money(total.costs.total), writer.profit(total.profit), writer.text('')], { sum: true })
  return {
    name: 'months',
    title: t('reports:tables.months'),
    lead: null,
    columns: columnsOf(writer, ['month', 'orders', 'margin', 'hours', 'costs', 'net', 'cumulated']),
    rows: rows.length > 0 ? [...rows, sum] : [],
    none: t('reports:tables.none'),
  }
}

/** A quarter beside the one before and that of a year ago, a year beside the one before: what changed, and whether that is more than chance. */
export function comparedTable(writer: Writer, { total, visits, conversion, changes, yearAgo }: PaybackSpan, kind: 'quarter' | 'year'): Table {
  const { t } = writer
  const long = kind === 'quarter' && Object.values(yearAgo).some((change) => change !== null)
  const points = (difference: number) => t('reports:points', { points: writer.points(difference) })
  const spent = (minutes: number) => ({ ...writer.hours(minutes), text: writer.duration(minutes) })
  type Cell = Row['cells'][number]
  const told: { name: keyof Changes; now: Cell; good: Parameters<typeof changeOf>[2]; written: (value: number) => Cell; difference?: (value: number) => string }[] = [
    { name: 'margin', now: writer.margin(total.orders), good: 'up', written: writer.money },
    { name: 'conversion', now: conversion ? writer.share(conversion.rate) : writer.text('–'), good: 'up', written: writer.share, difference: points },
    { name: 'visits', now: visits === null ? writer.text('–') : writer.count(visits), good: 'up', written: writer.count },
    { name: 'orders', now: writer.count(total.orders.count), good: 'up', written: writer.count },
    { name: 'minutes', now: spent(total.hours.minutes), good: 'neither', written: spent },
    { name: 'costs', now: writer.money(total.costs.total), good: 'neither', written: writer.money },
    { name: 'net', now: writer.profit(total.profit), good: 'up', written: (units) => writer.money(units, { signed: true }) },
  ]
  // What was before is reckoned with in a spreadsheet as what is now.
  const beside = (change: Change | null, { good, written, difference = (value) => written(value).text }: (typeof told)[number]) => [
    change ? written(change.before) : writer.text('–'),
    writer.text(changeOf(writer, change, good, (value) => difference(value).replace(/^\+/, ''))?.text ?? '–'),
  ]
  const anything = Object.values(changes).some((change) => change !== null) || long
  return {
    name: 'compared',
    title: t(`reports:tables.compared.${kind}`),
    lead: t('reports:tables.comparedLead'),
    columns: [
      { label: t('reports:columns.what'), numeric: false },
      { label: t(`reports:columns.this.${kind}`), numeric: true },
      { label: t(`reports:columns.last.${kind}`), numeric: true },
      { label: t('reports:columns.difference'), numeric: false },
      ...(long ? [{ label: t('reports:columns.yearAgo'), numeric: true }, { label: t('reports:columns.sinceYear'), numeric: false }] : []),
    ],
    rows: anything ? told.map((one) => rowOf([writer.text(t(`reports:${one.name === 'costs' ? 'columns' : 'figures'}.${one.name as 'net'}`)), one.now, ...beside(changes[one.name], one), ...(long ? beside(yearAgo[one.name], one) : [])])) : [],
    none: t('reports:tables.changesNone'),
  }
}

/** What each channel comes to, and what to do about it: the worst one first, for there most is to be done. */
export function decisionsTable(writer: Writer, { channels }: PaybackSpan): Table {
  const { t } = writer
  const weight = { 'not-yet': 0, unsure: 1, likely: 2 }
  const sorted = channels.toSorted((one, other) => weight[one.profit.verdict ?? 'unsure'] - weight[other.profit.verdict ?? 'unsure'] || one.profit.known - other.profit.known)
  return {
    name: 'decisions',
    title: t('reports:tables.decisions'),
    lead: null,
    columns: [...columnsOf(writer, ['channel', 'net']), { label: t('reports:columns.verdict'), numeric: false }, { label: t('ui:figure.soWhat'), numeric: false }],
    rows: sorted.map(({ channel, profit, soWhat }) =>
      rowOf([writer.text(writer.channel(channel)), writer.profit(profit), writer.text(t(`payback:verdict.${profit.verdict ?? (profit.net === null ? 'unknown' : 'nothing')}`)), writer.text(writer.soWhat(soWhat))], { opens: { href: `/payback/channel/${channel}` } }),
    ),
    none: t('reports:tables.none'),
  }
}

/** The channels whose profit moved most, and whether that is more than chance; a quarter's against a year ago too. */
export function changesTable(writer: Writer, { channels }: PaybackSpan): Table {
  const { t } = writer
  const long = channels.some(({ yearAgo }) => yearAgo !== null)
  const difference = (change: Change | null) => writer.text(changeOf(writer, change, 'up', (value) => writer.money(value).text)?.text ?? '–')
  const moved = channels.flatMap((line) => (line.change && line.change.amount !== 0 ? [{ ...line, change: line.change }] : []))
  moved.sort((one, other) => Math.abs(other.change.amount) - Math.abs(one.change.amount))
  return {
    name: 'changes',
    title: t('reports:tables.changes'),
    lead: t('reports:tables.changesLead'),
    columns: [...columnsOf(writer, ['channel', 'before', 'now']), { label: t('reports:columns.difference'), numeric: false }, ...(long ? [{ label: t('reports:columns.sinceYear'), numeric: false }] : [])],
    rows: moved.slice(0, MOST_CHANGES).map(({ channel, change, yearAgo }) =>
      rowOf([
        writer.text(writer.channel(channel)),
        writer.money(change.before, { signed: true }),
        writer.money(change.before + change.amount, { signed: true }),
        difference(change),
        ...(long ? [difference(yearAgo)] : []),
      ], { opens: { href: `/payback/channel/${channel}` } }),
    ),
    none: t('reports:tables.changesNone'),
  }
}

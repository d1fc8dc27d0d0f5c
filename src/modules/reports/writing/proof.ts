import type { Report, ReportFigure } from '#contract/reports.ts'
import type { PaybackSpan } from '#modules/payback'
import { columnsOf, rowOf } from './tables.ts'
import type { Writer } from './writer.ts'

// *Bukti kerja*: a year of work for those who say "people think I have no job", and for a bank that wants it in writing.

export function proofFigures(writer: Writer, { total, buyers }: PaybackSpan): ReportFigure[] {
  const { t } = writer
  const figure = (name: 'worked' | 'people' | 'sold' | 'revenue' | 'left', given: Pick<ReportFigure, 'cell'> & Partial<ReportFigure>): ReportFigure => ({
    name,
    label: t(`reports:proof.${name}`),
    note: t(`reports:proof.${name}Means`),
    interval: null,
    verdict: null,
    change: null,
    soWhat: null,
    opens: null,
    ...given,
  })
  const { cost } = total.hours
  return [
    figure('worked', { opens: { rows: 'hours', of: null }, cell: { ...writer.hours(total.hours.minutes), text: writer.duration(total.hours.minutes) } }),
    figure('people', { cell: peopleServed(writer, buyers) }),
    figure('sold', { opens: { rows: 'orders', of: null }, cell: writer.count(total.orders.count) }),
    figure('revenue', { opens: { rows: 'orders', of: null }, cell: writer.money(total.orders.revenue) }),
    figure('left', {
      cell: writer.profit(total.profit),
      ...(cost !== null && cost > 0 && total.profit.net !== null && { note: `${t('reports:proof.leftMeans')} ${t('reports:proof.leftNote', { cost: writer.money(cost).text, before: writer.money(total.profit.net + cost).text })}` }),
    }),
  ]
}

/** "At least none" says nothing: where no buyer can be told apart, how many they were is not known; where nobody bought, nobody is on record. */
function peopleServed(writer: Writer, { known, ordersWithout }: PaybackSpan['buyers']): ReportFigure['cell'] {
  if (known > 0) return { ...writer.count(known), text: writer.t('reports:proof.atLeast', { count: writer.count(known).text }) }
  return writer.text(writer.t(ordersWithout > 0 ? 'reports:unknown' : 'reports:proof.nobody'))
}

export function proofTable(writer: Writer, { months, total, buyers }: PaybackSpan): Report['tables'][number] {
  const { t } = writer
  const rows = months.map(({ month, minutes, buyers: people, orders, profit }) =>
    rowOf([writer.text(writer.month(month)), writer.hours(minutes), peopleCell(writer, people, orders.count), writer.count(orders.count), writer.money(orders.revenue), writer.profit(profit)], { opens: { href: `/payback?month=${month}` } }),
  )
  const sum = rowOf([writer.text(t('reports:sum')), writer.hours(total.hours.minutes), peopleCell(writer, buyers.known, total.orders.count), writer.count(total.orders.count), writer.money(total.orders.revenue), writer.profit(total.profit)], { sum: true })
  return {
    name: 'proof',
    title: t('reports:tables.months'),
    lead: t('reports:proof.lead'),
    columns: columnsOf(writer, ['month', 'hours', 'people', 'orders', 'revenue', 'profit']),
    rows: rows.length > 0 ? [...rows, sum] : [],
    none: t('reports:tables.none'),
  }
}

/** Where orders came and no buyer can be told from another, how many they were is not known: not none. */
const peopleCell = (writer: Writer, people: number, orders: number) => (people === 0 && orders > 0 ? writer.text('–') : writer.count(people))

/** What a reader who may lend money must be told of the figures above. */
export function proofFootnotes(writer: Writer, { months, total, unattributed, buyers, from, firstMonth, running }: PaybackSpan): string[] {
  const { t } = writer
  const count = (value: number) => writer.count(value).text
  const idle = months.filter(({ minutes, orders }) => minutes === 0 && orders.count > 0).map(({ month }) => writer.month(month))
  return [
    t('reports:proof.notes.source'),
    t('reports:proof.notes.profit'),
    // People are counted wherever they bought: an order without a trace has a buyer as well.
    [t('reports:proof.notes.people'), ...(buyers.ordersWithout > 0 ? [t(`reports:proof.notes.${unattributed ? 'strangersOutside' : 'strangers'}`, { count: buyers.ordersWithout, orders: count(buyers.ordersWithout) })] : [])].join(' '),
    ...(unattributed ? [t('reports:proof.notes.strays', { count: unattributed.count, orders: count(unattributed.count), revenue: writer.money(unattributed.revenue).text })] : []),
    ...(total.orders.marginMissing > 0 ? [t('reports:proof.notes.margin', { count: total.orders.marginMissing, orders: count(total.orders.marginMissing) })] : []),
    ...(total.orders.withoutRate > 0 ? [t('reports:proof.notes.rate', { count: total.orders.withoutRate, orders: count(total.orders.withoutRate) })] : []),
    ...correctionsNote(writer, total),
    ...(idle.length > 0 ? [t('reports:proof.notes.hours', { months: idle.join(', ') })] : []),
    ...(`${firstMonth}-01` > from ? [t('reports:proof.notes.begun', { month: writer.month(firstMonth) })] : []),
    ...(running ? [t('reports:proof.notes.running')] : []),
    t('reports:proof.notes.tax'),
  ]
}

/** What of a profit stands in no column: it concerns months that were closed before. */
export const correctionsNote = ({ t, money }: Writer, { corrections }: PaybackSpan['total']): string[] => (corrections.count > 0 ? [t('reports:footnotes.corrections', { amount: money(corrections.total, { signed: true }).text })] : [])

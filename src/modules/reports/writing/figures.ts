import { mayBeBadLuck } from '#contract/bad-luck.ts'
import type { ReportFigure } from '#contract/reports.ts'
import type { Change, PaybackSpan } from '#modules/payback'
import type { Writer } from './writer.ts'

/** A difference in words: how much, and whether it is more than chance. `better`: which way is good news. */
export function changeOf(writer: Writer, change: Change | null, better: 'up' | 'down' | 'neither', written: (difference: number) => string): ReportFigure['change'] {
  const { t } = writer
  if (!change) return null
  if (change.amount === 0) return { text: t('reports:change.same'), tone: 'plain' }
  const up = change.amount > 0
  const words = { amount: written(Math.abs(change.amount)) }
  const said = t(up ? 'reports:change.up' : 'reports:change.down', words)
  if (change.noise) return { text: t('reports:change.noise', { said }), tone: 'noise' }
  if (change.noise === null || better === 'neither') return { text: said, tone: 'plain' }
  return { text: t('reports:change.real', { said }), tone: up === (better === 'up') ? 'better' : 'worse' }
}

type Name = 'margin' | 'conversion' | 'visits' | 'net' | 'minutes' | 'orders'

/** Margin, conversion and visits first; then what is left, and what it took. */
export function figuresOf(writer: Writer, span: PaybackSpan): ReportFigure[] {
  const { t } = writer
  const { total, soWhats, changes, conversion } = span
  const money = (units: number) => writer.money(units).text
  const count = (value: number) => writer.count(value).text
  const figure = (name: Name, given: Omit<ReportFigure, 'name' | 'label' | 'interval' | 'verdict' | 'note' | 'opens'> & Partial<ReportFigure>): ReportFigure => ({
    name,
    label: t(`reports:figures.${name}`),
    interval: null,
    verdict: null,
    note: null,
    opens: null,
    ...given,
  })
  const visits = { href: `/visits?from=${span.from}&to=${span.to}` }
  const { interval, net } = total.profit
  return [
    figure('margin', {
      cell: writer.margin(total.orders),
      note: [...(total.orders.count > 0 ? [t('reports:notes.margin', { count: total.orders.count, orders: count(total.orders.count), revenue: money(total.orders.revenue) })] : []), ...(total.orders.withoutRate > 0 ? [t('reports:proof.notes.rate', { count: total.orders.withoutRate, orders: count(total.orders.withoutRate) })] : [])].join(' ') || null,
      change: changeOf(writer, changes.margin, 'up', money),
      soWhat: writer.soWhat(soWhats.margin),
      opens: { rows: 'orders', of: null },
    }),
    figure('conversion', {
      cell: conversion ? writer.share(conversion.rate) : writer.text(t('reports:unseen')),
      note: conversion
        ? t(conversion.of === 'visits' ? 'reports:notes.conversionVisits' : 'reports:notes.conversionWhatsapp', { low: writer.share(conversion.low).text, high: writer.share(conversion.high).text, base: count(conversion.base) })
        : null,
      change: changeOf(writer, changes.conversion, 'up', (difference) => t('reports:points', { points: writer.points(difference) })),
      soWhat: writer.soWhat(soWhats.visits),
      opens: visits,
    }),
    figure('visits', {
      cell: span.visits === null ? writer.text(t('reports:unseen')) : writer.count(span.visits),
      change: changeOf(writer, changes.visits, 'up', count),
      soWhat: t(visitsSoWhat(span)),
      opens: visits,
    }),
    figure('net', {
      cell: writer.profit(total.profit),
      note:
        interval && total.profit.chance !== null
          ? [t('reports:notes.net', { low: money(interval.low), high: money(interval.high), chance: writer.chance(total.profit.chance) }), ...(mayBeBadLuck(total.profit, total.orders.count) ? [t('payback:fewOrders')] : [])].join(' ')
          : null,
      interval: interval && net !== null ? { ...interval, middle: net } : null,
      verdict: total.profit.verdict,
      change: changeOf(writer, changes.net, 'up', money),
      soWhat: writer.soWhat(total.soWhat),
      // Made of the channels, each of which opens further down.
      opens: { href: '#report-channels' },
    }),
    figure('minutes', {
      cell: { ...writer.hours(total.hours.minutes), text: writer.duration(total.hours.minutes) },
      note: total.hours.minutes > 0 && total.hours.cost !== null ? t('reports:notes.hours', { cost: money(total.hours.cost) }) : null,
      change: changeOf(writer, changes.minutes, 'neither', writer.duration),
      soWhat: writer.soWhat(soWhats.hours),
      opens: { rows: 'hours', of: null },
    }),
    figure('orders', {
      cell: writer.count(total.orders.count),
      note: total.orders.count > 0 ? t('reports:notes.orders', { first: count(total.orders.first), returning: count(total.orders.returning) }) : null,
      change: changeOf(writer, changes.orders, 'up', count),
      soWhat: writer.soWhat(soWhats.orders),
      opens: { rows: 'orders', of: null },
    }),
  ]
}

/** What conversion says of few visits or none, it need not say twice. */
function visitsSoWhat({ visits, changes }: PaybackSpan): `reports:visits.${'unseen' | 'up' | 'down' | 'same' | 'first'}` {
  if (!visits) return 'reports:visits.unseen'
  if (!changes.visits) return 'reports:visits.first'
  if (changes.visits.noise || changes.visits.amount === 0) return 'reports:visits.same'
  return changes.visits.amount > 0 ? 'reports:visits.up' : 'reports:visits.down'
}

/** What to do, the weightiest first: what is told of the whole, then what stands in the way of telling more. */
export function todoOf(writer: Writer, { total, soWhats, yearSoWhat, empty }: PaybackSpan, most: number): string[] {
  if (empty) return [writer.t('reports:todo.empty')]
  const idle = new Set(['hours-fine', 'orders-fine', 'margin-fine', 'nothing-yet', 'conversion-fine', 'visits-unseen', 'conversion-few', 'year-same', 'year-less-same'])
  const said = [total.soWhat, ...(yearSoWhat ? [yearSoWhat] : []), soWhats.hours, soWhats.orders, soWhats.visits, soWhats.margin].filter(({ code }, at) => at === 0 || !idle.has(code))
  return [...new Set(said.map((soWhat) => writer.soWhat(soWhat)))].slice(0, most)
}

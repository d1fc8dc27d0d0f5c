import { paidBackAs } from '#contract/paid-back.ts'
import type { Report, ReportFigure, ReportKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import type { PaybackSpan } from '#modules/payback'
import { addDays } from '#platform/clock'
import { periodBefore, periodOf } from '../model/periods.ts'
import { figuresOf, todoOf } from './figures.ts'
import { correctionsNote, proofFigures, proofFootnotes, proofTable } from './proof.ts'
import { channelsTable, changesTable, comparedTable, decisionsTable, monthsTable } from './tables.ts'
import { writerOf, type Writer } from './writer.ts'

export interface ToWrite {
  kind: ReportKind
  period: string
  language: Language
  shop: ShopProfile
  now: Date
  span: PaybackSpan
}

/** A report of one shop, in words. Only what stands in `span` is told; nothing is reckoned here. */
export function writeReport({ kind, period, language, shop, now, span }: ToWrite): Report {
  const writer = writerOf(language, shop.currency)
  const { t } = writer
  const first = `${span.firstMonth}-01`
  const earlier = periodBefore(kind, span.from)
  const title = writer.title(kind, period)
  return {
    kind,
    period,
    language,
    currency: shop.currency,
    of: shop.name,
    title,
    span: writer.days(span),
    written: t('reports:written', { at: writer.at(now, shop.zone) }),
    notice: span.empty ? t('reports:notice.empty') : span.running ? t('reports:notice.running') : null,
    empty: span.empty,
    figures: kind === 'proof' ? proofFigures(writer, span) : kind === 'week' ? figuresOf(writer, span) : [...figuresOf(writer, span), cumulatedFigure(writer, span)],
    todo: kind === 'proof' ? [] : todoOf(writer, span, kind === 'week' ? 3 : 5),
    tables: tablesOf(writer, span, kind),
    curve: kind === 'quarter' || kind === 'year' ? curveOf(writer, span) : null,
    footnotes: kind === 'proof' ? proofFootnotes(writer, span) : footnotesOf(writer, span, kind),
    earlier: earlier >= periodOf(kind, first) ? earlier : null,
    later: span.running ? null : periodOf(kind, addDays(span.to, 1)),
    words: wordsOf(writer),
  }
}

/** A week is a glance; a quarter and a year go deep: what changed, what to do about each channel, and how it came about. */
function tablesOf(writer: Writer, span: PaybackSpan, kind: ReportKind): Report['tables'] {
  if (kind === 'proof') return [proofTable(writer, span)]
  if (kind === 'week') return [channelsTable(writer, span, true), changesTable(writer, span)]
  const [compared, changes] = [comparedTable(writer, span, kind), changesTable(writer, span)]
  // Of a time in which nothing was noted only what changed is told: that there is nothing is said above.
  if (span.empty) return [compared, changes].filter(({ rows }) => rows.length > 0)
  // That there is nothing to compare with is said once.
  return [compared, decisionsTable(writer, span), channelsTable(writer, span, false), monthsTable(writer, span), ...(compared.rows.length + changes.rows.length > 0 ? [changes] : [])]
}

export const wordsOf = ({ t }: Writer): Report['words'] => ({ todo: t('reports:words.todo'), soWhat: t('ui:figure.soWhat'), footnotes: t('reports:words.footnotes'), page: t('reports:words.page', { page: '{{page}}', pages: '{{pages}}' }), estimated: t('reports:words.estimated', { column: '{{column}}' }) })

/** Since the beginning: at the end of the last month of the span that there is. */
function cumulatedFigure(writer: Writer, { months, breakEven, empty, soWhats }: PaybackSpan): ReportFigure {
  const { t } = writer
  const latest = months.at(-1)
  // Nor is anything to come back where nothing was ever noted.
  const last = empty && latest?.cumulated.net === 0 ? undefined : latest
  const paidBack = breakEven !== null && last !== undefined && breakEven <= last.month
  return {
    name: 'cumulated',
    label: t('reports:figures.cumulated'),
    cell: last ? writer.profit(last.cumulated) : writer.text('–'),
    // Before a shop's first month nothing went in that would have to come back.
    note: paidBack ? t(`payback:cumulated.${paidBackAs(last.cumulated)}`, { month: writer.month(breakEven) }) : last ? t('payback:cumulated.notYet') : null,
    interval: last?.cumulated.interval && last.cumulated.net !== null ? { ...last.cumulated.interval, middle: last.cumulated.net } : null,
    verdict: last?.cumulated.verdict ?? null,
    change: null,
    // As Payback has it: no two screens say otherwise of the same.
    soWhat: writer.soWhat(last && soWhats.cumulated ? soWhats.cumulated : { code: 'nothing-yet', values: {} }),
    opens: { href: '/payback' },
  }
}

function curveOf(writer: Writer, { months }: PaybackSpan): Report['curve'] {
  const points = months.map(({ month, cumulated }) => ({ label: writer.shortMonth(month), value: cumulated.known, low: cumulated.interval?.low ?? null, high: cumulated.interval?.high ?? null, partial: cumulated.net === null }))
  if (points.length < 2) return null
  const leads = [...(points.some(({ low }) => low !== null) ? [writer.t('reports:curve.lead')] : []), ...(points.some(({ partial }) => partial) ? [writer.t('reports:curve.partial')] : [])]
  const ends = { from: writer.month(months[0]!.month), to: writer.month(months.at(-1)!.month) }
  return { title: writer.t('reports:curve.title', ends), lead: leads.join(' ') || null, points }
}

function footnotesOf(writer: Writer, { unattributed, total, visits }: PaybackSpan, kind: ReportKind): string[] {
  const { t } = writer
  return [
    t('reports:footnotes.range'),
    t('reports:footnotes.noise'),
    ...(unattributed ? [t('reports:footnotes.strays', { count: unattributed.count, orders: writer.count(unattributed.count).text })] : []),
    ...(total.hours.minutes === 0 && total.orders.count > 0 ? [t('reports:footnotes.noHours')] : []),
    ...(kind === 'week' && total.costs.total > 0 ? [t('reports:footnotes.weekCosts')] : []),
    ...(total.traffic.visits > 0 ? [t('reports:footnotes.traffic', { amount: writer.money(total.traffic.total).text })] : []),
    ...correctionsNote(writer, total),
    ...(visits === null ? [t('reports:footnotes.noVisits')] : []),
  ]
}

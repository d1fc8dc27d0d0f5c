import { exponents, formatAmount } from '#contract/amount.ts'
import type { Channel } from '#contract/channels.ts'
import type { Profit, SoWhat } from '#contract/payback.ts'
import type { Period, ReportCell, ReportKind } from '#contract/reports.ts'
import type { Currency, Language } from '#contract/values.ts'
import { textsIn, type Texts } from '#platform/i18n'
import { daysOf, type Days } from '../model/periods.ts'

/** Writes figures and days as a reader of one language knows them, in one shop's currency. */
export interface Writer {
  readonly t: Texts
  readonly language: Language
  text(text: string): ReportCell
  money(units: number | null, options?: { signed?: boolean }): ReportCell
  /** `Rp1,3 jt`: for places where the exact figure stands beside it. */
  short(units: number): string
  count(value: number | null, options?: { signed?: boolean }): ReportCell
  /** Minutes as hours with one digit. */
  hours(minutes: number | null, options?: { signed?: boolean }): ReportCell
  /** `2 jam 15 menit`. */
  duration(minutes: number): string
  share(value: number | null): ReportCell
  /** In percentage points. */
  points(difference: number): string
  chance(value: number): string
  day(day: string): string
  days(span: Days): string
  month(month: string): string
  /** `Nov`. */
  shortMonth(month: string): string
  /** `2026-11-16` as *Minggu 16–22 November 2026*. */
  title(kind: ReportKind, period: Period): string
  at(instant: Date, zone: string): string
  channel(channel: Channel): string
  /** A profit, or what is known of it, with a word where something is missing or estimated. */
  profit(profit: Profit): ReportCell
  /** What the orders left, or what of it is known. */
  margin(orders: { margin: number | null; marginKnown: number; marginMissing: number; marginEstimated: number }): ReportCell
  /** The bounds as one cell. */
  range(profit: Profit): ReportCell
  soWhat(soWhat: SoWhat): string
}

const tags: Record<Language, string> = { id: 'id-ID', ms: 'ms-MY', en: 'en-GB' }

export function writerOf(language: Language, currency: Currency): Writer {
  const t = textsIn(language)
  const tag = tags[language]
  const number = (value: number, digits = 0) => new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(Math.abs(value))
  const signOf = (value: number, signed: boolean) => (value < 0 ? '−' : signed && value > 0 ? '+' : '')
  const percent = (value: number, digits = value > 0 && value < 0.095 ? 1 : 0) => `${number(value * 100, digits)}%`
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options })
  const noon = (day: string) => new Date(`${day}T12:00:00Z`)
  const text = (words: string): ReportCell => ({ text: words, number: null, estimated: 0 })
  const cell = (words: string, value: number, digits: number, isPercent = false): ReportCell => ({ text: words, number: { value, digits, percent: isPercent }, estimated: 0 })
  const unknown = () => text(t('reports:unknown'))
  const amount = (units: number, signed = false) => formatAmount(units, currency, language, { signed })
  const ordersMissing = (count: number) => t('reports:missing.orders', { count, orders: number(count) })
  // No number to reckon with: a sum with a hole in it is a text.
  const knownOnly = (written: string, what: string) => text(t('reports:knownOnly', { amount: written, what }))
  const withEstimates = (cell: ReportCell, count: number): ReportCell => (count === 0 ? cell : { ...cell, estimated: count, text: t('reports:estimated', { amount: cell.text, count, orders: number(count) }) })

  const writer: Writer = {
    t,
    language,
    text,
    money: (units, { signed = false } = {}) => (units === null ? unknown() : cell(amount(units, signed), units / 10 ** exponents[currency], exponents[currency])),
    short: (units) => formatAmount(units, currency, language, { short: true }),
    count: (value, { signed = false } = {}) => (value === null ? unknown() : cell(signOf(value, signed) + number(value), value, 0)),
    hours: (minutes, { signed = false } = {}) => (minutes === null ? unknown() : cell(signOf(minutes, signed) + number(minutes / 60, 1), Math.round(minutes / 6) / 10, 1)),
    duration: (minutes) => durationIn(t, number, minutes),
    share: (value) => (value === null ? unknown() : cell(percent(value), value, 1, true)),
    points: (difference) => number(difference * 100, 1),
    // A chance is never quite 0 or 1.
    chance: (value) => (value >= 0.995 ? `> ${percent(0.99)}` : value <= 0.005 ? `< ${percent(0.01)}` : percent(value, 0)),
    day: (day) => plain(dates({ day: 'numeric', month: 'long', year: 'numeric' }).format(noon(day))),
    days: ({ from, to }) => plain(dates({ day: 'numeric', month: 'long', year: 'numeric' }).formatRange(noon(from), noon(to))),
    shortMonth: (month) => plain(dates({ month: 'short' }).format(noon(`${month}-01`))),
    month: (month) => plain(dates({ month: 'long', year: 'numeric' }).format(noon(`${month}-01`))),
    title: (kind, period) => {
      if (kind === 'week') return t('reports:titles.week', { span: writer.days(daysOf(kind, period)!) })
      const [year = '', quarter = ''] = period.split('-Q')
      return t(`reports:titles.${kind}`, { year, quarter })
    },
    at: (instant, zone) => plain(dates({ timeZone: zone, day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZoneName: 'short' }).format(instant)),
    channel: (channel) => t(`channels:${channel}`),
    profit: ({ net, known, missing, estimated }) => {
      if (net !== null) return withEstimates(writer.money(net, { signed: true }), estimated)
      return knownOnly(amount(known, true), missing.orders > 0 ? ordersMissing(missing.orders) : t('reports:missing.minutes', { minutes: writer.duration(missing.minutes) }))
    },
    margin: ({ margin, marginKnown, marginMissing, marginEstimated }) => (margin === null ? knownOnly(amount(marginKnown), ordersMissing(marginMissing)) : withEstimates(writer.money(margin), marginEstimated)),
    range: ({ interval }) => text(interval ? t('reports:range', { low: amount(interval.low), high: amount(interval.high) }) : '–'),
    soWhat: ({ code, values }) => {
      const said: Record<string, string | number> = {}
      if (values.amount !== undefined) said.amount = amount(values.amount)
      if (values.orders !== undefined) Object.assign(said, { count: values.orders, orders: number(values.orders) })
      if (values.minutes !== undefined) said.minutes = writer.duration(values.minutes)
      if (values.box !== undefined) said.box = writer.duration(values.box)
      if (values.months !== undefined) said.months = number(values.months)
      if (values.count !== undefined) said.count = number(values.count)
      if (values.share !== undefined) said.share = percent(values.share)
      if (values.channel !== undefined) said.channel = writer.channel(values.channel)
      if (values.other !== undefined) said.other = writer.channel(values.other)
      return t(`payback:soWhat.${code}`, said)
    },
  }
  return writer
}

function durationIn(t: Texts, number: (value: number) => string, minutes: number): string {
  const whole = Math.round(Math.abs(minutes))
  const [hours, rest] = [Math.floor(whole / 60), whole % 60]
  const said: string[] = []
  if (hours > 0) said.push(t('ui:duration.hours', { count: hours, shown: number(hours) }))
  if (rest > 0 || hours === 0) said.push(t('ui:duration.minutes', { count: rest, shown: number(rest) }))
  return (minutes < 0 ? '−' : '') + said.join(' ')
}

/** Intl puts thin spaces between the ends of a range, which mail readers and fonts show as they please. */
const plain = (text: string): string => text.replace(/[\u2009\u202f\u00a0]/g, ' ')

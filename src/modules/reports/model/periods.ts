import type { Period, ReportKind, SentKind } from '#contract/reports.ts'
import { addDays, addMonths, dayIn, hourIn, instantAt, weekdayOf } from '#platform/clock'

// Weeks, quarters and years are the shop's own: all days here are days of its zone.

export interface Days {
  from: string
  to: string
}

type Span = 'week' | 'quarter' | 'year'
/** Proof of work is a year, told otherwise. */
const spanOf = (kind: ReportKind): Span => (kind === 'proof' ? 'year' : kind)

/** The period that a day lies in. */
export function periodOf(kind: ReportKind, day: string): Period {
  const span = spanOf(kind)
  if (span === 'week') return addDays(day, 1 - weekdayOf(day))
  const year = day.slice(0, 4)
  return span === 'year' ? year : `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** Its first and last day. Null where the period is not one of this kind: a week that begins on a Tuesday. */
export function daysOf(kind: ReportKind, period: Period): Days | null {
  const from = firstDayOf(period)
  if (from === null || periodOf(kind, from) !== period) return null
  return { from, to: addDays(firstDayAfter(kind, from), -1) }
}

function firstDayOf(period: Period): string | null {
  const [year, rest, day] = period.split('-')
  if (rest === undefined) return `${year}-01-01`
  if (rest.startsWith('Q')) return `${year}-${String(Number(rest[1]) * 3 - 2).padStart(2, '0')}-01`
  // The 31st of a month that has 30 days is no day.
  return day !== undefined && !Number.isNaN(Date.parse(period)) && addDays(period, 0) === period ? period : null
}

function firstDayAfter(kind: ReportKind, from: string): string {
  const span = spanOf(kind)
  return span === 'week' ? addDays(from, 7) : `${addMonths(from.slice(0, 7), span === 'quarter' ? 3 : 12)}-01`
}

/** The period just before one that begins on this day. */
export const periodBefore = (kind: ReportKind, from: string): Period => periodOf(kind, addDays(from, -1))

/** The same quarter of the year before. */
export const yearBefore = (quarter: Period): Period => `${Number(quarter.slice(0, 4)) - 1}${quarter.slice(4)}`

/** The last one that is over. */
export const lastWhole = (kind: ReportKind, today: string): Period => periodBefore(kind, firstDayOf(periodOf(kind, today))!)

const MORNING = '07:00'
const EVENING = '21:00'
/** Later than so many days after its morning a report is old news, and is not sent any more. */
const FRESH_DAYS: Record<SentKind, number> = { week: 3, quarter: 14, year: 30 }

/** When the report of a period goes out: seven in the morning of the first day after it, by the shop's clock. */
export const sentAt = (kind: SentKind, period: Period, zone: string): Date => instantAt(zone, addDays(daysOf(kind, period)!.to, 1), MORNING)

/** The next morning on which a report of this kind goes out. */
export function nextSending(kind: SentKind, zone: string, now: Date): Date {
  const today = dayIn(zone, now)
  const last = sentAt(kind, lastWhole(kind, today), zone)
  return last > now ? last : sentAt(kind, periodOf(kind, today), zone)
}

/** The period whose report should be out by now, while it is still news; null for none, and at night. */
export function dueNow(kind: SentKind, zone: string, now: Date): { period: Period; since: Date } | null {
  const hour = hourIn(zone, now)
  if (hour < MORNING || hour >= EVENING) return null
  const period = lastWhole(kind, dayIn(zone, now))
  const since = sentAt(kind, period, zone)
  return since <= now && now.getTime() < since.getTime() + FRESH_DAYS[kind] * 86_400_000 ? { period, since } : null
}

/** Not at night: the instant itself, or the next morning. */
export function awake(zone: string, at: Date): Date {
  const hour = hourIn(zone, at)
  const day = dayIn(zone, at)
  if (hour < MORNING) return instantAt(zone, day, MORNING)
  return hour >= EVENING ? instantAt(zone, addDays(day, 1), MORNING) : at
}

import { formatAmount } from '#contract/amount.ts'
import type { Money } from '#contract/values.ts'
import { me } from '$api/me.svelte'
import { currentTime, dateFormat, numberFormat } from './intl'
import { localeTags } from './language'
import { language, t } from './words.svelte'

const numbers = (options: Intl.NumberFormatOptions) => numberFormat(localeTags[language()], options)
const dates = (options: Intl.DateTimeFormatOptions) => dateFormat(localeTags[language()], options)

const zone = () => me.shop?.zone ?? 'Asia/Jakarta'
const currency = () => me.shop?.currency ?? 'IDR'
const toDate = (instant: string | Date) => (typeof instant === 'string' ? new Date(instant) : instant)
// A day without an hour is the same day in every zone: read and written at UTC.
const dayDate = (day: string) => new Date(`${day}T00:00:00Z`)

/** An amount in the shop's currency: `Rp1.250.000`. */
export const amount = (value: number) => formatAmount(value, currency(), language())
/** An amount in another currency: `S$45.00`. */
export const amountIn = (value: number, of: Money) => formatAmount(value, of, language())
/** Short, for axes and bars: `Rp1,3 jt`. */
export const shortAmount = (value: number) => formatAmount(value, currency(), language(), { short: true })

export const number = (value: number, digits = 0) => numbers({ maximumFractionDigits: digits }).format(value)
/** `percent(0.34)` is `34%`. Little is not nothing: `percent(0.004)` is `< 1%`. */
export function percent(share: number, digits = 0): string {
  const { format } = numbers({ style: 'percent', maximumFractionDigits: digits })
  const least = 10 ** -(digits + 2)
  return share > 0 && share < least / 2 ? `< ${format(least)}` : format(share)
}
/** A chance is never quite 0 or 1. */
export function chance(value: number): string {
  if (value >= 0.995) return `> ${percent(0.99)}`
  if (value <= 0.005) return `< ${percent(0.01)}`
  return percent(value)
}

/** An instant's day in the shop's zone: `Sabtu, 22 November`. */
export const day = (instant: string | Date) =>
  dates({ weekday: 'long', day: 'numeric', month: 'long', timeZone: zone() }).format(toDate(instant))
/** `19.30` in Indonesian, `19:30` elsewhere. */
export const time = (instant: string | Date) =>
  dates({ hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone() }).format(toDate(instant))
/** What the shop's zone is called: `WIB`, or `GMT+8` where it has no short name in the reader's language. */
export const zoneName = () =>
  dates({ timeZone: zone(), timeZoneName: 'short' }).formatToParts(currentTime()).find(({ type }) => type === 'timeZoneName')?.value ?? zone()
/** `22 Nov, 19.30`. */
export const dayTime = (instant: string | Date) =>
  dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone() })
    .format(toDate(instant))

/** An hour of some day's clock, `2026-11-22T07`, which has no zone: `07.00` in Indonesian, `07:00` elsewhere. */
export const hourOfDay = (text: string) =>
  dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(toDate(`${text}:00:00Z`))

/** A calendar day `2026-11-22`, which has no zone: `22 Nov 2026`. */
export const calendarDay = (text: string) =>
  dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(dayDate(text))
/** The same where its year goes without saying: `22 Nov`. */
export const dayAndMonth = (text: string) => dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(dayDate(text))
/** Its name: `Minggu`. */
export const weekday = (text: string) => dates({ weekday: 'long', timeZone: 'UTC' }).format(dayDate(text))
/** A month `2026-11`: `November 2026`. */
export const monthName = (month: string) =>
  dates({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(dayDate(`${month}-01`))
/** `Nov`. */
export const shortMonth = (month: string) =>
  dates({ month: 'short', timeZone: 'UTC' }).format(dayDate(`${month}-01`))

/** Minutes as people say them: `45 menit`, `2 jam`, `2 jam 15 menit`. */
export function duration(minutes: number): string {
  const whole = Math.round(Math.abs(minutes))
  const hours = Math.floor(whole / 60)
  const rest = whole % 60
  const said: string[] = []
  if (hours > 0) said.push(t('ui:duration.hours', { count: hours, shown: number(hours) }))
  if (rest > 0 || hours === 0) said.push(t('ui:duration.minutes', { count: rest, shown: number(rest) }))
  return (minutes < 0 ? '−' : '') + said.join(' ')
}

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** `3 jam yang lalu`, `dalam 2 hari`. */
export function ago(instant: string | Date, from = currentTime()): string {
  const seconds = (toDate(instant).getTime() - from.getTime()) / 1000
  const relative = new Intl.RelativeTimeFormat(localeTags[language()], { numeric: 'auto' })
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit)
  }
  return relative.format(0, 'minute')
}

/** Today in the shop's zone, as `2026-11-22`: what a date field starts with. */
export const today = (now = currentTime()) =>
  dateFormat('en-CA', { timeZone: zone(), year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
/** The hour of an instant in the shop's zone, as `19:30`: what a time field starts with. */
export const clockTime = (instant: string | Date = currentTime()) =>
  dateFormat('en-GB', { timeZone: zone(), hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(toDate(instant))

/** A country of two letters, a language of two or three, in the reader's words. */
export const countryName = (code: string) => nameOf('region', code)
export const languageName = (code: string) => nameOf('language', code)
/** `dolar Singapura`. */
export const currencyName = (code: Money) => nameOf('currency', code)

function nameOf(type: 'region' | 'language' | 'currency', code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type }).of(code) ?? code
  } catch {
    // No code at all: somebody's browser said so.
    return code
  }
}

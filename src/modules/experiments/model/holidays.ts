import type { Holiday } from '#contract/experiments.ts'
import type { Country } from '#contract/values.ts'
import { addDays, weekdayOf } from '#platform/clock'

/** A day on which people buy otherwise than on other days of the year. */
interface HolidayDay extends Holiday {
  day: string
}

type Rule = { name: string; in?: Country } & (
  | { every: string }
  | { easter: number }
  | { firstMondayOf: string }
  /** Days of a month of the calendar: `[month, first day, last day]`. */
  | { islamic: [number, number, number] }
  | { chinese: [number, number, number] }
  | { on: readonly string[] }
)

/**
 * Public holidays of the whole country, the fasting month, the week after it, and two days of sales. Sources and what is
 * left out: docs/guides/experiments.md. What is by the moon comes from the calendars of Unicode's ICU (Umm al-Qura and
 * Chinese, which Node carries); `on` are days of lunar calendars that it does not carry, written down until 2030.
 */
const rules: readonly Rule[] = [
  { name: 'new-year', every: '01-01' },
  { name: 'imlek', chinese: [1, 1, 2] },
  { name: 'isra-miraj', in: 'ID', islamic: [7, 27, 27] },
  { name: 'ramadan', islamic: [9, 1, 30] },
  { name: 'lebaran', islamic: [10, 1, 7] },
  { name: 'nyepi', in: 'ID', on: ['2026-03-19', '2027-03-08', '2028-03-26', '2029-03-15', '2030-03-05'] },
  { name: 'good-friday', in: 'ID', easter: -2 },
  { name: 'labour-day', every: '05-01' },
  { name: 'ascension', in: 'ID', easter: 39 },
  { name: 'waisak', on: ['2026-05-31', '2027-05-20', '2028-05-09', '2029-05-27', '2030-05-16'] },
  { name: 'idul-adha', islamic: [12, 10, 10] },
  { name: 'pancasila', in: 'ID', every: '06-01' },
  { name: 'agong', in: 'MY', firstMondayOf: '06' },
  { name: 'islamic-new-year', islamic: [1, 1, 1] },
  { name: 'independence', in: 'ID', every: '08-17' },
  { name: 'maulid', islamic: [3, 12, 12] },
  { name: 'merdeka', in: 'MY', every: '08-31' },
  { name: 'malaysia-day', in: 'MY', every: '09-16' },
  { name: 'deepavali', in: 'MY', on: ['2026-11-08', '2027-10-28', '2028-10-17', '2029-11-05', '2030-10-26'] },
  { name: 'sale-1111', every: '11-11' },
  { name: 'sale-1212', every: '12-12' },
  { name: 'christmas', every: '12-25' },
]

/** Every name that `holidaysInWeek` may give. */
export const holidayNames: readonly string[] = rules.map(({ name }) => name)

/**
 * Why this week is no week like others, in a country; empty for one that is. `monday` is its first day. Around estimated
 * days one more on either side is kept clear, since the moon is sighted late.
 */
export function holidaysInWeek(country: Country, monday: string): Holiday[] {
  const sunday = addDays(monday, 6)
  const [from, to] = [addDays(monday, -1), addDays(sunday, 1)]
  const years = [...new Set([from.slice(0, 4), to.slice(0, 4)])]
  const found = years
    .flatMap((year) => holidaysOf(country, Number(year)))
    .filter(({ day, estimated }) => (estimated ? day >= from && day <= to : day >= monday && day <= sunday))
  return [...new Map(found.map(({ name, estimated }) => [name, { name, estimated }])).values()]
}

const known = new Map<string, HolidayDay[]>()

/** Kept once reckoned: going through two calendars day by day takes some hundredths of a second a year. */
function holidaysOf(country: Country, year: number): HolidayDay[] {
  const key = `${country} ${year}`
  let days = known.get(key)
  if (!days) known.set(key, (days = rules.filter((rule) => (rule.in ?? country) === country).flatMap((rule) => daysOf(rule, year))))
  return days
}

function daysOf(rule: Rule, year: number): HolidayDay[] {
  const all = (days: readonly string[], estimated: boolean) => days.map((day) => ({ day, name: rule.name, estimated }))
  if ('every' in rule) return all([`${year}-${rule.every}`], false)
  if ('easter' in rule) return all([addDays(easterOf(year), rule.easter)], false)
  if ('firstMondayOf' in rule) {
    const first = `${year}-${rule.firstMondayOf}-01`
    return all([addDays(first, (8 - weekdayOf(first)) % 7)], false)
  }
  if ('islamic' in rule) return all(daysIn(islamic, year, rule.islamic), true)
  if ('chinese' in rule) return all(daysIn(chinese, year, rule.chinese), false)
  return all(rule.on.filter((day) => day.startsWith(`${year}-`)), true)
}

const calendar = (name: string) => new Intl.DateTimeFormat(`en-u-ca-${name}`, { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
const islamic = calendar('islamic-umalqura')
const chinese = calendar('chinese')

function daysIn(format: Intl.DateTimeFormat, year: number, [month, first, last]: [number, number, number]): string[] {
  const days: string[] = []
  for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = addDays(day, 1)) {
    const parts = Object.fromEntries(format.formatToParts(Date.parse(day)).map(({ type, value }) => [type, value]))
    // A leap month of the Chinese calendar reads `6bis`, and is no month of ours.
    if (parts.month === String(month) && Number(parts.day) >= first && Number(parts.day) <= last) days.push(day)
  }
  return days
}

/** Easter Sunday, by the Gregorian rule as Jones and Meeus give it. */
function easterOf(year: number): string {
  const a = year % 19
  const [b, c] = [Math.floor(year / 100), year % 100]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

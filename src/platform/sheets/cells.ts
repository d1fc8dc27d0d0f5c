import { exponents, parseAmount } from '#contract/amount.ts'
import type { Money } from '#contract/values.ts'
import { instantAt } from '../clock/index.ts'

export interface Cell {
  /** As people see it: without byte order mark, tabs and outer or hard spaces. */
  text: string
  /** Written as a number by the program: its point is a decimal point. In a text it may part thousands. */
  numeric: boolean
  /** Of a number that may be a day: it is counted from 1904. */
  from1904?: true
}

/** A cell of what a file says; cleaned here once, as each is asked for its text many times. */
export const cellOf = (written: string, numeric: boolean): Cell => ({ text: UNSEEN.test(written) ? seen(written) : written, numeric })

const seen = (written: string): string => written.replace(MARKS_UNSEEN, '').replace(OTHER_SPACES, ' ').trim()

const UNSEEN = /[\u0000-\u001f\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|^\s|\s$/
/** Direction marks, joiners and soft hyphens that come along from a web page or a phone: they part no word. What joins two pictures into one stays. */
const MARKS_UNSEEN = /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?<![\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}\ufe0f])\u200d/gu
const OTHER_SPACES = /[\u0000-\u001f\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g

/** A cell's text; nothing of one that is not there. */
export const textOf = (cell: Cell | undefined): string => cell?.text ?? ''

/** Marketplaces write `-` or `/` where they have nothing. */
export const isBlank = (cell: Cell | undefined): boolean => {
  const text = cell?.text ?? ''
  return text === '' || (text.length === 1 && (text === '-' || text === '–' || text === '/'))
}

/**
 * An amount of an export in the smallest unit: `Rp1.234.567`, `1.234.567`, `1,234,567.00`, `1234567`, or a number of
 * the spreadsheet. Undefined for a blank cell, null for what has no one meaning.
 */
export function amountIn(cell: Cell | undefined, currency: Money): number | null | undefined {
  if (isBlank(cell)) return undefined
  const text = textOf(cell)
  if (!cell!.numeric) return parseAmount(text, { currency, language: currency === 'IDR' ? 'id' : 'en' })
  const units = Math.round(Number(text) * 10 ** exponents[currency])
  return Number.isSafeInteger(units) && units >= 0 ? units : null
}

/** As `amountIn`, of what may be below zero: `-3.069`, `(3,069)`, `Rp-3.069`, `−Rp3.069`, `Rp (3.069)`, `3.069-`. */
export function signedAmountIn(cell: Cell | undefined, currency: Money): number | null | undefined {
  if (isBlank(cell)) return undefined
  const text = textOf(cell)
  const size = text.replace(/^([^\d(]*)\((.*)\)$/, '-$1$2').replace(/^(.*\d)\s*[-−–]$/, '-$1').replace(/^(\D*?)[-−–]\s*/, '$1')
  const units = amountIn({ ...cell!, text: size }, currency)
  return size === text || !units ? units : -units
}

/** A whole number of pieces; undefined for a blank cell, null for what is none. */
export function countIn(cell: Cell | undefined): number | null | undefined {
  if (isBlank(cell)) return undefined
  const count = Number(textOf(cell))
  return Number.isInteger(count) && count >= 0 && count <= 1_000_000 ? count : null
}

// Excel counts days from 30 December 1899.
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)
const DAY = 86_400_000
/** Workbooks that began on a Macintosh count from 1 January 1904. */
const DAYS_TO_1904 = 1462

const MONTHS = ['jan', 'feb|peb', 'mar|mac', 'apr', 'may|mei', 'jun', 'jul', 'aug|agu|ago|ogo|agt|ags', 'sep', 'oct|okt', 'nov|nop', 'dec|des|dis']
const monthNamed = (name: string) => MONTHS.findIndex((names) => new RegExp(`^(${names})`, 'i').test(name)) + 1

const WEEKDAY = /^(?:sen|sel|rab|kam|jum|sab|min|isn|kha|aha|mon|tue|wed|thu|fri|sat|sun)[a-z'’]*\.?,? +/i
const NUMBERED = /^(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>\d{4}|\d{2})(?!\d)/
const SPELLINGS = [
  /^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})/,
  NUMBERED,
  /^(?<d>\d{1,2})[- /.](?<m>[a-z]{3,9})\.?[- ,/.]+(?<y>\d{4}|\d{2}(?!\d))/i,
  /^(?<m>[a-z]{3,9})\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})/i,
  /^(?<y>20\d{2})(?<m>\d{2})(?<d>\d{2})(?=$|[ T]|\d{6}$)/,
]
// PG is morning in Malay, TGH noon, PTG afternoon and MLM night.
const HOUR =
  /^(?:[ ,T]|pukul|jam|at)*(?:(?<h>\d{1,2})[:.](?<min>\d{2})(?:[:.](?<s>\d{2})(?:[.,]\d+)?)?|(?<hh>\d{2})(?<mm>\d{2})(?<ss>\d{2}))(?: ?(?<half>[ap]\.?m\.?|pg|ptg|tgh|tngh|mlm))?(?: ?\(?(?:GMT|UTC)?(?<offset>Z|[+-]\d{1,2}(?::?\d{2})?))?/i

/** Whether a time is written the month first (`7/31/2026`), or can't be; null where both would do. */
export function monthFirstIn(cell: Cell | undefined): boolean | null {
  const { d, m } = NUMBERED.exec(textOf(cell).replace(WEEKDAY, ''))?.groups ?? {}
  return Number(m) > 12 ? true : Number(d) > 12 ? false : null
}

/**
 * An instant of an export, in the marketplace's zone unless it names its own: `2026-07-01 03:15`, `01/07/2026 08:25:43`
 * (the day first, unless `monthFirst`), `Rabu, 1 Juli 2026 pukul 08.25`, `01-Jul-26`, `01/07/26 8:25 PM`, `8:25 PTG`, `20260701 082543`,
 * `2026-07-01 03:15:00 +0700`, or a day number of the spreadsheet, as a number or as a text. Undefined for a blank cell, null for what is none,
 * or has an hour that can't be read: at midnight it was not.
 */
export function timeIn(cell: Cell | undefined, zone: string, monthFirst = false): Date | null | undefined {
  if (isBlank(cell)) return undefined
  const written = textOf(cell)
  if (DAY_NUMBER.test(written)) return fromDayNumber(Number(written.replace(',', '.')), { zone, asText: !cell!.numeric, from1904: cell!.from1904 ?? false })
  const text = written.replace(WEEKDAY, '')
  const at = SPELLINGS.findIndex((spelling) => spelling.test(text))
  if (at < 0) return null
  const match = SPELLINGS[at]!.exec(text)!
  let { y, m, d } = match.groups as Record<'y' | 'm' | 'd', string>
  if (monthFirst && SPELLINGS[at] === NUMBERED) [m, d] = [d, m]
  const month = /^\d/.test(m) ? Number(m) : monthNamed(m)
  const day = `${y.length === 2 ? `20${y}` : y}-${String(month).padStart(2, '0')}-${d.padStart(2, '0')}`
  const rest = text.slice(match[0].length)
  const itsHour = HOUR.exec(rest)
  if (!itsHour && /\d/.test(rest)) return null
  const { hh, mm, ss, h = hh ?? '0', min = mm ?? '00', s = ss ?? '00', half, offset } = itsHour?.groups ?? {}
  const hour = half ? (Number(h) % 12) + (/^(p(?!g)|t|m)/i.test(half) ? 12 : 0) : Number(h)
  const clock = `${String(hour).padStart(2, '0')}:${min}:${s}`
  const wall = validInstant(zone, day, clock)
  return wall && offset ? new Date(`${day}T${clock}${offsetOf(offset)}`) : wall
}

/** `+8`, `+08`, `+0800`, `+08:00` and `Z`. */
const offsetOf = (written: string): string => written.replace(/^([+-])(\d{1,2})(?::?(\d{2}))?$/, (_, sign: string, hours: string, minutes = '00') => `${sign}${hours.padStart(2, '0')}:${minutes}`)

// With the second it stands at; as a text it can only be told from other numbers by its size.
const DAY_NUMBER = /^\d{5}(?:[.,]\d+)?$|^\d(?:\.\d+)?E[+]?4$/i

function fromDayNumber(days: number, { zone, asText, from1904 }: { zone: string; asText: boolean; from1904: boolean }): Date | null {
  const since1900 = days + (from1904 ? DAYS_TO_1904 : 0)
  // From 1954, as a text from 2000, to 2099: anything else in a column of times is no time.
  const [least, most] = asText ? [36_526, 73_051] : [20_000, 73_051]
  if (!(since1900 > least && since1900 < most)) return null
  const wall = new Date(EXCEL_EPOCH + Math.round((since1900 * DAY) / 1000) * 1000).toISOString()
  return validInstant(zone, wall.slice(0, 10), wall.slice(11, 19))
}

/** A slip of a key makes the year 0206 or 2206. */
const [FIRST_DAY, LAST_DAY] = ['1900-01-01', '2099-12-31']

function validInstant(zone: string, day: string, hour: string): Date | null {
  if (day < FIRST_DAY || day > LAST_DAY) return null
  const wall = new Date(`${day}T${hour.length === 5 ? `${hour}:00` : hour}Z`)
  // 31 February becomes March elsewhere; here it is no day.
  if (Number.isNaN(wall.getTime()) || wall.toISOString().slice(0, 10) !== day) return null
  return instantAt(zone, day, hour)
}

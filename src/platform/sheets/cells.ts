import { exponents, parseAmount } from '#contract/amount.ts'
import type { Money } from '#contract/values.ts'
import { instantAt } from '../clock/index.ts'

export interface Cell {
  /** As people see it: without byte order mark, tabs and outer or hard spaces. */
  text: string
  /** Written as a number by the program: its point is a decimal point. In a text it may part thousands. */
  numeric: boolean
}

/** A cell of what a file says; cleaned here once, as each is asked for its text many times. */
export const cellOf = (written: string, numeric: boolean): Cell => ({ text: UNSEEN.test(written) ? written.replace(UNSEEN_ALL, ' ').trim() : written, numeric })

const UNSEEN = /[\u0000-\u001f\u00a0\ufeff\u200b]|^\s|\s$/
const UNSEEN_ALL = /[\u0000-\u001f\u00a0\ufeff\u200b]+/g

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

/** As `amountIn`, of what may be below zero: `-3.069`, `(3,069)`, `Rp-3.069`, `−Rp3.069`. */
export function signedAmountIn(cell: Cell | undefined, currency: Money): number | null | undefined {
  if (isBlank(cell)) return undefined
  const text = textOf(cell)
  const size = text.replace(/^\((.*)\)$/, '-$1').replace(/^(\D{0,4}?)[-−–]\s*/, '$1')
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

const MONTHS = ['jan', 'feb', 'mar|mac', 'apr', 'may|mei', 'jun', 'jul', 'aug|agu|ago|ogo', 'sep', 'oct|okt', 'nov', 'dec|des|dis']
const monthNamed = (name: string) => MONTHS.findIndex((names) => new RegExp(`^(${names})`, 'i').test(name)) + 1

const NUMBERED = /^(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>\d{4}|\d{2})(?!\d)/
const SPELLINGS = [
  /^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})/,
  NUMBERED,
  /^(?<d>\d{1,2})[- ](?<m>[a-z]{3,9})\.?[- ,]+(?<y>\d{4})/i,
  /^(?<m>[a-z]{3,9})\.? (?<d>\d{1,2}),? (?<y>\d{4})/i,
]
const HOUR = /^[ ,T]*(?<h>\d{1,2})[:.](?<min>\d{2})(?:[:.](?<s>\d{2})(?:[.,]\d+)?)?(?: ?(?<half>[ap])\.?m\.?)?(?: ?(?<offset>Z|[+-]\d{2}:?\d{2}))?/i

/** Whether a time is written the month first (`7/31/2026`), or can't be; null where both would do. */
export function monthFirstIn(cell: Cell | undefined): boolean | null {
  const { d, m } = NUMBERED.exec(textOf(cell))?.groups ?? {}
  return Number(m) > 12 ? true : Number(d) > 12 ? false : null
}

/**
 * An instant of an export, in the marketplace's zone unless it names its own: `2026-07-01 03:15`, `01/07/2026 08:25:43`
 * (the day first, unless `monthFirst`), `1 Jul 2026`, `01/07/26 8:25 PM`, `2026-07-01 03:15:00 +0700`, or a day number
 * of the spreadsheet. Undefined for a blank cell, null for what is none.
 */
export function timeIn(cell: Cell | undefined, zone: string, monthFirst = false): Date | null | undefined {
  if (isBlank(cell)) return undefined
  const text = textOf(cell)
  if (cell!.numeric) return fromDayNumber(Number(text), zone)
  const at = SPELLINGS.findIndex((spelling) => spelling.test(text))
  if (at < 0) return null
  const match = SPELLINGS[at]!.exec(text)!
  let { y, m, d } = match.groups as Record<'y' | 'm' | 'd', string>
  if (monthFirst && SPELLINGS[at] === NUMBERED) [m, d] = [d, m]
  const month = /^\d/.test(m) ? Number(m) : monthNamed(m)
  const day = `${y.length === 2 ? `20${y}` : y}-${String(month).padStart(2, '0')}-${d.padStart(2, '0')}`
  const { h = '0', min = '00', s = '00', half, offset } = HOUR.exec(text.slice(match[0].length))?.groups ?? {}
  const hour = half ? (Number(h) % 12) + (/p/i.test(half) ? 12 : 0) : Number(h)
  const clock = `${String(hour).padStart(2, '0')}:${min}:${s}`
  const wall = validInstant(zone, day, clock)
  return wall && offset ? new Date(`${day}T${clock}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`) : wall
}

function fromDayNumber(days: number, zone: string): Date | null {
  // 1954 to 2119: anything else in a column of times is no time.
  if (!(days > 20_000 && days < 80_000)) return null
  const wall = new Date(EXCEL_EPOCH + Math.round((days * DAY) / 1000) * 1000).toISOString()
  return validInstant(zone, wall.slice(0, 10), wall.slice(11, 19))
}

function validInstant(zone: string, day: string, hour: string): Date | null {
  const wall = new Date(`${day}T${hour.length === 5 ? `${hour}:00` : hour}Z`)
  // 31 February becomes March elsewhere; here it is no day.
  if (Number.isNaN(wall.getTime()) || wall.toISOString().slice(0, 10) !== day) return null
  return instantAt(zone, day, hour)
}

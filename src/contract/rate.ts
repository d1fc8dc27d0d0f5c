import { exponents, marks, signOf } from './amount.ts'
import type { Language, Money } from './values.ts'

/**
 * How many of one currency another is worth, in whole units of both: `11850` rupiah a dollar. Text, for it is exact: digits, a point and
 * at most twelve decimals, neither padded.
 */
export type Rate = string

const DECIMALS = 12
const WHOLE = 12

/**
 * An amount in another currency, in the smallest units of both; the only place where one is made of the other. Rounded half away from
 * zero, as a calculator does and PostgreSQL, so that what is taken back comes to what was given. Null beyond exact integers.
 */
export function convert(amount: number, { from, to, rate }: { from: Money; to: Money; rate: Rate }): number | null {
  const { digits, decimals } = partsOf(rate)
  const above = BigInt(Math.abs(amount)) * digits * 10n ** BigInt(exponents[to])
  const below = 10n ** BigInt(exponents[from] + decimals)
  const units = Number((2n * above + below) / (2n * below))
  return Number.isSafeInteger(units) ? (amount < 0 && units !== 0 ? -units : units) : null
}

function partsOf(rate: Rate): { digits: bigint; decimals: number } {
  const [whole, decimals = ''] = rate.split('.')
  return { digits: BigInt(whole + decimals), decimals: decimals.length }
}

/** Neither padded: `011850.500` is `11850.5`. Null for 0, and for what has more digits than a rate. */
export function exactRate(text: string): Rate | null {
  const match = /^0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text)
  if (!match) return null
  const [, whole = '0', decimals = ''] = match
  if (whole.length > WHOLE || decimals.length > DECIMALS || /^0*$/.test(whole + decimals)) return null
  return decimals === '' ? whole : `${whole}.${decimals}`
}

/** Tenfold so often: `0.00026` by 4 is `2.6`. */
export function shifted(rate: Rate, by: number): Rate | null {
  const { digits, decimals } = partsOf(rate)
  const places = decimals - by
  if (places <= 0) return exactRate(`${digits * 10n ** BigInt(-places)}`)
  const text = `${digits}`.padStart(places + 1, '0')
  return exactRate(`${text.slice(0, -places)}.${text.slice(-places)}`)
}

/** So many of a currency, as a power of ten, are told together that their worth is a number to be read: of yen ten, of rupiah in ringgit a thousand. */
export function powerOf(rate: Rate): number {
  let power = 0
  while (power < DECIMALS && Number(rate) * 10 ** power < 0.1) power++
  return power
}

/** Reads a rate as it is written where the reader lives: `11.850`, `11.850,5` and `0,28` in Indonesian; `11,850.5` elsewhere. */
export function readRate(text: string, language: Language): Rate | null {
  const plain = text.trim().replace(/^(?:[a-z]{2,3}|rp|[a-z]{0,2}\$)\.?\s*(?=\d)/i, '')
  const { group, decimal } = marks[language]
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  if (last < 0) return /^\d+$/.test(plain) ? exactRate(plain) : null
  const mark = plain[last]!
  const [whole, decimals] = [plain.slice(0, last), plain.slice(last + 1)]
  // The last mark parts decimals, unless it is the reader's own for thousands with three digits after it: `11.850`, but not `0.285`.
  const thousands = mark === group && decimals.length === 3 && !whole.startsWith('0')
  if (thousands || whole.includes(mark)) return isGrouped(plain, mark) ? exactRate(plain.replaceAll(mark, '')) : null
  const other = mark === decimal ? group : decimal
  if (!/^\d+$/.test(decimals) || !(/^\d+$/.test(whole) || isGrouped(whole, other))) return null
  return exactRate(`${whole.replaceAll(other, '')}.${decimals}`)
}

const isGrouped = (text: string, mark: string): boolean => new RegExp(`^[1-9]\\d{0,2}(?:\\${mark}\\d{3})+$`).test(text)

/** Writes it the local way, with at least the decimals of its currency where it has any: `11.850,5`, `3.30`. */
export function rateDigits(rate: Rate, to: Money, language: Language): string {
  const { group, decimal } = marks[language]
  const [whole, decimals = ''] = rate.split('.') as [string, string?]
  const shown = decimals.padEnd(exponents[to], '0')
  return whole.replace(/\B(?=(\d{3})+$)/g, group) + (shown === '' ? '' : decimal + shown)
}

/** `1 SGD = Rp11.850`, `1.000 IDR = RM0.28`. */
export function rateWords(rate: Rate, { from, to }: { from: Money; to: Money }, language: Language, power = powerOf(rate)): string {
  return `${`${10 ** power}`.replace(/\B(?=(\d{3})+$)/g, marks[language].group)} ${from} = ${signOf(to)}${rateDigits(shifted(rate, power) ?? rate, to, language)}`
}

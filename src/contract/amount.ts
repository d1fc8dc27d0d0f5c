import type { Language, Money } from './values.ts'

/** Digits after the separator: how many of the smallest unit this project uses make one. */
export const exponents: Record<Money, number> = {
  IDR: 0, MYR: 2, USD: 2, SGD: 2, AED: 2, AUD: 2, BHD: 3, BND: 2, CAD: 2, CHF: 2, CNY: 2, EUR: 2, GBP: 2, HKD: 2, INR: 2, JPY: 0, KRW: 0,
  KWD: 3, NZD: 2, OMR: 3, PHP: 2, QAR: 2, SAR: 2, THB: 2, TWD: 2, VND: 0,
}

/** Which has none of its own is called by its code. */
const signs: Partial<Record<Money, string>> = {
  IDR: 'Rp', MYR: 'RM', USD: 'US$', SGD: 'S$', AUD: 'A$', BND: 'B$', CAD: 'C$', CNY: 'CN¥', EUR: '€', GBP: '£', HKD: 'HK$', INR: '₹',
  JPY: 'JP¥', KRW: '₩', NZD: 'NZ$', PHP: '₱', THB: '฿', TWD: 'NT$', VND: '₫',
}
export const signOf = (currency: Money): string => signs[currency] ?? `${currency}\u00a0`

const spellings: Partial<Record<Money, RegExp>> = {}
/** Its sign or its code before a number; a bare `$` is whichever dollar is meant. */
const spellingOf = (currency: Money): RegExp =>
  (spellings[currency] ??= new RegExp(`^(?:${[signOf(currency).trim().replace('$', '\\$'), currency, ...(signs[currency]?.endsWith('$') ? ['\\$'] : [])].join('|')})\\.?\\s*`, 'i'))

const endings: Partial<Record<Money, RegExp>> = {}
/** The same behind it, as some programs write it: `1.250 IDR`. */
const endingOf = (currency: Money): RegExp => (endings[currency] ??= new RegExp(`\\s*(?:${signOf(currency).trim().replace('$', '\\$')}|${currency})\\.?$`, 'i'))

const multipliers: readonly [RegExp, number][] = [
  [/\s*(rb|ribu|k)\.?$/i, 1_000],
  [/\s*(jt|juta)\.?$/i, 1_000_000],
]

// As LARGEST_AMOUNT in values.ts, which the web must not import at run time (it brings zod).
const largest = 1_000_000_000_000

export interface AmountReading {
  currency: Money
  language: Language
}

/**
 * Reads an amount as owners write it, into the smallest unit; null for what has no one meaning.
 * `1.250`, `1,250`, `Rp1.250`, `1.250,00`, `1.250 IDR` are 1250 rupiah; `25rb` is 25,000; `1,5 jt` is 1,500,000;
 * `12.50` and `RM12,5` are 1250 sen.
 */
export function parseAmount(text: string, { currency, language }: AmountReading): number | null {
  let rest = text.trim().replace(spellingOf(currency), '').replace(endingOf(currency), '').replace(/(,-|,–)$/, '')
  let multiplier = 1
  for (const [ending, worth] of multipliers) {
    if (!ending.test(rest)) continue
    rest = rest.replace(ending, '')
    multiplier = worth
    break
  }
  // A space parts thousands as well: `1 250 000`.
  rest = rest.trim().replace(/(\d)[\s'’](?=\d{3}(\D|$))/g, '$1')
  const parts = multiplier === 1 ? partsOf(rest, currency, language) : shortPartsOf(rest)
  if (!parts) return null
  return unitsOf(parts, multiplier, exponents[currency])
}

/** The same digits in another currency: 45 rupiah and 45.00 dollars. */
export const sameDigits = (amount: number, from: Money, to: Money): number => Math.round(amount * 10 ** (exponents[to] - exponents[from]))

interface Parts {
  whole: string
  decimals: string
}

const grouped = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/
const groupedWithDecimals = /^(\d{1,3}(?:([.,])\d{3})+)([.,])(\d{1,3})$/

function partsOf(text: string, currency: Money, language: Language): Parts | null {
  if (/^\d+$/.test(text)) return { whole: text, decimals: '' }
  const most = Math.max(2, exponents[currency])
  const decimalMark = language === 'id' ? ',' : '.'

  const groups = grouped.exec(text)
  if (groups) {
    // One mark and three digits after it: thousands, unless the mark is the reader's own for sen.
    const once = text.split(groups[1]!).length === 2
    if (once && groups[1] === decimalMark && exponents[currency] > 0) {
      const [whole, decimals] = text.split(decimalMark) as [string, string]
      return most < 3 ? null : { whole, decimals }
    }
    return text.startsWith('0') ? null : { whole: text.replace(/[.,]/g, ''), decimals: '' }
  }

  const both = groupedWithDecimals.exec(text)
  if (both) {
    const [, whole, mark, markOfDecimals, decimals] = both
    return mark === markOfDecimals || decimals!.length > most ? null : { whole: whole!.replace(/[.,]/g, ''), decimals: decimals! }
  }

  const plain = /^(\d+)[.,](\d{1,3})$/.exec(text)
  return plain && plain[2]!.length <= most ? { whole: plain[1]!, decimals: plain[2]! } : null
}

/** Before `rb` and `jt` a mark parts decimals; three digits after it could be thousands as well, and mean nothing. */
function shortPartsOf(text: string): Parts | null {
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text)
  return match ? { whole: match[1]!, decimals: match[2] ?? '' } : null
}

function unitsOf({ whole, decimals }: Parts, multiplier: number, exponent: number): number | null {
  // In integers: 1.15 × 100 is not 115 in floating point.
  const scaled = Number(whole + decimals) * multiplier * 10 ** exponent
  const units = scaled / 10 ** decimals.length
  return Number.isSafeInteger(units) && units <= largest ? units : null
}

export const marks: Record<Language, { group: string; decimal: string }> = {
  id: { group: '.', decimal: ',' },
  ms: { group: ',', decimal: '.' },
  en: { group: ',', decimal: '.' },
}

export interface AmountWriting {
  /** `Rp1,3 jt` instead of `Rp1.250.000`: for axes and narrow places, never where the exact figure is meant. */
  short?: boolean
  /** `+` before what is above zero. */
  signed?: boolean
}

/** Writes an amount the local way: `Rp1.250.000`, `RM1,250.00`; a minus is a true minus sign. */
export function formatAmount(
  amount: number,
  currency: Money,
  language: Language,
  { short = false, signed = false }: AmountWriting = {},
): string {
  const exponent = exponents[currency]
  const value = Math.abs(amount)
  const sign = amount < 0 ? '−' : signed && amount > 0 ? '+' : ''
  const digits = short ? shortDigits(value / 10 ** exponent, language) : exactDigits(value, exponent, language)
  return `${sign}${signOf(currency)}${digits}`
}

function exactDigits(value: number, exponent: number, language: Language): string {
  const { group, decimal } = marks[language]
  const text = String(Math.round(value)).padStart(exponent + 1, '0')
  const whole = text.slice(0, text.length - exponent).replace(/\B(?=(\d{3})+$)/g, group)
  return exponent === 0 ? whole : `${whole}${decimal}${text.slice(-exponent)}`
}

const shortNames: Record<Language, [number, string][]> = {
  id: [
    [1e9, ' M'],
    [1e6, ' jt'],
    [1e3, ' rb'],
  ],
  ms: [
    [1e9, ' bilion'],
    [1e6, ' juta'],
    [1e3, ' ribu'],
  ],
  en: [
    [1e9, 'bn'],
    [1e6, 'm'],
    [1e3, 'k'],
  ],
}

function shortDigits(value: number, language: Language): string {
  const { decimal } = marks[language]
  // 999.6 thousand would round to "1000 rb": take the next name a little early.
  const [size, name] = shortNames[language].find(([least]) => value >= least * 0.9995) ?? [1, '']
  const scaled = value / size
  // Of less than ten ringgit the sen are told as they are written: RM4.45, never RM4.5.
  const rounded = scaled < 10 && scaled % 1 !== 0 ? scaled.toFixed(size === 1 ? 2 : 1) : String(Math.round(scaled))
  return rounded.replace(/\.0+$/, '').replace('.', decimal) + name
}

import { parseAmount, signOf } from '#contract/amount.ts'
import { currencies, moneys, type Currency, type Money } from '#contract/values.ts'

export interface NamedAmount {
  amount: number
  currency: Money
}

/** The amount that a message names; after a word for the total where there is one, else the last. */
export function amountNamed(text: string, own: Currency, total: RegExp): NamedAmount | null {
  const at = text.search(total)
  for (const part of at < 0 ? [text] : [text.slice(at), text]) {
    const last = amountsIn(part, own).at(-1)
    if (last) return last
  }
  return null
}

/** In the order of the text. What bears the mark of another currency is in that, and never in the shop's. */
function amountsIn(text: string, own: Currency): NamedAmount[] {
  const found: (NamedAmount & { index: number })[] = []
  const take = (index: number, written: string, currency: Money) => {
    const amount = parseAmount(written.replace(/[.,]+$/, ''), { currency, language: currency === 'IDR' ? 'id' : 'en' })
    if (amount !== null && amount > 0) found.push({ index, amount, currency })
  }
  let rest = text
  for (const { index, 0: whole, groups } of text.matchAll(MARKED)) {
    const currency = byMark.get((groups!.before ?? groups!.after)!.toUpperCase())
    // A bare dollar is the shop's where it keeps its books in one; else nobody knows whose it is.
    if (currency === own || (!currency && own !== 'IDR' && own !== 'MYR')) continue
    if (currency) take(index, (groups!.number ?? groups!.leading)!, currency)
    rest = rest.slice(0, index) + ' '.repeat(whole.length) + rest.slice(index + whole.length)
  }
  for (const { index, 0: written } of rest.matchAll(OWN[own === 'IDR' ? 'IDR' : 'other'])) take(index, written, own)
  return found.sort((one, other) => one.index - other.index)
}

const OWN: Record<'IDR' | 'other', RegExp> = {
  IDR: /(?:\b(?:rp|idr)\.? ?\d[\d.,]*(?: ?(?:rb|ribu|k|jt|juta)\b)?|(?<![\d.,+-])\d{1,3}(?:[.,]\d{3})+(?![.,-]?\d)|(?<![\d.,])\d{1,4}(?:[.,]\d{1,2})? ?(?:rb|ribu|k|jt|juta)\b)/gi,
  other: /(?:\b(?:rm|myr|s\$|us\$|\$) ?\d[\d,]*(?:\.\d{1,2})?|(?<![\d.,+-])\d{1,5}\.\d{2}(?![\d.,-]))/gi,
}

const byMark = new Map<string, Money>(moneys.flatMap((money) => [money, signOf(money).trim().toUpperCase()].map((mark) => [mark, money] as const)))
// Codes stand in capitals, but for those of every day: "php" and "sar" are words as well.
const codes = [...moneys, ...currencies.map((currency) => currency.toLowerCase())]
const signs = moneys.map((money) => signOf(money).trim()).filter((sign) => !codes.includes(sign))
const inAnyCase = (sign: string) => sign.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`).replace('$', '\\$')
const marks = [...codes, ...signs.map(inAnyCase)].join('|')
const figure = '\\d[\\d.,]*(?: ?(?:rb|ribu|k|jt|juta)\\b)?'
/** `SGD 45`, `S$45.00`, `$45`; or `45 SGD`. */
const MARKED = new RegExp(`(?<![\\p{L}\\d.,$])(?:(?<before>${marks}|\\$)\\.? ?(?<number>${figure})|(?<leading>${figure}) ?(?<after>${codes.join('|')})\\b)`, 'gu')

import { parseAmount, signOf } from '#contract/amount.ts'
import { currencies, moneys, type Currency, type Money } from '#contract/values.ts'

export interface NamedAmount {
  amount: number
  currency: Money
}

interface Standing extends NamedAmount {
  index: number
  end: number
}

const WAY = '(?:ongkir|ongkos|biaya kirim|postage|pos(?:laju)?|penghantaran|delivery|shipping)(?:nya)?'
const wayBefore = new RegExp(`\\b${WAY}\\b[^\\d\\n,;)]{0,16}$`, 'i')
const wayAfter = new RegExp(`^ ?\\(?${WAY}\\b(?![^\\d\\n,;)]{0,16}\\d)`, 'i')

/**
 * The worth of the goods that a message names: the amount after a word for the total where there is one, else the last. What the way to the
 * buyer costs is none, and out of a sum where the message shows that it is in: `90.000 + ongkir 12.000 jadi 102.000` is 90.000.
 */
export function amountNamed(text: string, own: Currency, total: RegExp): NamedAmount | null {
  const [ways, sums] = parted(amountsIn(text, own), ({ index, end }) => wayBefore.test(text.slice(Math.max(0, index - 40), index)) || wayAfter.test(text.slice(end, end + 40)))
  const from = text.search(total)
  const sum = (from < 0 ? undefined : sums.findLast(({ end }) => end > from)) ?? sums.at(-1)
  if (!sum) return null
  const goods = sums.find((one) => one.currency === sum.currency && ways.some((way) => way.currency === sum.currency && one.amount + way.amount === sum.amount))
  const { amount, currency } = goods ?? sum
  return { amount, currency }
}

const parted = <T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] => [all.filter(is), all.filter((one) => !is(one))]

/** In the order of the text. What bears the mark of another currency is in that, and never in the shop's. */
function amountsIn(text: string, own: Currency): Standing[] {
  const found: Standing[] = []
  const take = (index: number, end: number, written: string, currency: Money) => {
    const amount = parseAmount(written.replace(/[.,]+$/, ''), { currency, language: currency === 'IDR' ? 'id' : 'en' })
    if (amount !== null && amount > 0) found.push({ index, end, amount, currency })
  }
  let rest = text
  for (const { index, 0: whole, groups } of text.matchAll(MARKED)) {
    const currency = byMark.get((groups!.before ?? groups!.after)!.toUpperCase())
    // A bare dollar is the shop's where it keeps its books in one; else nobody knows whose it is.
    if (currency === own || (!currency && own !== 'IDR' && own !== 'MYR')) continue
    if (currency) take(index, index + whole.length, (groups!.number ?? groups!.leading)!, currency)
    rest = rest.slice(0, index) + ' '.repeat(whole.length) + rest.slice(index + whole.length)
  }
  for (const { index, 0: written } of rest.matchAll(OWN[own === 'IDR' ? 'IDR' : 'other'])) take(index, index + written.length, written, own)
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

import { convert, exactRate, type Rate } from '#contract/rate.ts'
import { LARGEST_AMOUNT, type Currency, type Money } from '#contract/values.ts'

/** A rate as it holds from its day on, until the currency's next one. */
export interface DatedRate {
  currency: Money
  from: string
  rate: Rate
}

/** The rate in force on a day of the shop: the latest that began by then; null before the first. */
export function rateOn(rates: readonly DatedRate[], currency: Money, day: string): DatedRate | null {
  return rates.reduce<DatedRate | null>((latest, one) => (one.currency === currency && one.from <= day && (latest === null || one.from > latest.from) ? one : latest), null)
}

/** What an amount comes to in the shop's own currency by the rate of its day; null where none is known, or it comes to more than any amount. */
export function worthOn(rates: readonly DatedRate[], { currency, day, amount }: { currency: Money; day: string; amount: number }, own: Currency): number | null {
  const rate = rateOn(rates, currency, day)?.rate
  const units = rate === undefined ? null : convert(amount, { from: currency, to: own, rate })
  return units !== null && Math.abs(units) <= LARGEST_AMOUNT ? units : null
}

/**
 * What a US dollar came to in about 2025, to one or two digits: enough to tell a rate that is turned round, and what of a currency is
 * told together. No sum ever sees it.
 */
const PER_DOLLAR: Record<Money, number> = {
  IDR: 16_500, MYR: 4.3, USD: 1, SGD: 1.3, AED: 3.7, AUD: 1.5, BHD: 0.38, BND: 1.3, CAD: 1.4, CHF: 0.8, CNY: 7.1, EUR: 0.88, GBP: 0.76,
  HKD: 7.8, INR: 87, JPY: 150, KRW: 1_400, KWD: 0.31, NZD: 1.7, OMR: 0.38, PHP: 57, QAR: 3.6, SAR: 3.75, THB: 33, TWD: 31, VND: 26_000,
}

/** To two digits. */
export const roughRate = (from: Money, to: Money): Rate => exactRate(Number((PER_DOLLAR[to] / PER_DOLLAR[from]).toPrecision(2)).toFixed(12))!

/** So many times more or less than usual is no rate's move: a zero too many, or too few. */
const FAR = 5
/** Closer than this to what is usual, nothing is turned round. */
const NEAR = 1.2

/**
 * Whether a rate can hardly be meant: more than fivefold off what is usual, or clearly off it and nearer to its reverse (ringgit for a
 * Singapore dollar and Singapore dollars for a ringgit are only eleven times apart).
 */
export function isUnlikely(rate: Rate, usual: Rate): boolean {
  const off = Math.abs(Math.log(Number(rate) / Number(usual)))
  return off > Math.log(FAR) || (off > Math.log(NEAR) && off > Math.abs(Math.log(Number(rate) * Number(usual))))
}

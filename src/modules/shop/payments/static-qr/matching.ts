import { exponents, parseAmount } from '#contract/amount.ts'
import type { Language, Money } from '#contract/values.ts'

/** What the text of a notification says of money that came in. */
export interface Incoming {
  /** In the smallest unit; the likeliest first. */
  amounts: number[]
  /** `10:14`, where a time of day stands in it. */
  time: string | null
}

const MOST_AMOUNTS = 5
/** How banks write the currencies that a code may be made out in. */
const SIGNS: Partial<Record<Money, string>> = { IDR: 'rp\\.?|idr', MYR: 'rm|myr', USD: 'us\\$|usd', SGD: '(?<!u)s\\$|sgd' }
const after = (signs: string) => new RegExp(`(?:${signs})\\s*(\\d[\\d.,\\s]*\\d|\\d)(?:,-)?\\s*(rb|ribu|jt|juta|k)?(?![\\d])`, 'gi')
const markedAny = after(Object.values(SIGNS).join('|'))
const withColon = /(?<![\d.,:])([01]?\d|2[0-3]):([0-5]\d)(?!\d)/
// "12.50" is ringgit as well: with a dot only where it is called a time, or has a zone of Indonesia behind it.
const withDot = /(?:\bpkl|\bpukul|\bjam|\bat|\bpada)\.? ?([01]?\d|2[0-3])\.([0-5]\d)(?!\d|[.,]\d)/i
const withZone = /(?<![\d.,])([01]?\d|2[0-3])\.([0-5]\d)(?:\.[0-5]\d)? ?(?:wib|wita|wit)\b/i
const bare = /(?<![\d.,:/])(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?:,-)?(?![\d:/])/g

/**
 * Reads an amount as its owner types it, or the text of a bank's notification: "Dana masuk Rp 25.123,00 dari SITI 18/11 10:14".
 * Amounts with the currency's sign go before bare numbers, which count only where no sign stands: an account's number is one too.
 */
export function readIncoming(text: string, currency: Money, language: Language): Incoming {
  const short = text.slice(0, 500)
  const whole = parseAmount(short.replace(/,-\s*$/, ''), { currency, language })
  const found = whole === null ? amountsIn(short, currency, language) : [whole]
  const [, hour, minute] = (whole === null && (withColon.exec(short) ?? withDot.exec(short) ?? withZone.exec(short))) || []
  return { amounts: [...new Set(found)].slice(0, MOST_AMOUNTS), time: hour && minute ? `${hour.padStart(2, '0')}:${minute}` : null }
}

function amountsIn(text: string, currency: Money, language: Language): number[] {
  const read = (written: string) => parseAmount(written.trim().replace(/[.,]$/, ''), { currency, language })
  const signed = [...text.matchAll(after(SIGNS[currency] ?? currency))].map(([, digits, ending = '']) => read(digits!.replace(/\s.*$/, '') + ending))
  const isSigned = signed.some((amount) => amount !== null) || text.search(markedAny) >= 0
  const amounts = isSigned ? signed : [...text.matchAll(bare)].map(([, digits]) => read(digits!))
  // Nobody pays in a single rupiah; days and counts are such numbers.
  const least = exponents[currency] === 0 ? 100 : 1
  return amounts.filter((amount): amount is number => amount !== null && amount >= least)
}

/** A sum of money; the same digits in two currencies are two sums. */
export interface Sum {
  amount: number
  currency: Money
}

export interface Waiting extends Sum {
  madeAt: Date
  claimedAt: Date | null
}

/** Money comes in within so long of the code being shown. */
const SOON_MS = 45 * 60_000
/** Phones' clocks and banks' minutes differ. */
const AHEAD_MS = 3 * 60_000

/** Which of those that wait fit: by amount alone, or by amount and time. The nearest in time first. */
export function matchesOf<T extends Waiting>(waiting: readonly T[], sums: readonly Sum[], at: Date): { payment: T; fits: 'amount-and-time' | 'amount' }[] {
  return waiting
    .filter((payment) => sums.some(({ amount, currency }) => payment.amount === amount && payment.currency === currency))
    .map((payment) => {
      const after = at.getTime() - payment.madeAt.getTime()
      return { payment, fits: after >= -AHEAD_MS && after <= SOON_MS ? ('amount-and-time' as const) : ('amount' as const), away: Math.abs(at.getTime() - (payment.claimedAt ?? payment.madeAt).getTime()) }
    })
    .sort((one, other) => Number(one.fits === 'amount') - Number(other.fits === 'amount') || one.away - other.away)
    .map(({ payment, fits }) => ({ payment, fits }))
}

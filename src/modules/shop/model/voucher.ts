import type { Channel } from '#contract/channels.ts'

/** A voucher as orders know it: the span it holds in, `until` excluded. */
export interface KnownVoucher {
  code: string
  channel: Channel
  from: Date
  until: Date | null
}

const LONGEST_TEXT = 2000
const BLANK_OR_DASH = '[ \\p{Pd}]{0,3}'
const NAMED = '(?<![\\p{L}\\p{N}])(?:KODE|KOD|CODE|VOUCHER|VOCER|BAUCAR|KUPON|COUPON)(?: {1,2}(?:KODE|KOD|CODE|VOUCHER|PROMO|DISKON|DISKAUN))? {0,2}[:#=]? {0,2}'

/**
 * The voucher that an order's code field names: the code however it is written, or a whole message that carries it. On a line
 * of its own, in brackets or after "kode" or "voucher" it may have blanks in it and be an ordinary word; elsewhere it must
 * stand as one word with a digit and a letter, for "beli sambal 10" and "untuk lebaran" name none. Null too where two are named.
 */
export function voucherNamed(typed: string, at: Date, vouchers: readonly KnownVoucher[]): KnownVoucher | null {
  const text = typed
    .slice(0, LONGEST_TEXT)
    .normalize('NFKC')
    .replace(/[\p{Cf}*_~`]/gu, '')
    .toUpperCase()
  // A code that was closed and given out again the same day: at this moment the earlier one still held.
  const holding = vouchers
    .filter(({ from, until }) => from <= at && (until === null || at < until))
    .filter(({ code }, index, all) => all.findIndex((other) => other.code === code) === index)
  const sure = holding.filter(({ code }) => surely(code).test(text))
  const named = sure.length > 0 ? sure : holding.filter(({ code }) => /\d/.test(code) && /[A-Z]/.test(code) && asOneWord(code).test(text))
  return named.length === 1 ? named[0]! : null
}

/** Codes are capitals and digits: nothing of them means anything in a pattern. */
function surely(code: string): RegExp {
  const spelled = [...code].join(BLANK_OR_DASH)
  return new RegExp(`^\\s*#?${spelled}\\s*[.!?]?\\s*$|[([{<"“'‘]\\s*#?${spelled}\\s*[)\\]}>"”'’]|${NAMED}${spelled}(?![\\p{L}\\p{N}])`, 'mu')
}

const asOneWord = (code: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}/@.\\-=+&?])#?${[...code].join('\\p{Pd}?')}(?![\\p{L}\\p{N}/@\\-=+&%]|[.,]\\p{N})`, 'u')

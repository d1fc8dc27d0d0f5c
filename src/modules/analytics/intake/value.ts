import { exponents } from '#contract/amount.ts'
import { LARGEST_AMOUNT, type Currency } from '#contract/values.ts'

/**
 * A value as web shops write it, in whole units with decimals (`12.5`, `"150000"`), in the smallest unit of ours.
 * Null for what is no number, or too large.
 */
export function amountOfDecimal(value: unknown, currency: Currency): number | null {
  const number = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value.trim()) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return null
  // Through the decimal spelling: 1.005 × 100 is not 100.5 in floating point.
  const amount = Math.round(Number(`${number}e${exponents[currency]}`))
  return Number.isFinite(amount) && Math.abs(amount) <= LARGEST_AMOUNT ? amount : null
}

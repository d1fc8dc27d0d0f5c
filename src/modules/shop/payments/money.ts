import { exponents } from '#contract/amount.ts'
import type { Money } from '#contract/values.ts'

// Kicau counts rupiah whole and ringgit in sen. Others count otherwise, and nowhere but here is one made into the other.

/** An amount as a whole number of a unit with so many decimals. */
export const toUnits = (amount: number, currency: Money, decimals: number): number => amount * 10 ** (decimals - exponents[currency])

/** The same read back; what is finer than our smallest unit is rounded to it. Null for what is no amount. */
export function fromUnits(units: unknown, currency: Money, decimals: number): number | null {
  return typeof units === 'number' && Number.isSafeInteger(units) && units >= 0 ? Math.round(units / 10 ** (decimals - exponents[currency])) : null
}

/** An amount in whole rupiah, ringgit or dollars, as text with the decimals that its currency has: `25000`, `12.50`. */
export const toText = (amount: number, currency: Money): string => (amount / 10 ** exponents[currency]).toFixed(exponents[currency])

/** The same as a number: 25000, 12.5. */
export const toNumber = (amount: number, currency: Money): number => Number(toText(amount, currency))

/** Reads `25000`, `25000.00`, `12.5`, as a number or as text; null for what is no amount. */
export function fromNumber(given: unknown, currency: Money): number | null {
  const text = typeof given === 'number' ? given.toFixed(4) : typeof given === 'string' ? given : ''
  if (!/^\d{1,13}(\.\d{1,4})?$/.test(text)) return null
  return Math.round(Number(text) * 10 ** exponents[currency])
}

/** A share in hundredths of a percent and a fixed sum, of an amount. */
export const feeOf = (amount: number, fee: { share: number; fixed: number } | null): number | null =>
  fee && Math.min(amount, Math.round((amount * fee.share) / 10_000) + fee.fixed)

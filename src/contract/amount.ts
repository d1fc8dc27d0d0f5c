import type { Currency, Language } from './values.ts'

/** Digits after the separator in the smallest unit this project uses. */
export const exponents: Record<Currency, number> = { IDR: 0, MYR: 2, USD: 2, SGD: 2 }

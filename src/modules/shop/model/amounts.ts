import { parseAmount } from '#contract/amount.ts'
import { LARGEST_AMOUNT, type Language, type Money } from '#contract/values.ts'
import { refuse, type Refusal } from '#platform/refusal'

export type AmountAsGiven = number | string
type AmountRefusal = Refusal<'shop.amount-unreadable' | 'shop.amount-not-positive' | 'shop.price-not-positive' | 'shop.amount-negative' | 'shop.amount-too-large'>

export interface AmountPlace {
  currency: Money
  language: Language
  /** The field, for whoever shows the refusal. */
  where: string
  /** 0 is an answer here: a cost, not a price. */
  orZero?: boolean
}

/** An amount of money as given, in the smallest unit: numbers are that already, text is read as owners write it. */
export function readAmount(given: AmountAsGiven, place: AmountPlace): number | AmountRefusal {
  const { where } = place
  const units = typeof given === 'number' ? given : unitsIn(given, place)
  if (units === null || Number.isNaN(units)) return refuse('shop.amount-unreadable', { where, values: { text: String(given).slice(0, 40) } })
  if (place.orZero ? units < 0 : units <= 0) return refuse(place.orZero ? 'shop.amount-negative' : where === 'price' ? 'shop.price-not-positive' : 'shop.amount-not-positive', { where })
  if (units > LARGEST_AMOUNT) return refuse('shop.amount-too-large', { where })
  if (!Number.isInteger(units)) return refuse('shop.amount-unreadable', { where, values: { text: String(given) } })
  return units
}

function unitsIn(text: string, { currency, language }: AmountPlace): number | null {
  const units = parseAmount(text, { currency, language })
  if (units !== null) return units
  // What is an amount and yet out of bounds is told so, not "unreadable".
  if (/^\s*[a-z.$]*\s*[-−]\s*\d/i.test(text)) return -1
  return text.replace(/\D/g, '').length > 12 && /^[a-z.$\s]*[\d.,\s]+$/i.test(text) ? Infinity : null
}

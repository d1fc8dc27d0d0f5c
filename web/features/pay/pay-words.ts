import type { BuyButton } from '#contract/buy-buttons.ts'
import type { PayProvider } from '#contract/pay-accounts.ts'
import type { Payment, PaymentState } from '#contract/payments.ts'
import type { Money } from '#contract/values.ts'
import { amount, amountIn, currencyName, dayTime, number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

export const providerName = (kind: PayProvider) => t(`pay:providers.${kind}`)
export const stateName = (state: PaymentState) => t(`pay:states.${state}`)

export const currencyChoice = (code: Money) => ({ value: code as string, label: `${code} · ${currencyName(code)}` })

/** With its currency where that is not the shop's: `The buyer says how much, in MYR`. */
export const priceOf = ({ price, currency }: Pick<BuyButton, 'price' | 'currency'>, own: Money | undefined) =>
  price !== null ? amountIn(price, currency) : currency === own ? t('pay:buttons.free') : t('pay:buttons.freeIn', { currency })

export function broughtBy({ paid: { orders, amount: sum, unknown } }: Pick<BuyButton, 'paid'>): string {
  if (orders === 0) return t('pay:buttons.none')
  const shown = unknown === orders ? t('pay:buttons.paidUnknown', { count: orders, shown: number(orders) }) : t('pay:buttons.paid', { count: orders, shown: number(orders), amount: amount(sum) })
  return unknown > 0 ? `${shown} · ${t('pay:buttons.noRate', { count: unknown, shown: number(unknown) })}` : shown
}

export const toneOf = (state: PaymentState): 'plain' | 'good' | 'unsure' | 'bad' => {
  if (state === 'paid') return 'good'
  if (state === 'claimed' || state === 'paid-other' || state === 'unknown') return 'unsure'
  return state === 'failed' || state === 'refused' ? 'bad' : 'plain'
}

/** What was paid, else what was asked for; maybe in another currency, and of one that nobody here knows its name alone. */
export function paidWords({ paidAmount, paidCurrency, unknownCurrency, amount: asked, currency }: Payment): string {
  if (unknownCurrency !== null) return t('pay:list.sumIn', { currency: unknownCurrency })
  return amountIn(paidAmount ?? asked, (paidAmount !== null && paidCurrency) || currency)
}

/** Who and what: `Siti · 2 × Sambal Bawang · K7MW2QXD`. */
export const titleOf = ({ buyerName, quantity, button }: Payment) => [buyerName, quantity === 1 ? button.name : `${number(quantity)} × ${button.name}`].filter(Boolean).join(' · ')

export const metaOf = (payment: Payment) =>
  [
    payment.reference,
    providerName(payment.account.kind),
    dayTime(payment.paidAt ?? payment.madeAt),
    payment.trial && t('pay:list.trial'),
    payment.refunded > 0 && t('pay:list.refunded', { amount: amountIn(payment.refunded, payment.paidCurrency ?? payment.currency) }),
    payment.why && t(`pay:whys.${payment.why}`),
  ]
    .filter(Boolean)
    .join(' · ')

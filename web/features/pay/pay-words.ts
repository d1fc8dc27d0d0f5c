import type { BuyButton } from '#contract/buy-buttons.ts'
import type { PayProvider } from '#contract/pay-accounts.ts'
import type { Payment, PaymentState } from '#contract/payments.ts'
import { amount, amountIn, dayTime, number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

export const providerName = (kind: PayProvider) => t(`pay:providers.${kind}`)
export const stateName = (state: PaymentState) => t(`pay:states.${state}`)

export const priceOf = ({ price }: Pick<BuyButton, 'price'>) => (price === null ? t('pay:buttons.free') : amount(price))

export const broughtBy = ({ paid }: Pick<BuyButton, 'paid'>) =>
  paid.orders === 0 ? t('pay:buttons.none') : t('pay:buttons.paid', { count: paid.orders, shown: number(paid.orders), amount: amount(paid.amount) })

export const toneOf = (state: PaymentState): 'plain' | 'good' | 'unsure' | 'bad' => {
  if (state === 'paid') return 'good'
  if (state === 'claimed' || state === 'paid-other' || state === 'unknown') return 'unsure'
  return state === 'failed' || state === 'refused' ? 'bad' : 'plain'
}

/** What was paid, else what was asked for; maybe in another currency, and of one that nobody here knows its name alone. */
export function paidWords({ paidAmount, paidCurrency, unknownCurrency, amount: asked }: Payment): string {
  if (unknownCurrency !== null) return t('pay:list.sumIn', { currency: unknownCurrency })
  return paidAmount !== null && paidCurrency ? amountIn(paidAmount, paidCurrency) : amount(paidAmount ?? asked)
}

/** Who and what: `Siti · 2 × Sambal Bawang · K7MW2QXD`. */
export const titleOf = ({ buyerName, quantity, button }: Payment) => [buyerName, quantity === 1 ? button.name : `${number(quantity)} × ${button.name}`].filter(Boolean).join(' · ')

export const metaOf = (payment: Payment) =>
  [
    payment.reference,
    providerName(payment.account.kind),
    dayTime(payment.paidAt ?? payment.madeAt),
    payment.trial && t('pay:list.trial'),
    payment.refunded > 0 && t('pay:list.refunded', { amount: payment.paidCurrency ? amountIn(payment.refunded, payment.paidCurrency) : amount(payment.refunded) }),
    payment.why && t(`pay:whys.${payment.why}`),
  ]
    .filter(Boolean)
    .join(' · ')

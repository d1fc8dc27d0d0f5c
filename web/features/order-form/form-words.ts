import type { DeclineWhy, FormOrder, FormOrderState } from '#contract/order-form.ts'
import { me } from '$api/me.svelte'
import { amount, dayTime, number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'
import { channelName } from '$features/orders/names'

// As the contract lists them; the web takes only types from there.
export const declineWhys: readonly DeclineWhy[] = ['sold-out', 'too-far', 'no-time', 'no-answer', 'not-meant', 'other']

export const stateName = (state: FormOrderState) => t(`order-form:states.${state}`)
export const toneOf = (state: FormOrderState): 'plain' | 'good' | 'unsure' => (state === 'confirmed' ? 'good' : state === 'waiting' ? 'unsure' : 'plain')

export const whoOf = ({ buyerName, reference }: FormOrder) => buyerName ?? reference
export const goodsOf = ({ lines }: FormOrder) => lines.map(({ name, quantity }) => `${number(quantity)} × ${name}`).join(' · ')
export const totalOf = ({ amount: goods, deliveryFee }: FormOrder) => goods + (deliveryFee ?? 0)

/** Picked up, or delivered and for how much. */
export function gettingOf({ delivery, deliveryFee }: FormOrder): string {
  if (delivery === 'pick-up') return t('order-form:facts.pick-up')
  const fee = deliveryFee === null ? t('order-form:facts.feeOpen') : deliveryFee === 0 ? t('order-form:facts.feeNone') : t('order-form:facts.fee', { amount: amount(deliveryFee) })
  return `${t('order-form:facts.delivered')}, ${fee}`
}

export const metaOf = (order: FormOrder) =>
  [order.reference, dayTime(order.sentAt), order.declinedWhy && t(`order-form:whys.${order.declinedWhy}`)].filter(Boolean).join(' · ')

/** Where the buyer came from, by what led them and by their own word. */
export const cameBy = ({ tracked, foundUs }: FormOrder) => ({
  tracked: tracked && channelName(tracked),
  said: foundUs.answer === 'said' ? [channelName(foundUs.channel), foundUs.detail].filter(Boolean).join(', ') : null,
})

/** Opens the buyer's chat with the order named. */
export function chatWith(order: FormOrder): string | null {
  if (order.phone === null) return null
  const text = t('order-form:waiting.chatText', { name: order.buyerName ?? '', reference: order.reference, shop: me.shop?.name ?? '' })
  return `https://wa.me/${order.phone.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`
}

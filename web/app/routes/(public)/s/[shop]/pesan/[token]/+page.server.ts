import { error } from '@sveltejs/kit'
import { formatAmount } from '#contract/amount.ts'
import type { PublicFormOrder } from '#contract/order-form-page.ts'
import { languages, type Language } from '#contract/values.ts'
import type {} from '$features/order-form-page/pages'
import { languagesOf } from '$features/pay-page/here'
import { wordsFor } from '$i18n/public'
import type { PageServerLoad } from './$types'

export const csr = false

export const load: PageServerLoad = async ({ params, url, platform, locals, setHeaders }) => {
  const lang = url.searchParams.get('lang')
  const order = await platform?.req.kicau?.formOrder(params.shop, params.token, (languages as readonly string[]).includes(lang ?? '') ? (lang as Language) : null)
  if (!order) error(404)
  locals.language = order.language
  // Whoever has the address sees it: it is kept by nobody, and told to nobody.
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'same-origin' })
  return { order, words: wordsOf(order), languages: languagesOf(url, order.language), again: `/s/${order.shop.slug}/pesan${lang === null ? '' : `?lang=${order.language}`}` }
}

function wordsOf({ language, shop, reference, state, declinedWhy, delivery, deliveryFee, amount, lines }: PublicFormOrder) {
  const t = wordsFor(language)
  const money = (value: number) => formatAmount(value, shop.currency, language)
  const of = { shop: shop.name, reference }
  const told = declinedWhy === 'sold-out' || declinedWhy === 'too-far' || declinedWhy === 'no-time' ? t(`order-form:sent.whys.${declinedWhy}`) : null
  return {
    title: t('order-form:sent.title', of),
    language: t('order-form:page.language'),
    head: t(`order-form:sent.heads.${state}`),
    text: t(`order-form:sent.texts.${state}`, of),
    why: state === 'declined' ? told : null,
    number: t('order-form:sent.number'),
    delivery: t('order-form:sent.delivery'),
    getting: delivery === 'pick-up' ? t('order-form:page.pick-up') : t('order-form:facts.delivered'),
    lines: lines.map(({ name, quantity, value }) => ({ what: `${quantity} × ${name}`, sum: money(value) })),
    fee: delivery === 'delivery' ? (deliveryFee === null ? t('order-form:changed.feeOpen') : money(deliveryFee)) : null,
    deliveryFee: t('order-form:page.deliveryFee'),
    total: t('order-form:sent.total'),
    sum: money(amount + (deliveryFee ?? 0)),
    feeLater: delivery === 'delivery' && deliveryFee === null ? t('order-form:page.feeLater', of) : null,
    chat: t('order-form:sent.chat', of),
    chatHint: t('order-form:sent.chatHint', of),
    again: t('order-form:sent.again'),
    keep: t('order-form:sent.keep'),
    toShop: t('order-form:page.toShop', of),
    footer: t('links:page.footer'),
  }
}

import { error, redirect } from '@sveltejs/kit'
import type { PublicPayment } from '#contract/pay-page.ts'
import { formatAmount } from '#contract/amount.ts'
import { languages, type Language, type Money } from '#contract/values.ts'
import { languagesOf } from '$features/pay-page/here'
import type {} from '$features/pay-page/pages'
import { wordsFor } from '$i18n/public'
import type { Actions, PageServerLoad } from './$types'

export const csr = false

export const load: PageServerLoad = async ({ params, url, platform, locals, setHeaders }) => {
  // Just made: it is led on to, and there is nothing to look for yet.
  const going = url.searchParams.has('go')
  const found = await platform?.req.kicau?.payment(params.code, params.token, { look: !going })
  if (!found) error(404)
  const lang = url.searchParams.get('lang')
  const language = (languages as readonly string[]).includes(lang ?? '') ? (lang as Language) : found.language
  const payment = { ...found, language }
  locals.language = language
  // Whoever has the address sees it: it is kept by nobody, and told to nobody.
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'same-origin' })
  const here = new URL(url)
  here.searchParams.delete('go')
  return { payment, onward: going ? payment.address : null, words: wordsOf(payment), languages: languagesOf(here, language), here: url.pathname }
}

export const actions: Actions = {
  claim: async ({ params, platform, url }) => {
    if (!platform?.req.kicauCaller?.tooMany) await platform?.req.kicau?.payClaim(params.code, params.token)
    redirect(303, url.pathname)
  },
}

function wordsOf(payment: PublicPayment) {
  const { language, shop, state, byHand, qr } = payment
  const t = wordsFor(language)
  const money = (value: number, currency: Money = payment.currency) => formatAmount(value, currency, language)
  const values = { shop: shop.name, reference: payment.reference, amount: money(payment.amount), paid: payment.unknownCurrency === null ? money(payment.paidAmount ?? 0, payment.paidCurrency) : t('pay:list.sumIn', { currency: payment.unknownCurrency }), refunded: money(payment.refunded, payment.paidCurrency) }
  const text = state === 'waiting' && qr ? t(byHand ? 'pay:payment.texts.waitingHand' : 'pay:payment.texts.waitingQr', values) : t(`pay:payment.texts.${state}`, values)
  return {
    title: t('pay:payment.title', values),
    language: t('pay:page.language'),
    head: t(`pay:payment.heads.${state}`, values),
    text,
    reference: t('pay:payment.reference'),
    what: t('pay:payment.what'),
    sum: t('pay:payment.sum'),
    amount: values.amount,
    added: payment.added > 0 ? t('pay:payment.added', { amount: money(payment.added) }) : null,
    onward: t('pay:payment.onward'),
    onwardText: t('pay:payment.onwardText'),
    qr: t('pay:payment.qr', values),
    qrName: qr?.name ? t('pay:payment.qrName', { name: qr.name }) : null,
    type: qr && !qr.amountInside ? t('pay:payment.type', values) : null,
    save: t('pay:payment.save'),
    saveHint: t('pay:payment.saveHint'),
    claim: t('pay:payment.claim'),
    look: t('pay:payment.look'),
    again: t('pay:payment.again'),
    another: t('pay:payment.another'),
    toShop: t('pay:page.toShop', values),
    trial: t('pay:page.trial'),
    footer: t('links:page.footer'),
  }
}

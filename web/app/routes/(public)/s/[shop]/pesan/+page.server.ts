import { error, fail, redirect } from '@sveltejs/kit'
import { formatAmount } from '#contract/amount.ts'
import type { Channel } from '#contract/channels.ts'
import type { FormChange, FormFaultCode, FormSum, PublicOrderForm } from '#contract/order-form-page.ts'
import { languages, type Language } from '#contract/values.ts'
import type { Again, FormWords } from '$features/order-form-page/form-words'
import type {} from '$features/order-form-page/pages'
import { askedBy, keepAsked, languagesOf } from '$features/pay-page/here'
import { phoneLike } from '$features/pay-page/phone-like'
import { sentForm } from '$features/pay-page/sent-form'
import { wordsFor } from '$i18n/public'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

// A form for the cheapest phone: drawn here, without a script of ours but the tracker.
export const csr = false

// As LONGEST_FORM_TEXT and MOST_FORM_PIECES of the contract, which brings zod.
const longest = { name: 80, phone: 40, address: 300, note: 500, who: 80 }
const MOST_PIECES = 99
/** More than any form has; longer than any of its fields, so that what is too long is still seen to be so. */
const MOST_FIELDS = 500
const MOST_LETTERS = 2000
const keptFields = ['name', 'phone', 'delivery', 'address', 'note', 'found', 'who', 'token']

export const load: PageServerLoad = async (event) => {
  const { params, url, platform, locals, setHeaders } = event
  const page = await platform?.req.kicau?.orderForm(params.shop, visitOf(event))
  if (!page) error(404)
  locals.language = page.language
  // Without a referrer a browser does not say of a form where it comes from, and it would be refused.
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
  return { page, words: wordsOf(page), languages: languagesOf(url, page.language), action: `?${new URLSearchParams(url.searchParams)}` }
}

export const actions: Actions = {
  default: async (event) => {
    const { params, request, platform, cookies, url } = event
    const typed = typedIn(await sentForm(request))
    const caller = platform?.req.kicauCaller
    const visit = visitOf(event)
    const kept = Object.fromEntries(Object.entries(typed).filter(([field]) => field.startsWith('q-') || keptFields.includes(field)))
    if (caller?.tooMany) return fail(429, { typed: kept, again: await againOf(event, { faults: [{ code: 'too-many' as const }], changes: [], sum: null }) })
    const pressed = await platform?.req.kicau?.pressOrderForm(params.shop, typed, visit, {
      ip: caller?.ip ?? event.getClientAddress(),
      userAgent: request.headers.get('user-agent') ?? '',
      language: request.headers.get('accept-language'),
      own: caller?.own ?? false,
      doNotTrack: caller?.doNotTrack ?? false,
    })
    if (!pressed) error(404)
    if (pressed.is === 'go') {
      keepAsked(cookies, params.shop, url)
      redirect(303, visit.language === null ? pressed.to : `${pressed.to}?lang=${visit.language}`)
    }
    // Sent once more it is another order: its mark is a new one.
    if (pressed.is === 'sent-before') return fail(409, { typed: { ...kept, token: '' }, before: await beforeOf(event, pressed) })
    const again = await againOf(event, pressed)
    if (pressed.faults.length > 0) return fail(pressed.faults.some(({ code }) => code === 'too-many') ? 429 : 422, { typed: kept, again })
    return pressed.changes.length > 0 ? fail(409, { typed: kept, again }) : { typed: kept, again }
  },
}

function typedIn(form: FormData): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0].length <= 40)
  return Object.fromEntries(texts.slice(0, MOST_FIELDS).map(([name, value]) => [name, value.slice(0, MOST_LETTERS)]))
}

function visitOf({ params, url, cookies }: RequestEvent) {
  const lang = url.searchParams.get('lang')
  return {
    k: url.searchParams.get('k'),
    language: (languages as readonly string[]).includes(lang ?? '') ? (lang as Language) : null,
    asked: askedBy(cookies).includes(params.shop),
  }
}

/** What came back, in words: the page is told again in which language and currency. */
async function againOf(event: RequestEvent, { faults, changes, sum }: { faults: { code: FormFaultCode; products?: string[] }[]; changes: FormChange[]; sum: FormSum | null }): Promise<Again> {
  const page = await event.platform?.req.kicau?.orderForm(event.params.shop, visitOf(event))
  if (!page) error(404)
  const { language, shop } = page
  const t = wordsFor(language)
  const money = (value: number) => formatAmount(value, shop.currency, language)
  const values = { shop: shop.name, most: MOST_PIECES, ...longest, phone: phoneLike(shop.currency === 'MYR' ? 'MY' : 'ID') }
  const fee = (value: number | null) => (value === null ? t('order-form:changed.feeOpen') : money(value))
  const changeWords = (change: FormChange): string => {
    if (change.is === 'price') return t('order-form:changed.price', { name: change.name, from: money(change.from), to: money(change.to) })
    if (change.is === 'fee') return t('order-form:changed.fee', { from: fee(change.from), to: fee(change.to) })
    return change.name === null ? t('order-form:changed.goneUnknown') : t('order-form:changed.gone', { name: change.name })
  }
  return {
    faults: faults.map(({ code, products = [] }) => ({ code, text: t(`order-form:wrong.${code}`, values), products })),
    changes: changes.map(changeWords),
    sum: sum && {
      goods: money(sum.goods),
      delivery: sum.delivery === null ? null : money(sum.delivery),
      total: money(sum.total),
    },
  }
}

async function beforeOf(event: RequestEvent, { reference, to }: { reference: string; to: string }) {
  const page = await event.platform?.req.kicau?.orderForm(event.params.shop, visitOf(event))
  if (!page) error(404)
  const t = wordsFor(page.language)
  return { text: t('order-form:before.text', { reference }), see: t('order-form:before.see', { reference }), to }
}

function wordsOf(page: PublicOrderForm): FormWords {
  const { language, shop, deliveryFee } = page
  const t = wordsFor(language)
  const money = (value: number) => formatAmount(value, shop.currency, language)
  const of = { shop: shop.name }
  const delivered =
    deliveryFee === null ? t('order-form:page.deliveryLater') : deliveryFee === 0 ? t('order-form:page.deliveryFree') : t('order-form:page.deliveryWith', { amount: money(deliveryFee) })
  return {
    title: t('order-form:page.title', of),
    language: t('order-form:page.language'),
    hours: page.hours === '' ? null : t('order-form:page.hours', { hours: page.hours }),
    choose: t('order-form:page.choose'),
    prices: Object.fromEntries(page.products.map(({ id, price }) => [id, t('order-form:page.each', { price: money(price) })])),
    reckon: t('order-form:page.sum'),
    goods: t('order-form:page.goods'),
    deliveryFee: t('order-form:page.deliveryFee'),
    total: t('order-form:page.total'),
    feeLater: t('order-form:page.feeLater', of),
    you: t('order-form:page.you'),
    name: t('order-form:page.name'),
    phone: t('order-form:page.phone'),
    optional: t('order-form:page.optional'),
    getting: t('order-form:page.getting'),
    deliveries: { 'pick-up': t('order-form:page.pick-up'), delivery: delivered },
    address: t('order-form:page.address'),
    addressHint: t('order-form:page.addressHint'),
    note: t('order-form:page.note'),
    consent: t(page.phone === 'off' ? 'order-form:page.consentName' : 'order-form:page.consent', of),
    found: t('order-form:page.found', of),
    foundHint: t('order-form:page.foundHint'),
    unsure: t('order-form:page.unsure'),
    who: t('order-form:page.who'),
    send: t('order-form:page.send'),
    sendNote: t('order-form:page.sendNote', of),
    trap: t('order-form:page.trap'),
    closedTitle: t('order-form:page.closedTitle', of),
    closed: page.closed === null ? null : t(`order-form:page.closed.${page.closed}`),
    toShop: t('order-form:page.toShop', of),
    footer: t('order-form:page.footer'),
    wrongTitle: t('order-form:wrong.title'),
    kept: t('order-form:wrong.kept'),
    changedTitle: t('order-form:changed.title'),
    changedText: t('order-form:changed.text'),
    beforeTitle: t('order-form:before.title'),
    channels: Object.fromEntries((page.foundUs ?? []).map((channel) => [channel, t(`channels:${channel}`)])) as Record<Channel, string>,
    longest,
    mostPieces: MOST_PIECES,
  }
}

import { error, fail, redirect } from '@sveltejs/kit'
import type { Channel } from '#contract/channels.ts'
import type { PayFormFault, PublicPayPage } from '#contract/pay-page.ts'
import { exponents, formatAmount } from '#contract/amount.ts'
import { languages, type Language } from '#contract/values.ts'
import { askedBy, keepAsked, languagesOf } from '$features/pay-page/here'
import { phoneLike } from '$features/pay-page/phone-like'
import type {} from '$features/pay-page/pages'
import { sentForm } from '$features/pay-page/sent-form'
import { wayName } from '$features/pay-page/way-name'
import { wordsFor } from '$i18n/public'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

// A form for the cheapest phone: drawn here, without a script of ours but the tracker.
export const csr = false

const MOST_PIECES = 99
/** By the decimals of a currency: fifty thousand rupiah or won, twenty-five ringgit or dinar. */
const examples: Record<number, number> = { 0: 50_000, 2: 2_500, 3: 25_000 }

export const load: PageServerLoad = async (event) => {
  const { params, url, platform, locals, setHeaders } = event
  const page = await platform?.req.kicau?.payPage(params.code, visitOf(event))
  if (!page) error(404)
  locals.language = page.language
  // Without a referrer a browser does not say of a form where it comes from, and it would be refused.
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'strict-origin-when-cross-origin' })
  return { page, words: wordsOf(page), languages: languagesOf(url, page.language), action: `?${new URLSearchParams(url.searchParams)}` }
}

export const actions: Actions = {
  default: async (event) => {
    const { params, request, platform, cookies } = event
    const typed = Object.fromEntries([...(await sentForm(request))].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.slice(0, 200)]] : [])))
    const caller = platform?.req.kicauCaller
    const fields = ['quantity', 'amount', 'name', 'phone', 'found', 'who', 'way']
    const kept = Object.fromEntries(fields.map((field) => [field, typed[field] ?? '']))
    const wrong = (fault: PayFormFault) => fail(fault === 'too-many' ? 429 : 422, { fault, typed: kept })
    if (caller?.tooMany) return wrong('too-many')
    const pressed = await platform?.req.kicau?.payPress(params.code, typed, visitOf(event), {
      ip: caller?.ip ?? event.getClientAddress(),
      userAgent: request.headers.get('user-agent') ?? '',
      language: request.headers.get('accept-language'),
      own: caller?.own ?? false,
      doNotTrack: caller?.doNotTrack ?? false,
    })
    if (!pressed) error(404)
    if (pressed.is === 'wrong') return wrong(pressed.fault)
    keepAsked(cookies, pressed.shop, event.url)
    redirect(303, pressed.to)
  },
}

function visitOf({ url, cookies }: RequestEvent) {
  const lang = url.searchParams.get('lang')
  return {
    k: url.searchParams.get('k'),
    language: (languages as readonly string[]).includes(lang ?? '') ? (lang as Language) : null,
    trial: url.searchParams.has('trial'),
    askedBy: askedBy(cookies),
  }
}

function wordsOf(page: PublicPayPage) {
  const { language, country, shop, name, price, currency } = page
  const t = wordsFor(language)
  const money = (value: number) => formatAmount(value, currency, language)
  const example = money(examples[exponents[currency]] ?? 2_500)
  const of = { name, shop: shop.name }
  return {
    title: t('pay:page.title', of),
    language: t('pay:page.language'),
    price: price === null ? null : t('pay:page.each', { price: money(price) }),
    quantity: t('pay:page.quantity'),
    amount: t('pay:page.amount'),
    amountHint: t('pay:page.amountHint', { example }),
    you: t('pay:page.you'),
    name: t('pay:page.name'),
    phone: t('pay:page.phone'),
    optional: t('pay:page.optional'),
    consent: t('pay:page.consent', of),
    found: t('pay:page.found', of),
    foundHint: t('pay:page.foundHint'),
    unsure: t('pay:page.unsure'),
    who: t('pay:page.who'),
    way: t('pay:page.way'),
    pay: t('pay:page.pay'),
    payNote: t('pay:page.payNote'),
    closedTitle: t('pay:page.closedTitle', of),
    closed: t('pay:page.closed'),
    toShop: t('pay:page.toShop', of),
    trial: t('pay:page.trial'),
    footer: t('pay:page.footer'),
    kept: t('pay:wrong.kept'),
    wrong: Object.fromEntries(faults.map((fault) => [fault, t(`pay:wrong.${fault}`, { example, most: MOST_PIECES, phone: phoneLike(country) })])) as Record<PayFormFault, string>,
    channels: Object.fromEntries((page.foundUs ?? []).map((channel) => [channel, t(`channels:${channel}`)])) as Record<Channel, string>,
    ways: page.ways.map(({ id, kind, way }) => ({ id, label: wayName(t, { kind, way, currency }) })),
    mostPieces: MOST_PIECES,
  }
}

const faults: PayFormFault[] = ['amount-unreadable', 'amount-too-large', 'quantity-unreadable', 'phone-unreadable', 'way-missing', 'closed', 'too-many']

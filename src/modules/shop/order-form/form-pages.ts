import type { FormChange, FormPressed, PublicFormOrder, PublicOrderForm } from '#contract/order-form-page.ts'
import { formDeliveries } from '#contract/form-delivery.ts'
import type { Language } from '#contract/values.ts'
import { trackerOfShopPage, type Intake } from '#modules/analytics'
import { languageOfShop, queries as links, whatsappWith } from '#modules/links'
import { acrossShops, queries as workspace } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import { textsIn } from '#platform/i18n'
import type { ReadScope, Scopes } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { takeFormOrder } from '../commands/take-form-order.ts'
import { productsOf } from '../costs.ts'
import { answerIn, codeCarried, evidenceOf, newToken, shuffled, TOKEN } from '../from-page.ts'
import type { PublicAddressNeeds } from '../queries/buy-buttons.ts'
import { formOrderByToken } from '../queries/form-orders.ts'
import { foundUsOffered } from '../queries/found-us-offered.ts'
import { orderFormPath, orderFormRow, orderFormUrl, productsOffered, type OrderFormRow, type ProductOffered } from '../queries/order-form.ts'
import { readForm, type FormRead, type Offer } from './read-form.ts'

export interface FormPagesNeeds extends PublicAddressNeeds {
  database: Pick<Database, 'reader'>
  scopes: Scopes
  clock: Clock
  secrets: Pick<Secrets, 'seal' | 'keyedHash'>
  /** Hears that somebody ordered, so that the visits before it are known. */
  intake: Pick<Intake, 'record'>
}

export interface FormVisit {
  k: string | null
  language: Language | null
  /** This browser was asked on an earlier order. */
  asked: boolean
}

export interface FormCaller {
  ip: string
  userAgent: string
  language: string | null
  /** One of the shop's own, who is not counted. */
  own?: boolean
  doNotTrack?: boolean
}

/** What the server-rendered order form asks for; null where the shop has none. */
export interface FormPages {
  orderForm(slug: string, visit: FormVisit): Promise<PublicOrderForm | null>
  /** Takes the form, `fields` as they were typed: where to go on, what is to be mended, or what is another than it was. */
  pressOrderForm(slug: string, fields: Readonly<Record<string, string>>, visit: FormVisit, caller: FormCaller): Promise<FormPressed | null>
  formOrder(slug: string, token: string, language: Language | null): Promise<PublicFormOrder | null>
}

export function openFormPages(needs: FormPagesNeeds): FormPages {
  const { database, scopes, clock, secrets } = needs

  const formOf = async (slug: string): Promise<{ scope: ReadScope; form: OrderFormRow } | null> => {
    const shop = await acrossShops.shopBySlug(database.reader, slug)
    const scope = shop && scopes.reading(shop.id)
    const form = scope && (await orderFormRow(scope))
    return scope && form && { scope, form }
  }

  const shopOf = async (scope: ReadScope) => {
    const [shop, { theme }] = await Promise.all([workspace.shopProfile(scope), links.shopPage(scope, needs)])
    return { shop, shown: { name: shop.name, slug: shop.slug, theme, currency: shop.currency } }
  }

  const orderForm: FormPages['orderForm'] = async (slug, { k, language, asked }) => {
    const found = await formOf(slug)
    if (!found) return null
    const { scope, form } = found
    const [{ shop, shown }, products, offered] = await Promise.all([shopOf(scope), productsOffered(scope, form.products), foundUsOffered(scope)])
    return {
      shop: shown,
      language: language ?? languageOfShop(shop),
      words: form.words,
      hours: form.hours,
      closed: closedBy(form, products),
      pausedWords: form.pausedWords,
      products,
      phone: form.phone,
      deliveries: deliveriesOf(form),
      deliveryFee: form.deliveryFee,
      deliveryWords: form.deliveryWords,
      foundUs: asked ? null : shuffled(offered),
      token: newToken(),
      k: codeCarried(k),
      url: orderFormUrl(needs, shop),
      tracker: shop.demo ? null : trackerOfShopPage(shop.id),
    }
  }

  const pressOrderForm: FormPages['pressOrderForm'] = async (slug, fields, visit, caller) => {
    const found = await formOf(slug)
    if (!found) return null
    const { scope, form } = found
    const [{ shop }, products] = await Promise.all([shopOf(scope), productsOffered(scope, form.products)])
    if (closedBy(form, products) !== null) return again({ faults: [{ code: 'closed' }] })
    const offer: Offer = { products, phone: form.phone, deliveries: deliveriesOf(form), deliveryFee: form.deliveryFee }
    const read = readForm(offer, fields, shop.country)
    const changes = await named(scope, read.changes)
    if (fields.do === 'sum') return again({ faults: read.faults.filter(({ code }) => ofTheGoods.has(code)), changes, sum: read.sum })
    if (!read.filled || changes.length > 0) return again({ faults: read.faults, changes, sum: read.sum })

    const wish = {
      token: TOKEN.test(fields.token ?? '') ? fields.token! : newToken(),
      language: visit.language ?? languageOfShop(shop),
      filled: read.filled,
      foundUs: visit.asked ? ({ answer: 'not-asked' } as const) : answerIn(fields, await foundUsOffered(scope)),
      ...(await evidenceOf(scope, visit.k ?? fields.k ?? null, clock.now())),
      ip: caller.ip,
    }
    const taken = await scopes.writing(scope.workspaceId, { kind: 'system', id: 'order-form' }, (writing) => takeFormOrder(writing, { secrets }, wish))
    if (taken === 'too-many') return again({ faults: [{ code: 'too-many' }] })
    const { row, is } = taken
    const to = `${orderFormPath(shop.slug)}/${row.token}`
    if (is === 'other') return { is: 'sent-before', reference: row.reference, to }
    if (is === 'new') {
      const { ip, userAgent, language, own = false, doNotTrack = false } = caller
      // A count that can't be kept does not stand in a buyer's way.
      await needs.intake
        .record({ workspaceId: scope.workspaceId, kind: 'order-code', path: orderFormPath(shop.slug), code: row.reference, ip, userAgent, own, doNotTrack, ...(language !== null && { language }) })
        .catch(() => {})
    }
    return { is: 'go', to }
  }

  const formOrder: FormPages['formOrder'] = async (slug, token, asked) => {
    const found = TOKEN.test(token) ? await formOf(slug) : null
    const row = found && (await formOrderByToken(found.scope, token))
    if (!found || !row) return null
    const { shop, shown } = await shopOf(found.scope)
    const language = asked ?? row.language
    const message = textsIn(language)('order-form:sent.message', { shop: shop.name, reference: row.reference })
    return {
      shop: shown,
      language,
      reference: row.reference,
      state: row.state,
      declinedWhy: row.declinedWhy,
      lines: row.lines.map(({ name, quantity, price }) => ({ name, quantity, value: price * quantity })),
      amount: row.amount,
      delivery: row.delivery,
      deliveryFee: row.deliveryFee,
      chat: shop.whatsapp === null ? null : whatsappWith(shop.whatsapp, language, message, row.chatCode),
    }
  }

  return { orderForm, pressOrderForm, formOrder }
}

const again = ({ faults, changes = [], sum = null }: Partial<Omit<Extract<FormPressed, { is: 'again' }>, 'is'>> & Pick<Extract<FormPressed, { is: 'again' }>, 'faults'>): FormPressed => ({
  is: 'again',
  faults,
  changes,
  sum,
})

/** What keeps the sum from being reckoned; the rest is asked for when it is sent. */
const ofTheGoods: ReadonlySet<string> = new Set(['nothing-chosen', 'quantity-unreadable', 'amount-too-large'])

function closedBy(form: OrderFormRow, products: readonly ProductOffered[]): PublicOrderForm['closed'] {
  if (!form.open) return 'off'
  return form.paused ? 'paused' : products.length === 0 ? 'nothing-offered' : null
}

const deliveriesOf = ({ pickUp, delivery }: OrderFormRow) => formDeliveries.filter((one) => (one === 'pick-up' ? pickUp : delivery))

/** What is gone by its name, where it is a product of this shop. */
async function named(scope: ReadScope, changes: FormRead['changes']): Promise<FormChange[]> {
  const gone = changes.flatMap((change) => (change.is === 'gone' ? [change.product] : []))
  const known = await productsOf(scope, gone.slice(0, 100))
  return changes.map((change) => (change.is === 'gone' ? { is: 'gone', name: known.get(change.product)?.name ?? null } : change))
}

import { MOST_PIECES, type PayPressed, type PublicPayment, type PublicPayPage } from '#contract/pay-page.ts'
import { LARGEST_AMOUNT, type Language, type Money } from '#contract/values.ts'
import { trackerOfShopPage, type Intake } from '#modules/analytics'
import { languageOfShop, qrSvg, queries as links } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { readPhone } from '#platform/phone'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { claimPayment } from '../commands/confirm-payment.ts'
import { readButtonCode } from '../commands/buy-buttons.ts'
import type { NewPayment } from '../commands/begin-payment.ts'
import { paidIn, paidOf, type PaymentRow } from '../commands/settle-payment.ts'
import { answerIn, codeCarried, evidenceOf, newToken, shuffled, TOKEN } from '../from-page.ts'
import { readAmount } from '../model/amounts.ts'
import { isOpen, refundedOf } from '../model/payment.ts'
import { plain } from '../model/text.ts'
import { buyButtonByCode, payPath, paymentByToken, pictureOf, type BuyButtonRow, type PublicAddressNeeds } from '../queries/buy-buttons.ts'
import { foundUsOffered } from '../queries/found-us-offered.ts'
import { payAccountRow, payAccountRows, waysOffered, type OfferedWay } from '../queries/pay-accounts.ts'
import type { Payments, PaymentsNeeds } from './payments.ts'
import { payAdapters } from './registry.ts'
import { readEmv } from './static-qr/emv.ts'

export interface PayPagesNeeds extends PublicAddressNeeds, Pick<PaymentsNeeds, 'database' | 'scopes' | 'clock' | 'secrets'> {
  payments: Payments
  /** Hears that somebody went to pay, so that the visits before it are known. */
  intake: Pick<Intake, 'record'>
}

export interface PayVisit {
  k: string | null
  language: Language | null
  /** Its owner tries it out. */
  trial: boolean
  /** The shops, by slug, that have asked this browser already, here or on their order form. */
  askedBy: readonly string[]
}

export interface PayCaller {
  ip: string
  userAgent: string
  language: string | null
  /** One of the shop's own, who is not counted. */
  own?: boolean
  doNotTrack?: boolean
}

/** What the server-rendered pay pages ask for. */
export interface PayPages {
  payPage(code: string, visit: PayVisit): Promise<PublicPayPage | null>
  /** Takes the form: what is wrong with it, or where to go on. `fields` as they were typed. */
  payPress(code: string, fields: Readonly<Record<string, string>>, visit: PayVisit, caller: PayCaller): Promise<PayPressed | null>
  /** `look`: asks the provider, where that can say more than is known. */
  payment(code: string, token: string, asked: { look: boolean }): Promise<PublicPayment | null>
  /** The buyer says that it is paid. */
  payClaim(code: string, token: string): Promise<void>
}

const LONGEST_NAME = 80
const DAY = 86_400_000
const UNTIL_MS = { page: DAY, qr: DAY }
/** A provider's own QR code is made for whoever stands before it. */
const WATCHED_QR_MS = 30 * 60_000

export function openPayPages(needs: PayPagesNeeds): PayPages {
  const { database, scopes, clock, payments, publicAddress } = needs

  const buttonOf = async (text: string): Promise<{ button: BuyButtonRow; scope: ReadScope } | null> => {
    const code = readButtonCode(text)
    const button = code === null ? null : await buyButtonByCode(database.reader, code)
    return button && { button, scope: scopes.reading(button.workspaceId) }
  }

  const currencyOf = async (scope: ReadScope, button: BuyButtonRow): Promise<Money> => button.currency ?? (await workspace.shopProfile(scope)).currency
  const waysOf = async (scope: ReadScope, button: BuyButtonRow, trial: boolean): Promise<OfferedWay[]> =>
    waysOffered(await payAccountRows(scope), { accounts: button.accounts, currency: await currencyOf(scope, button), trial })

  const payPage: PayPages['payPage'] = async (text, { k, language, trial, askedBy }) => {
    const found = await buttonOf(text)
    if (!found) return null
    const { button, scope } = found
    const [shop, { theme }, ways] = await Promise.all([workspace.shopProfile(scope), links.shopPage(scope, { publicAddress }), waysOf(scope, button, trial)])
    const { url, reachable } = publicAddress()
    const address = reachable ? url : null
    const picture = pictureOf(button)
    return {
      code: button.code,
      shop: { name: shop.name, slug: shop.slug, theme },
      language: language ?? languageOfShop(shop),
      country: shop.country,
      name: button.name,
      words: button.words,
      stock: button.stock,
      price: button.price,
      currency: await currencyOf(scope, button),
      picture,
      closed: button.closedAt !== null || ways.length === 0,
      trial: ways.some(({ account }) => !account.live),
      ways: ways.map((one) => ({ id: idOf(one), kind: one.account.kind, way: one.way })),
      foundUs: askedBy.includes(shop.slug) ? null : shuffled(await foundUsOffered(scope)),
      token: newToken(),
      k: codeCarried(k),
      url: address && `${address}${payPath(button.code)}`,
      pictureUrl: address && picture && `${address}${picture}`,
      tracker: shop.demo ? null : trackerOfShopPage(shop.id),
    }
  }

  const payPress: PayPages['payPress'] = async (text, fields, visit, caller) => {
    const found = await buttonOf(text)
    if (!found) return null
    const { button, scope } = found
    const read = await readForm(scope, button, fields, visit, await waysOf(scope, button, visit.trial))
    if ('fault' in read) return { is: 'wrong', fault: read.fault }
    const path = `${payPath(button.code)}/${read.token}`
    const back = `${publicAddress().url ?? ''}${path}`
    const payment = await payments.begin(scope.workspaceId, read, { name: button.name, back })
    if (payment === 'too-many') return { is: 'wrong', fault: 'too-many' }
    // Somebody else's form may have borne this mark, however unlikely; then it is not shown.
    if (payment.buttonId !== button.buttonId) return { is: 'wrong', fault: 'too-many' }
    const { ip, userAgent, language, own = false, doNotTrack = false } = caller
    // A count that can't be kept does not stand in a buyer's way.
    await needs.intake
      .record({ workspaceId: scope.workspaceId, kind: 'order-code', path: payPath(button.code), code: payment.reference, ip, userAgent, own, doNotTrack, ...(language !== null && { language }) })
      .catch(() => {})
    return { is: 'go', to: `${path}?go`, shop: (await workspace.shopProfile(scope)).slug }
  }

  const payment: PayPages['payment'] = async (text, token, { look }) => {
    const found = await buttonOf(text)
    const first = found && TOKEN.test(token) ? await paymentByToken(found.scope, found.button.buttonId, token) : null
    if (!found || !first) return null
    const { button, scope } = found
    const row = look && isOpen(first.state) ? ((await payments.look(scope.workspaceId, first.paymentId)) ?? first) : first
    return presented(scope, button, row)
  }

  async function presented(scope: ReadScope, button: BuyButtonRow, row: PaymentRow): Promise<PublicPayment> {
    const [shop, { theme }, account] = await Promise.all([workspace.shopProfile(scope), links.shopPage(scope, { publicAddress }), payAccountRow(scope, row.accountId)])
    const { kind, amountInside } = account!
    const payable = row.state === 'waiting' || row.state === 'failed'
    const byHand = payAdapters[kind].hear === undefined
    const code = row.qr !== null && (payable || (byHand && row.state === 'claimed')) ? row.qr : null
    const asked = button.price === null ? row.amount : button.price * row.quantity
    return {
      code: button.code,
      shop: { name: shop.name, slug: shop.slug, theme },
      language: row.language,
      name: button.name,
      reference: row.reference,
      state: row.state,
      trial: !row.live,
      quantity: row.quantity,
      amount: row.amount,
      currency: row.currency,
      added: row.amount > asked && row.amount - asked < 1000 ? row.amount - asked : 0,
      ...paidOf(row),
      paidCurrency: paidIn(row),
      refunded: refundedOf(row),
      thanks: button.thanks,
      kind,
      address: payable ? row.address : null,
      qr: code === null ? null : { svg: qrSvg(code), name: byHand ? nameIn(account!.qr) : null, amountInside: !byHand || amountInside },
      byHand,
    }
  }

  return {
    payPage,
    payPress,
    payment,
    payClaim: async (text, token) => {
      const found = await buttonOf(text)
      const row = found && TOKEN.test(token) ? await paymentByToken(found.scope, found.button.buttonId, token) : null
      if (!row || !found) return
      const account = await payAccountRow(found.scope, row.accountId)
      // Where a provider tells, its word is waited for, and no buyer's.
      if (!account || payAdapters[account.kind].hear) return
      await scopes.writing(row.workspaceId, { kind: 'system', id: 'pay-page' }, (writing) => claimPayment(writing, { secrets: needs.secrets }, row))
    },
  }

  async function readForm(
    scope: ReadScope,
    button: BuyButtonRow,
    fields: Readonly<Record<string, string>>,
    visit: PayVisit,
    ways: readonly OfferedWay[],
  ): Promise<NewPayment | { fault: Extract<PayPressed, { is: 'wrong' }>['fault'] }> {
    if (button.closedAt !== null || ways.length === 0) return { fault: 'closed' }
    const shop = await workspace.shopProfile(scope)
    const language = visit.language ?? languageOfShop(shop)
    const currency = await currencyOf(scope, button)
    const quantity = button.price === null ? 1 : Number(fields.quantity ?? 1)
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > MOST_PIECES) return { fault: 'quantity-unreadable' }
    const amount = button.price === null ? readAmount(fields.amount ?? '', { currency, language, where: 'amount' }) : button.price * quantity
    if (isRefusal(amount)) return { fault: amount.refused === 'shop.amount-too-large' ? 'amount-too-large' : 'amount-unreadable' }
    if (amount > LARGEST_AMOUNT) return { fault: 'amount-too-large' }
    const offered = ways.length === 1 ? ways[0] : ways.find((one) => idOf(one) === fields.way)
    if (!offered) return { fault: 'way-missing' }
    const written = plain(fields.phone?.slice(0, 40))
    const phone = written === null ? null : readPhone(written, shop.country)
    if (written !== null && phone === null) return { fault: 'phone-unreadable' }
    const now = clock.now()
    const { code, tracked } = await evidenceOf(scope, visit.k ?? fields.k ?? null, now)
    const watched = payAdapters[offered.account.kind].hear !== undefined
    return {
      buttonId: button.buttonId,
      token: TOKEN.test(fields.token ?? '') ? fields.token! : newToken(),
      offered,
      language,
      quantity,
      amount,
      currency,
      buyerName: plain(fields.name?.slice(0, LONGEST_NAME)),
      phone,
      foundUs: visit.askedBy.includes(shop.slug) ? { answer: 'not-asked' } : answerIn(fields, await foundUsOffered(scope)),
      code,
      tracked,
      until: new Date(now.getTime() + (offered.way === 'qr' && watched ? WATCHED_QR_MS : UNTIL_MS[offered.way])),
    }
  }
}

const idOf = ({ account, way }: OfferedWay): string => `${account.accountId}.${way}`

function nameIn(qr: string | null): string | null {
  const code = qr === null ? null : readEmv(qr)
  return code && !('fault' in code) ? code.name : null
}

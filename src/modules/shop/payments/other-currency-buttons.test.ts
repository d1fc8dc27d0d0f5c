import { describe, expect, it } from 'vitest'
import type { PayProvider } from '#contract/pay-accounts.ts'
import type { SaveBuyButton } from '#contract/buy-buttons.ts'
import { makeBuyButton } from '../commands/buy-buttons.ts'
import { addProduct } from '../commands/add-product.ts'
import { confirmPayment } from '../commands/confirm-payment.ts'
import { askedPayAccount, changePayAccount, connectPayAccount, removePayAccount } from '../commands/pay-accounts.ts'
import { sayRate } from '../commands/say-rate.ts'
import { done, secrets } from '../for-tests.ts'
import { queries } from '../index.ts'
import { buyButtons, buyButtonsOnPage } from '../queries/buy-buttons.ts'
import { payAccounts } from '../queries/pay-accounts.ts'
import { matchPayments, payments as paymentsOf } from '../queries/payments.ts'
import { logins, stickerOf } from './for-tests.ts'
import { publicAddress, SECOND, sellers } from './selling-for-tests.ts'

const { bed, selling } = sellers()
type Selling = Awaited<ReturnType<typeof selling>>

const wish: SaveBuyButton = { product: null, name: 'Kerepek', price: 2_500, words: '', stock: '', thanks: '', accounts: [], onPage: false }
const visit = { k: null, language: null, trial: false, askedBy: [] }

const connect = async ({ shop, payments }: Selling, kind: PayProvider, more: { qr?: string; key?: string; callSecret?: string }) => {
  const asked = done(await askedPayAccount(shop.reading(), { secrets, tryLogin: payments.tryLogin }, { kind, live: false, ...more }))
  return shop.writing((scope) => connectPayAccount(scope, asked))
}
const make = ({ shop }: Selling, more: Partial<SaveBuyButton>) => shop.writing((scope) => makeBuyButton(scope, { language: 'id' }, { ...wish, ...more }))
const buttonOf = async ({ shop }: Selling, id: string) => (await buyButtons(shop.reading(), { publicAddress })).find((button) => button.id === id)!

describe('a button in another currency than the shop’s', () => {
  it('asks its provider in it; the order keeps it, comes to the shop’s own by the rate of its day, and gives back in it', async () => {
    const sold = await selling('stripe', { button: { currency: 'MYR', price: 2_500, onPage: true } })
    const { shop, pages, code, pressed, of, tell, orders, states, buttonId } = sold
    expect(await pages.payPage(code, visit)).toMatchObject({ price: 2_500, currency: 'MYR', closed: false })
    expect(await buyButtonsOnPage(shop.reading())).toMatchObject([{ price: 2_500, currency: 'MYR' }])
    const { key, token, shown } = await pressed({ quantity: '2' })
    expect(shown).toMatchObject({ state: 'waiting', amount: 5_000, currency: 'MYR' })
    of.pay(key)
    // Fifty ringgit in sen, in a call that Stripe's own library signed.
    expect((JSON.parse(of.call('paid', key, shop.clock.now()).body) as { data: unknown }).data).toMatchObject({ object: { amount_total: 5_000, currency: 'myr' } })
    expect(await tell('paid', key)).toBe('heard')
    expect(await orders()).toMatchObject([{ amount: null, original: { currency: 'MYR', amount: 5_000 }, lines: [{ value: 5_000 }], state: 'placed' }])
    expect((await buttonOf(sold, buttonId)).paid).toEqual({ orders: 1, amount: 0, unknown: 1 })

    // The fee is told in the dollars that the account is paid out in, and is the same share of the ringgit.
    shop.clock.advance(2 * 60 * SECOND)
    await sold.payments.tick()
    done(await shop.writing((scope) => sayRate(scope, { language: 'id' }, { currency: 'MYR', from: '2026-11-01', rate: '3500' })))
    const order = async () => done(await queries.order(shop.reading(), { secrets }, (await orders())[0]!.id))
    expect(await order()).toMatchObject({ amount: 175_000, fees: 5_250 })
    expect((await buttonOf(sold, buttonId)).paid).toEqual({ orders: 1, amount: 175_000, unknown: 0 })
    expect(done(await paymentsOf(shop.reading(), { show: 'settled', limit: 10 })).items).toMatchObject([{ amount: 5_000, currency: 'MYR', paidAmount: 5_000, paidCurrency: null }])

    of.refund(key, 1_000)
    await tell('refunded', key)
    expect(await pages.payment(code, token, { look: false })).toMatchObject({ state: 'part-refunded', refunded: 1_000, currency: 'MYR', paidCurrency: 'MYR' })
    expect(await orders()).toMatchObject([{ amount: 140_000, original: { amount: 4_000 } }])
    of.refund(key, 4_000)
    await tell('refunded', key)
    expect([await states(), await orders()]).toMatchObject([['refunded'], [{ amount: 175_000, original: { amount: 5_000 }, state: 'returned', returnCost: 5_250 }]])
  })

  it('can be made only in what an account of it takes, and is read in that', async () => {
    const sold = await selling('midtrans')
    const { shop } = sold
    expect(await make(sold, { currency: 'MYR' })).toMatchObject({ refused: 'shop.buy-button-currency', where: 'currency' })
    const xendit = await connect(sold, 'xendit', logins.xendit)
    expect(await make(sold, { currency: 'MYR', accounts: [sold.account] })).toMatchObject({ refused: 'shop.buy-button-currency' })
    const id = done(await make(sold, { currency: 'MYR', price: 'RM12,50' }))
    expect(await buttonOf(sold, id)).toMatchObject({ price: 1_250, currency: 'MYR', payable: true })
    // Dinars Stripe takes only in tens of the smallest.
    await connect(sold, 'stripe', logins.stripe)
    expect([await make(sold, { currency: 'KWD' }), await make(sold, { currency: 'HKD' })]).toEqual([expect.objectContaining({ refused: 'shop.buy-button-currency' }), expect.any(String)])
    await shop.writing((scope) => removePayAccount(scope, xendit))
    const { code } = await buttonOf(sold, id)
    expect((await sold.pages.payPage(code, { ...visit, trial: true }))!.ways).toMatchObject([{ kind: 'stripe' }])
    // What takes rupiah alone is no way for it.
    const stripe = (await payAccounts(shop.reading(), null)).find(({ kind }) => kind === 'stripe')!
    await shop.writing((scope) => removePayAccount(scope, stripe.id))
    expect([(await buttonOf(sold, id)).payable, (await sold.pages.payPage(code, visit))!.closed]).toEqual([false, true])
  })

  it('is refused by an account of a country that does not take it: no money, and its owner is told why', async () => {
    const { pressed, shop, orders } = await selling('stripe', { button: { currency: 'QAR', price: 5_000 } })
    expect((await pressed()).shown).toMatchObject({ state: 'refused', address: null })
    expect(await payAccounts(shop.reading(), null)).toMatchObject([{ testProblem: 'currency-not-taken' }])
    expect(await orders()).toEqual([])
  })

  it('takes a sum that the buyer says in it, and keeps a product’s margin unknown until there is a rate', async () => {
    const sold = await selling('stripe', { button: { currency: 'MYR', price: null } })
    const { shop, press, pressed } = sold
    expect((await pressed({ amount: '12,50' })).shown).toMatchObject({ amount: 1_250, currency: 'MYR' })
    expect(await press({ amount: 'Rp50.000' })).toEqual({ wrong: 'amount-unreadable' })
    const { id: product } = done(await shop.writing((scope) => addProduct(scope, { language: 'id' }, { name: 'Kerepek', price: 20_000, cost: 10_000 })))
    const button = await buttonOf(sold, done(await make(sold, { currency: 'MYR', product })))
    shop.clock.advance(SECOND)
    const page = (await sold.pages.payPage(button.code, visit))!
    const gone = await sold.pages.payPress(button.code, { token: page.token, quantity: '3' }, visit, { ip: '203.0.113.9', userAgent: 'x', language: null })
    const reference = (await sold.rows()).at(-1)!.reference
    expect(gone).toMatchObject({ is: 'go' })
    sold.of.pay(`kicau-${reference}`)
    await sold.tell('paid', `kicau-${reference}`)
    const order = async () => done(await queries.order(shop.reading(), { secrets }, (await sold.orders())[0]!.id))
    expect(await order()).toMatchObject({ amount: null, margin: null, lines: [{ quantity: 3, value: 7_500 }] })
    shop.clock.advance(2 * 60 * SECOND)
    await sold.payments.tick()
    done(await shop.writing((scope) => sayRate(scope, { language: 'id' }, { currency: 'MYR', from: '2026-11-01', rate: '3500' })))
    // 68 of 2,250 cents, of 7,500 sen.
    expect(await order()).toMatchObject({ amount: 262_500, fees: 7_945, margin: 262_500 - 7_945 - 30_000 })
  })
})

describe('a code of the shop in another currency', () => {
  it('is a way for buttons in that alone; its sums are matched in it, and what is kept of them is said in it', async () => {
    const sold = await selling('xendit')
    const { shop, account } = sold
    await shop.writing((scope) => removePayAccount(scope, account))
    await connect(sold, 'static-qr', { qr: stickerOf('SAMBAL BU TINI') })
    const duitnow = await connect(sold, 'static-qr', { qr: stickerOf('SAMBAL BU TINI KL', 'MY') })
    expect(await payAccounts(shop.reading(), null)).toMatchObject([{ feeIn: 'IDR', currencies: ['IDR'] }, { feeIn: 'MYR', currencies: ['MYR'] }])
    const ringgit = await buttonOf(sold, done(await make(sold, { currency: 'MYR' })))
    const named = async (code: string) => (await sold.pages.payPage(code, visit))!.ways.length
    expect([await named(ringgit.code), await named(sold.code)]).toEqual([1, 1])
    const page = (await sold.pages.payPage(ringgit.code, visit))!
    await sold.pages.payPress(ringgit.code, { token: page.token, quantity: '1' }, visit, { ip: '203.0.113.9', userAgent: 'x', language: null })
    const [row] = await sold.rows()
    // The sum stands in the DuitNow code, with its sen.
    expect([row!.accountId, row!.currency, row!.qr!.includes('540525.00')]).toEqual([duitnow, 'MYR', true])
    const matched = async (text: string) => (await matchPayments(shop.reading(), text, 'ms')).matches.map(({ payment }) => [payment.id, payment.currency])
    expect([await matched('RM25.00 received from ALI'), await matched('25'), await matched('Dana masuk Rp2.500')]).toEqual([[[row!.paymentId, 'MYR']], [[row!.paymentId, 'MYR']], []])
    await shop.writing((scope) => changePayAccount(scope, duitnow, null, { fee: { share: 100, fixed: 10 } }))
    done(await shop.writing((scope) => sayRate(scope, { language: 'id' }, { currency: 'MYR', from: '2026-11-01', rate: '3500' })))
    await shop.writing((scope) => confirmPayment(scope, { secrets }, row!.paymentId))
    // One percent of RM25, and ten sen.
    expect(done(await queries.order(shop.reading(), { secrets }, (await sold.orders())[0]!.id))).toMatchObject({ amount: 87_500, fees: 1_225, original: { amount: 2_500 } })
  })
})

it('left nothing unsaid in the log', () => {
  expect(bed.failures).toEqual([])
})

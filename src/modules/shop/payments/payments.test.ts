import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PayProvider, SaveBuyButton } from '#contract/payments.ts'
import { commands as links } from '#modules/links'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { beginPayment } from '../commands/begin-payment.ts'
import { makeBuyButton } from '../commands/buy-buttons.ts'
import { confirmPayment, dismissPayment, restorePayment, undoConfirmPayment } from '../commands/confirm-payment.ts'
import { askedPayAccount, changePayAccount, connectPayAccount, removePayAccount } from '../commands/pay-accounts.ts'
import { sayRate } from '../commands/say-rate.ts'
import { settlePayment } from '../commands/settle-payment.ts'
import { begin as beginShop, done, secrets } from '../for-tests.ts'
import { agenda, queries } from '../index.ts'
import { buyButtons } from '../queries/buy-buttons.ts'
import { payAccountRow, payAccounts } from '../queries/pay-accounts.ts'
import { matchPayments, payments as paymentsOf } from '../queries/payments.ts'
import { tables } from '../tables.ts'
import { logins, startProviders, type Providers } from './for-tests.ts'
import { openPayPages } from './pay-pages.ts'
import { openPayments } from './payments.ts'
import { sealed } from './static-qr/emv.ts'

type Watched = Exclude<PayProvider, 'static-qr'>

let base: TestShop
let providers: Providers
const failures: unknown[] = []
beforeAll(async () => {
  base = await testShop({ hits: false })
  providers = await startProviders(() => base.clock.now())
})
afterAll(async () => {
  await providers.close()
  await base.close()
})

const publicAddress = () => ({ url: 'https://toko.example.com', reachable: true })
const SECOND = 1000
const MINUTE = 60 * SECOND

async function selling(kind: Watched, { live = true, country = 'ID' as 'ID' | 'MY', button = {} as Partial<SaveBuyButton> } = {}) {
  const shop = await beginShop(base.another(), country)
  const payments = openPayments({ ...shop, secrets, allowPrivateHosts: true, servers: providers.servers, log: { error: (fields) => failures.push(fields) } })
  const heard: { code?: string }[] = []
  const pages = openPayPages({ ...shop, secrets, payments, publicAddress, intake: { record: async (hit) => (heard.push(hit), { counted: true }) } })
  const asked = done(await askedPayAccount(shop.reading(), { secrets, tryLogin: payments.tryLogin }, { kind, live: false, ...logins[kind] }))
  const account = await shop.writing((scope) => connectPayAccount(scope, asked))
  // The stand-ins know one key; what is live by our book is tried with it all the same.
  if (live) await shop.writing((scope) => tables(scope).updateTable('shopPayAccounts').set({ live: true }).where('accountId', '=', account).execute())
  const buttonId = done(await shop.writing((scope) => makeBuyButton(scope, { language: 'id' }, { product: null, name: 'Sambal Bawang', price: 25_000, words: '', stock: '', thanks: '', accounts: [], onPage: false, ...button })))
  const { code } = (await buyButtons(shop.reading(), { publicAddress })).find(({ id }) => id === buttonId)!
  const visit = { k: null, language: null, trial: false, asked: false }
  const caller = { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 (Linux; Android 14)', language: 'id' }
  const press = async (fields: Record<string, string> = {}, more: { k?: string | null; asked?: boolean } = {}) => {
    const page = (await pages.payPage(code, { ...visit, ...more }))!
    const pressed = (await pages.payPress(code, { token: page.token, ...(page.k !== null && { k: page.k }), ...fields }, { ...visit, ...more }, caller))!
    if (pressed.is === 'wrong') return { wrong: pressed.fault }
    const token = pressed.to.split('/')[3]!.replace('?go', '')
    return { token, shown: (await pages.payment(code, token, { look: false }))! }
  }
  const of = providers.of[kind]
  const pressed = async (...given: Parameters<typeof press>) => {
    const { token, shown } = (await press(...given)) as { token: string; shown: NonNullable<Awaited<ReturnType<typeof pages.payment>>> }
    return { token, shown, key: `kicau-${shown.reference}` }
  }
  const tell = (about: Parameters<typeof of.call>[0], key: string, { at = shop.clock.now(), altered = (body: string) => body, headers = {} as Record<string, string>, to = account } = {}) => {
    const call = of.call(about, key, at)
    return payments.takeCall(to, { headers: { ...call.headers, ...headers }, body: Buffer.from(altered(call.body)) })
  }
  const orders = async () => done(await queries.orders(shop.reading(), {})).items
  const rows = () => tables(shop.reading()).selectFrom('shopPayments').selectAll().where('workspaceId', '=', shop.workspaceId).orderBy('madeAt').execute()
  const states = async () => (await rows()).map((row) => row.state)
  return { shop, payments, pages, account, buttonId, code, press, pressed, of, tell, orders, rows, states, heard }
}

describe.each(['stripe', 'midtrans', 'xendit'] as const)('%s', (kind) => {
  it('notes an order once it is paid, however often that is told and all at once', async () => {
    const { pressed, of, tell, orders, states, heard, code } = await selling(kind)
    const { key, shown } = await pressed({ quantity: '2', name: 'Siti <b>', phone: '0812-3456-7890', found: 'instagram' })
    expect(shown).toMatchObject({ state: 'waiting', amount: 50_000, quantity: 2, address: expect.stringContaining('https://') as string })
    expect(heard).toMatchObject([{ kind: 'order-code', code: shown.reference, path: `/b/${code}` }])
    expect(await orders()).toEqual([])
    of.pay(key)
    expect(await Promise.all([tell('paid', key), tell('paid', key), tell('paid', key)])).toEqual(['heard', 'heard', 'heard'])
    expect(await tell('paid', key, { headers: { 'webhook-id': 'another-id' } })).toBe('heard')
    expect(await states()).toEqual(['paid'])
    expect(await orders()).toMatchObject([
      {
        amount: 50_000,
        state: 'placed',
        salesPlace: 'web',
        externalId: shown.reference,
        foundUs: { answer: 'said', channel: 'instagram' },
        buyer: { name: 'Siti <b>', phoneKept: true },
        lines: [{ name: 'Sambal Bawang', quantity: 2, value: 50_000 }],
      },
    ])
  })

  it('takes no call that was altered, is somebody else’s, or too old', async () => {
    const { pressed, of, tell, orders, states, account, shop } = await selling(kind)
    const { key } = await pressed()
    of.pay(key)
    const forged = { stripe: { altered: (body: string) => body.replace('2500000', '100') }, midtrans: { altered: (body: string) => body.replace('25000.00', '1.00') }, xendit: { headers: { 'x-callback-token': 'guessed' } } }[kind]
    expect(await tell('paid', key, forged)).toBe('not-signed')
    expect(await tell('paid', key, { to: newId() })).toBe('unknown')
    expect(await tell('paid', key, { altered: () => '{"hello":1}', headers: { 'stripe-signature': 't=1,v1=00' } })).not.toBe('heard')
    if (kind === 'stripe') expect(await tell('paid', key, { at: new Date(shop.clock.now().getTime() - 6 * MINUTE) })).toBe('not-signed')
    expect([await states(), await orders()]).toEqual([['waiting'], []])
    expect(await payAccounts(shop.reading(), 'https://toko.example.com/api/pay')).toMatchObject([{ callProblem: expect.any(String) as string, callAddress: `https://toko.example.com/api/pay/${account}` }])
    expect(await tell('paid', key)).toBe('heard')
    expect(await payAccounts(shop.reading(), null)).toMatchObject([{ callProblem: null, heardAt: expect.any(String) as string }])
    expect(await states()).toEqual(['paid'])
  })

  it('takes its calls in any order: given back before it was paid, ended and paid after all', async () => {
    const { pressed, of, tell, orders, states } = await selling(kind)
    const { key } = await pressed()
    of.pay(key)
    of.refund(key, 10_000)
    expect(await tell('refunded', key)).toBe('heard')
    // Midtrans is asked at that, and says the rest by itself.
    expect(await states()).toEqual([kind === 'midtrans' ? 'part-refunded' : 'waiting'])
    await tell('failed', key)
    await tell('paid', key)
    await tell('refunded', key)
    expect(await states()).toEqual(['part-refunded'])
    expect(await orders()).toMatchObject([{ amount: 15_000, state: 'placed' }])
    of.refund(key, 15_000)
    await tell('refunded', key)
    await tell('refunded', key)
    expect(await states()).toEqual(['refunded'])
    // Given back in whole, it is a return with the worth it had.
    expect(await orders()).toMatchObject([{ amount: 25_000, state: 'returned' }])
    await tell('paid', key)
    expect(await orders()).toHaveLength(1)
  })

  it('says that it failed or ended, and asks for nothing again', async () => {
    const { pressed, of, tell, states, orders, pages, code } = await selling(kind)
    const { key, token } = await pressed()
    of.expire(key)
    expect(await tell('expired', key)).toBe('heard')
    expect(await states()).toEqual(['expired'])
    expect(await pages.payment(code, token, { look: true })).toMatchObject({ state: 'expired', address: null })
    expect(await orders()).toEqual([])
  })

  it('does not take for paid what was not asked for', async () => {
    const { pressed, of, tell, states, orders, rows, shop } = await selling(kind)
    const { key } = await pressed()
    of.pay(key, { amount: 2_500 })
    expect(await tell('paid', key)).toBe('heard')
    expect([await states(), await orders()]).toEqual([['paid-other'], []])
    const [row] = await rows()
    expect(done(await paymentsOf(shop.reading(), { show: 'to-confirm', limit: 10 })).items).toMatchObject([{ amount: 25_000, paidAmount: 2_500 }])
    await shop.writing((scope) => confirmPayment(scope, { secrets }, row!.paymentId))
    expect(await orders()).toMatchObject([{ amount: 2_500 }])
    await shop.writing((scope) => undoConfirmPayment(scope, { secrets }, row!.paymentId))
    expect([await states(), await orders()]).toEqual([['paid-other'], []])
  })

  it('is asked once for a checkout: where its answer is lost, the checkout is looked for', async () => {
    const { pressed, of, states, shop, payments, pages, code, orders, tell } = await selling(kind)
    const before = of.made
    providers.fault = 'lost'
    const { key, token, shown } = await pressed()
    expect([shown.state, of.made]).toEqual(['unknown', before + 1])
    shop.clock.advance(10 * SECOND)
    const looked = (await pages.payment(code, token, { look: true }))!
    // Midtrans knows of a payment only once somebody chose how to pay; nobody was led to its page.
    expect(looked.state).toBe(kind === 'midtrans' ? 'unknown' : 'waiting')
    shop.clock.advance(2 * MINUTE)
    await payments.tick()
    expect(await states()).toEqual([kind === 'midtrans' ? 'gone' : 'waiting'])
    expect(of.made).toBe(before + 1)
    expect(of.keyOf(before)).toBe(key)
    // And if it was paid all the same, that is what counts.
    of.pay(key)
    await tell('paid', key)
    expect([await states(), (await orders()).length]).toEqual([['paid'], 1])
  })

  it('made nothing where it could not be reached, and says so', async () => {
    const { press, of, states, shop, payments } = await selling(kind)
    const before = of.made
    providers.fault = 'down'
    await press()
    expect(await states()).toEqual(['unknown'])
    shop.clock.advance(3 * MINUTE)
    providers.deaf = true
    await payments.tick()
    expect(await states()).toEqual(['unknown'])
    providers.deaf = false
    shop.clock.advance(10 * MINUTE)
    await payments.tick()
    // The broken server had made it before it broke; of what nobody chose a way to pay for Midtrans knows nothing.
    expect(await states()).toEqual([kind === 'midtrans' ? 'gone' : 'waiting'])
    providers.fault = 'not-there'
    await press()
    shop.clock.advance(3 * MINUTE)
    await payments.tick()
    expect((await states()).at(-1)).toBe('gone')
    expect(of.made).toBe(before + 1)
  })

  it('was killed between its key and the answer: the checkout is found, or nothing was', async () => {
    const { shop, account, buttonId, payments, rows, states, of } = await selling(kind)
    const row = (await payAccountRow(shop.reading(), account))!
    const wish = { buttonId, offered: { account: row, way: 'page' as const }, language: 'id' as const, quantity: 1, amount: 25_000, currency: 'IDR' as const, buyerName: null, phone: null, foundUs: { answer: 'not-asked' as const }, code: null, tracked: null, until: new Date(shop.clock.now().getTime() + 86_400_000) }
    // The first half of a press, and no second.
    await shop.writing((scope) => beginPayment(scope, { secrets }, { ...wish, token: kind.padEnd(22, 'x') }))
    expect(await states()).toEqual(['making'])
    const before = of.made
    shop.clock.advance(2 * MINUTE)
    await payments.tick()
    expect([await states(), of.made]).toEqual([['gone'], before])
    expect(await rows()).toMatchObject([{ lookAt: null }])
  })

  it('is found out by looking where nobody called', async () => {
    const { pressed, of, pages, code, payments, shop, orders, states } = await selling(kind)
    const first = await pressed()
    of.pay(first.key)
    expect((await pages.payment(code, first.token, { look: true }))!.state).toBe('paid')
    const second = await pressed()
    of.pay(second.key)
    shop.clock.advance(2 * MINUTE)
    await payments.tick()
    await payments.tick()
    expect(await states()).toEqual(['paid', 'paid'])
    expect(await orders()).toHaveLength(2)
    // What was kept of it is known where the provider says so, and is not taken for nothing where it does not.
    const fees = (await tables(shop.reading()).selectFrom('shopOrders').select('fees').where('workspaceId', '=', shop.workspaceId).execute()).map((row) => row.fees)
    expect(fees).toEqual({ stripe: [750, 750], midtrans: [null, null], xendit: [500, 500] }[kind])
  })

  it('keeps its secrets sealed and its trials out of the books', async () => {
    const { pressed, of, tell, orders, states, shop, pages, code } = await selling(kind, { live: false })
    expect(await pages.payPage(code, { k: null, language: 'en', trial: false, asked: false })).toMatchObject({ trial: true, language: 'en' })
    const { key } = await pressed({ phone: '081234567890', name: 'Siti' })
    of.pay(key)
    // Stripe says of each call whether it is of real money: such a call is none of a trial's.
    if (kind === 'stripe') await tell('paid', key).then(async () => expect(await states()).toEqual(['waiting']))
    of.live = false
    await tell('paid', key)
    of.live = true
    expect([await states(), await orders()]).toEqual([['paid'], []])
    const { rows } = await shop.database.pool.query('select a::text as a, p::text as p from shop_pay_accounts a, shop_payments p where a.workspace_id = $1 and p.workspace_id = $1', [shop.workspaceId])
    for (const kept of [logins[kind].key, logins[kind].callSecret ?? logins[kind].key, '81234567890']) expect(JSON.stringify(rows)).not.toContain(kept)
  })
})

describe('a key', () => {
  it.each(['stripe', 'midtrans', 'xendit'] as const)('of %s is tried before it is kept', async (kind) => {
    const shop = await beginShop(base.another())
    const payments = openPayments({ ...shop, secrets, allowPrivateHosts: true, servers: providers.servers, log: { error: () => {} } })
    const connect = (key: string, live = false) => askedPayAccount(shop.reading(), { secrets, tryLogin: payments.tryLogin }, { kind, live, key })
    expect(await connect(`${logins[kind].key}x`)).toMatchObject({ refused: 'shop.pay-key-wrong', where: 'key' })
    expect(await connect(logins[kind].key, true)).toMatchObject({ refused: 'shop.pay-key-of-other-mode' })
    expect(await connect(logins[kind].key)).toMatchObject({ live: false, keyEnd: logins[kind].key.slice(-4), signed: kind === 'midtrans' })
    const off = openPayments({ ...shop, secrets, allowPrivateHosts: true, servers: { [kind]: 'http://127.0.0.1:9' }, log: { error: () => {} } })
    expect(await askedPayAccount(shop.reading(), { secrets, tryLogin: off.tryLogin }, { kind, live: false, ...logins[kind] })).toMatchObject({ refused: 'shop.pay-provider-down' })
  })

  it('of Midtrans takes rupiah only', async () => {
    const shop = await beginShop(base.another(), 'MY')
    expect(await askedPayAccount(shop.reading(), { secrets, tryLogin: async () => null }, { kind: 'midtrans', live: false, ...logins.midtrans })).toMatchObject({ refused: 'shop.pay-currency' })
  })

  it('is forgotten a day after its account was taken off, unless something is under way', async () => {
    const { shop, account, payments, pressed } = await selling('stripe')
    await pressed()
    await shop.writing((scope) => removePayAccount(scope, account))
    const login = async () => (await payAccountRow(shop.reading(), account))!.login
    shop.clock.advance(2 * 86_400_000)
    await payments.forget()
    expect(await login()).not.toBeNull()
    shop.clock.advance(2 * 86_400_000)
    await payments.forget()
    expect(await login()).toBeNull()
  })
})

describe('the pay page', () => {
  it('takes what is right, and says of the rest what is wrong with it', async () => {
    const { press, pages, code } = await selling('xendit')
    expect(await press({ quantity: '0' })).toEqual({ wrong: 'quantity-unreadable' })
    expect(await press({ quantity: '2.5' })).toEqual({ wrong: 'quantity-unreadable' })
    expect(await press({ phone: 'not a number' })).toEqual({ wrong: 'phone-unreadable' })
    expect(await pages.payPage('zzzzzz', { k: null, language: null, trial: false, asked: false })).toBeNull()
    expect(await pages.payPage(`${code}'--`, { k: null, language: null, trial: false, asked: false })).toBeNull()
    const free = await selling('xendit', { button: { price: null } })
    expect(await free.press({ amount: 'banyak' })).toEqual({ wrong: 'amount-unreadable' })
    expect(await free.press({ amount: '99999999999999' })).toEqual({ wrong: 'amount-too-large' })
    expect((await free.pressed({ amount: '75rb' })).shown).toMatchObject({ amount: 75_000 })
    // Below what the provider takes: it says so itself.
    expect((await free.pressed({ amount: '500' })).shown).toMatchObject({ state: 'refused' })
  })

  it('is one payment however often its form is sent', async () => {
    const { pages, code, of, rows } = await selling('stripe')
    const visit = { k: null, language: null, trial: false, asked: false }
    const { token } = (await pages.payPage(code, visit))!
    const send = () => pages.payPress(code, { token, quantity: '1' }, visit, { ip: '203.0.113.7', userAgent: 'x', language: null })
    const before = of.made
    const gone = await Promise.all([send(), send(), send()])
    expect(new Set(gone.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(await send()).toEqual(gone[0])
    expect([of.made - before, (await rows()).length]).toEqual([1, 1])
  })

  it('carries the link or chat code that it was opened with, and believes no other', async () => {
    const { shop, pressed, of, tell, orders } = await selling('midtrans')
    const needs = { publicAddress }
    const url = done(await shop.writing((scope) => links.makeLink(scope, needs, { kind: 'url', channel: 'instagram', target: 'https://toko.example.com/b/x' })))
    const chat = done(await shop.writing((scope) => links.makeLink(scope, needs, { kind: 'shop-page', channel: 'tiktok' })))
    const strange = await beginShop(base.another())
    const foreign = done(await strange.writing((scope) => links.makeLink(scope, needs, { kind: 'shop-page', channel: 'facebook' })))
    for (const k of [url.code, chat.chatCode!.toLowerCase(), foreign.code, 'nonsense']) {
      const { key } = await pressed({}, { k })
      of.pay(key)
      await tell('paid', key)
      shop.clock.advance(SECOND)
    }
    expect((await orders()).map(({ tracked, code }) => [tracked?.by, tracked?.channel, tracked?.linkId, code]).reverse()).toEqual([
      ['link', 'instagram', url.id, null],
      ['code', 'tiktok', chat.id, chat.chatCode],
      [undefined, undefined, undefined, null],
      [undefined, undefined, undefined, null],
    ])
  })

  it('asks how they found the shop once, and keeps an empty answer apart', async () => {
    const { pages, code, pressed, of, tell, orders, shop } = await selling('midtrans')
    const visit = { k: null, language: null, trial: false, asked: false }
    const offered = (await pages.payPage(code, visit))!.foundUs!
    expect(offered).toContain('word-of-mouth')
    const orderings = new Set(await Promise.all(Array.from({ length: 8 }, async () => (await pages.payPage(code, visit))!.foundUs!.join())))
    expect(orderings.size).toBeGreaterThan(1)
    expect((await pages.payPage(code, { ...visit, asked: true }))!.foundUs).toBeNull()
    const answers: Record<string, string>[] = [
      { found: 'word-of-mouth', who: 'Mbak Ayu', phone: '081200001111' },
      { phone: '081200002222' },
      { found: 'unsure' },
      { found: 'made-up' },
      // The same buyer as the first: who said it once is not counted as having kept silent.
      { phone: '0812-0000-1111' },
    ]
    for (const fields of answers) {
      const { key } = await pressed(fields)
      of.pay(key)
      await tell('paid', key)
      shop.clock.advance(SECOND)
    }
    const { key } = await pressed({ found: 'instagram' }, { asked: true })
    of.pay(key)
    await tell('paid', key)
    expect((await orders()).map(({ foundUs }) => (foundUs.answer === 'said' ? `${foundUs.channel} ${foundUs.detail}` : foundUs.answer)).reverse()).toEqual(['word-of-mouth Mbak Ayu', 'no-answer', 'unsure', 'no-answer', 'not-asked', 'not-asked'])
  })
})

const sticker = sealed([
  { tag: '00', value: '01' },
  { tag: '01', value: '11' },
  { tag: '26', value: '0014COM.GO-JEK.WWW' },
  { tag: '52', value: '5812' },
  { tag: '53', value: '360' },
  { tag: '58', value: 'ID' },
  { tag: '59', value: 'SAMBAL BU TINI' },
  { tag: '60', value: 'YOGYAKARTA' },
])

describe('a static QR code', () => {
  async function withSticker(additions = false) {
    const made = await selling('xendit')
    const { shop, account, payments } = made
    await shop.writing((scope) => removePayAccount(scope, account))
    const asked = done(await askedPayAccount(shop.reading(), { secrets, tryLogin: payments.tryLogin }, { kind: 'static-qr', live: true, qr: sticker }))
    const qr = await shop.writing((scope) => connectPayAccount(scope, asked))
    if (additions) await shop.writing((scope) => changePayAccount(scope, qr, null, { additions: true }))
    return { ...made, qr }
  }

  it('shows the amount in the code; nothing is taken for paid until its owner says so, and that can be taken back', async () => {
    const { pressed, pages, code, shop, states, orders, rows, qr } = await withSticker()
    const { token, shown } = await pressed({ name: 'Siti' })
    expect(shown).toMatchObject({ state: 'waiting', byHand: true, added: 0, qr: { name: 'SAMBAL BU TINI', amountInside: true } })
    const [row] = await rows()
    expect(row!.qr).toContain('540525000')
    await pages.payClaim(code, token)
    await pages.payClaim(code, token)
    expect([await states(), await orders()]).toEqual([['claimed'], []])
    expect((await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-18', hour: '10:00' })).filter(({ kind }) => kind === 'payment-to-confirm')).toMatchObject([{ subject: row!.paymentId, state: 'claimed', action: { href: expect.stringContaining('/orders/pay') as string } }])
    const say = (word: typeof confirmPayment) => shop.writing((scope) => word(scope, { secrets }, row!.paymentId))
    await say(confirmPayment)
    await say(confirmPayment)
    expect(await orders()).toMatchObject([{ amount: 25_000, externalId: shown.reference, buyer: { name: 'Siti' } }])
    expect(await say(undoConfirmPayment)).toBeUndefined()
    expect([await states(), await orders()]).toEqual([['claimed'], []])
    await say(confirmPayment)
    expect(await orders()).toHaveLength(1)
    await say(undoConfirmPayment)
    await say(dismissPayment)
    expect(await states()).toEqual(['dismissed'])
    await say(restorePayment)
    expect(await states()).toEqual(['claimed'])
    expect(await say(undoConfirmPayment)).toMatchObject({ refused: 'shop.payment-not-confirmed' })
    await shop.writing((scope) => changePayAccount(scope, qr, null, { amountInside: false, fee: { share: 70, fixed: 0 } }))
    shop.clock.advance(SECOND)
    expect((await pressed()).shown.qr).toMatchObject({ amountInside: false })
    expect((await rows()).at(-1)!.qr).toBe(sticker)
  })

  it('is matched by amount and time, told apart by a few rupiah where its owner wants it so', async () => {
    const { pressed, shop, rows } = await withSticker(true)
    for (let one = 0; one < 5; one++) await pressed()
    const amounts = (await rows()).map((row) => row.amount)
    expect(new Set(amounts).size).toBe(5)
    for (const amount of amounts) expect([amount > 25_000, amount <= 25_999]).toEqual([true, true])
    shop.clock.advance(5 * MINUTE)
    const at = new Date(Math.floor((shop.clock.now().getTime() - 3 * MINUTE) / MINUTE) * MINUTE)
    const wib = new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16)
    const matched = await matchPayments(shop.reading(), `Dana masuk Rp${amounts[2]!.toLocaleString('id-ID')},00 pada 18/11 ${wib}`, 'id')
    expect(matched).toMatchObject({ amounts: [amounts[2]], at: at.toISOString(), matches: [{ fits: 'amount-and-time', payment: { amount: amounts[2] } }] })
    expect((await matchPayments(shop.reading(), '24.000', 'id')).matches).toEqual([])
    expect((await matchPayments(base.another().reading(), String(amounts[0]), 'id').catch(() => ({ matches: [] }))).matches).toEqual([])
  })

  it('ends by itself where nobody said that it was paid, and a provider’s word can’t be replaced by a hand', async () => {
    const { pressed, shop, payments, states } = await withSticker()
    await pressed()
    shop.clock.advance(25 * 3_600_000)
    await payments.tick()
    expect(await states()).toEqual(['expired'])
    const other = await selling('xendit')
    const { token } = await other.pressed()
    await other.pages.payClaim(other.code, token)
    const [row] = await other.rows()
    expect(row!.state).toBe('waiting')
    expect(await other.shop.writing((scope) => confirmPayment(scope, { secrets }, row!.paymentId))).toMatchObject({ refused: 'shop.payment-not-waiting' })
  })
})

it('left nothing unsaid in the log', () => {
  expect(failures).toEqual([])
})

it('names a currency that it does not know, tells no amount of it, and makes no order of it', async () => {
  const { shop, pressed, orders, rows, pages, code } = await selling('stripe')
  const { token } = await pressed()
  const { paymentId } = (await rows())[0]!
  await shop.writing((scope) => settlePayment(scope, { secrets }, paymentId, { news: { paid: { amount: 45_000, currency: 'ZAR', at: shop.clock.now(), fee: null } } }))
  const told = { state: 'paid-other', amount: 25_000, paidAmount: null, unknownCurrency: 'ZAR' }
  expect(done(await paymentsOf(shop.reading(), { show: 'to-confirm', limit: 10 })).items).toMatchObject([{ ...told, paidCurrency: null }])
  expect(await pages.payment(code, token, { look: false })).toMatchObject(told)
  const [offered] = (await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-18', hour: '10:00' })).filter(({ kind }) => kind === 'payment-to-confirm')
  expect(offered!.reason).toEqual({ code: 'payment-to-confirm-unknown', values: { who: expect.any(String) as string, currency: 'ZAR', at: shop.clock.now().toISOString() } })
  expect(await shop.writing((scope) => confirmPayment(scope, { secrets }, paymentId))).toMatchObject({ refused: 'shop.payment-not-waiting' })
  expect(await orders()).toEqual([])
})

it('makes an order of what was paid in another currency, at its owner’s word; what is given back of it is given back in that', async () => {
  const { shop, pressed, orders, rows, states } = await selling('stripe')
  await pressed()
  const { paymentId } = (await rows())[0]!
  const learn = (news: Parameters<typeof settlePayment>[3]['news']) => shop.writing((scope) => settlePayment(scope, { secrets }, paymentId, { news: news! }))
  await learn({ paid: { amount: 450, currency: 'SGD', at: shop.clock.now(), fee: 30 } })
  expect([await states(), await orders()]).toEqual([['paid-other'], []])
  expect(done(await paymentsOf(shop.reading(), { show: 'to-confirm', limit: 10 })).items).toMatchObject([{ amount: 25_000, paidAmount: 450, paidCurrency: 'SGD' }])
  await shop.writing((scope) => confirmPayment(scope, { secrets }, paymentId))
  expect(await orders()).toMatchObject([{ amount: null, original: { currency: 'SGD', amount: 450 }, lines: [{ value: 450 }] }])
  done(await shop.writing((scope) => sayRate(scope, { language: 'id' }, { currency: 'SGD', from: '2026-11-01', rate: '12000' })))
  expect(done(await queries.order(shop.reading(), { secrets }, (await orders())[0]!.id))).toMatchObject({ amount: 54_000, fees: 3_600 })
  await learn({ refund: { id: '', amount: 150 } })
  expect(await orders()).toMatchObject([{ amount: 36_000, original: { amount: 300 }, state: 'placed' }])
  await learn({ refund: { id: '', amount: 450 } })
  expect(await orders()).toMatchObject([{ amount: 54_000, original: { amount: 450 }, state: 'returned' }])
})

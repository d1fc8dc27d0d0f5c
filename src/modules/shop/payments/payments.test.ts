import { describe, expect, it } from 'vitest'
import { newId } from '#platform/ids'
import { beginPayment } from '../commands/begin-payment.ts'
import { changeOrder } from '../commands/change-order.ts'
import { confirmPayment, undoConfirmPayment } from '../commands/confirm-payment.ts'
import { askedPayAccount, removePayAccount } from '../commands/pay-accounts.ts'
import { sayRate } from '../commands/say-rate.ts'
import { settlePayment } from '../commands/settle-payment.ts'
import { begin as beginShop, done, secrets } from '../for-tests.ts'
import { agenda, queries } from '../index.ts'
import { payAccountRow, payAccounts } from '../queries/pay-accounts.ts'
import { payments as paymentsOf } from '../queries/payments.ts'
import { tables } from '../tables.ts'
import { logins } from './for-tests.ts'
import { openPayments } from './payments.ts'
import { MINUTE, SECOND, sellers } from './selling-for-tests.ts'

const { bed, selling } = sellers()

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

  it('charges what it keeps of a payment that was given back in whole, where it does: that is what the return cost', async () => {
    const { pressed, of, tell, orders, shop, payments } = await selling(kind)
    const { key } = await pressed()
    of.pay(key)
    await tell('paid', key)
    of.refund(key, 25_000)
    await tell('refunded', key)
    shop.clock.advance(2 * MINUTE)
    await payments.tick()
    const returned = async () => (await orders()).map(({ state, amount, returnCost }) => [state, amount, returnCost])
    // Midtrans does not say, and Xendit gives some of them back.
    const kept = { stripe: 750, midtrans: null, xendit: null }[kind]
    expect(await returned()).toEqual([['returned', 25_000, kept]])
    // Its owner knows better, whatever is told again.
    const [order] = await orders()
    expect(await shop.writing((scope) => changeOrder(scope, { secrets }, order!.id, { returnCost: 9_000 }))).toBeUndefined()
    await tell('refunded', key, { headers: { 'webhook-id': 'once-more' } })
    expect(await returned()).toEqual([['returned', 25_000, 9_000]])
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
    bed.providers.fault = 'lost'
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
    bed.providers.fault = 'down'
    await press()
    expect(await states()).toEqual(['unknown'])
    shop.clock.advance(3 * MINUTE)
    bed.providers.deaf = true
    await payments.tick()
    expect(await states()).toEqual(['unknown'])
    bed.providers.deaf = false
    shop.clock.advance(10 * MINUTE)
    await payments.tick()
    // The broken server had made it before it broke; of what nobody chose a way to pay for Midtrans knows nothing.
    expect(await states()).toEqual([kind === 'midtrans' ? 'gone' : 'waiting'])
    bed.providers.fault = 'not-there'
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
    expect(await pages.payPage(code, { k: null, language: 'en', trial: false, askedBy: [] })).toMatchObject({ trial: true, language: 'en' })
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
    const shop = await beginShop(bed.base.another())
    const payments = openPayments({ ...shop, secrets, allowPrivateHosts: true, servers: bed.providers.servers, log: { error: () => {} } })
    const connect = (key: string, live = false) => askedPayAccount(shop.reading(), { secrets, tryLogin: payments.tryLogin }, { kind, live, key })
    expect(await connect(`${logins[kind].key}x`)).toMatchObject({ refused: 'shop.pay-key-wrong', where: 'key' })
    expect(await connect(logins[kind].key, true)).toMatchObject({ refused: 'shop.pay-key-of-other-mode' })
    expect(await connect(logins[kind].key)).toMatchObject({ live: false, keyEnd: logins[kind].key.slice(-4), signed: kind === 'midtrans' })
    const off = openPayments({ ...shop, secrets, allowPrivateHosts: true, servers: { [kind]: 'http://127.0.0.1:9' }, log: { error: () => {} } })
    expect(await askedPayAccount(shop.reading(), { secrets, tryLogin: off.tryLogin }, { kind, live: false, ...logins[kind] })).toMatchObject({ refused: 'shop.pay-provider-down' })
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

describe('what was paid in another currency', () => {
  it('is named where it is not known; no amount of it is told, and no order made of it', async () => {
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

  it('makes an order at its owner’s word; what is given back of it is given back in that', async () => {
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
})

describe('what a card brought, at Midtrans', () => {
  it.each(['cancel', 'chargeback'] as const)('goes back by %s, whichever call comes first', async (by) => {
    const { pressed, of, tell, orders, states } = await selling('midtrans')
    const captured = { altered: (body: string) => body.replace('"settlement"', '"capture"') }
    const { key } = await pressed()
    of.pay(key)
    expect(await tell('paid', key, captured)).toBe('heard')
    expect([await states(), await orders()]).toMatchObject([['paid'], [{ amount: 25_000, state: 'placed' }]])
    of.takeBack!(key, by)
    expect([await tell('paid', key), await tell('paid', key)]).toEqual(['heard', 'heard'])
    expect([await states(), await orders()]).toMatchObject([['refunded'], [{ amount: 25_000, state: 'returned' }]])
  })

  it('is none where it was cancelled before anybody heard of it, however late the first call comes', async () => {
    const { pressed, of, tell, orders, states } = await selling('midtrans')
    const { key } = await pressed()
    of.pay(key)
    const first = of.call('paid', key, new Date()).body.replace('"settlement"', '"capture"')
    of.takeBack!(key, 'cancel')
    expect([await tell('paid', key), await tell('paid', key, { altered: () => first })]).toEqual(['heard', 'heard'])
    expect([await states(), await orders()]).toEqual([['failed'], []])
  })
})

it('left nothing unsaid in the log', () => {
  expect(bed.failures).toEqual([])
})

import { describe, expect, it } from 'vitest'
import { commands as links } from '#modules/links'
import { newId } from '#platform/ids'
import { addProduct } from '../commands/add-product.ts'
import { changeBuyButton } from '../commands/buy-buttons.ts'
import { confirmPayment, dismissPayment, restorePayment, undoConfirmPayment } from '../commands/confirm-payment.ts'
import { askedPayAccount, changePayAccount, connectPayAccount, removePayAccount } from '../commands/pay-accounts.ts'
import { begin as beginShop, done, secrets } from '../for-tests.ts'
import { agenda } from '../index.ts'
import { buyButtonsOnPage } from '../queries/buy-buttons.ts'
import { matchPayments } from '../queries/payments.ts'
import { tables } from '../tables.ts'
import { stickerOf } from './for-tests.ts'
import { MINUTE, publicAddress, SECOND, sellers } from './selling-for-tests.ts'
import { readEmv } from './static-qr/emv.ts'

const { bed, selling } = sellers()

describe('the pay page', () => {
  it('stands on the shop’s page while there is a way to pay it', async () => {
    const { shop, account, buttonId } = await selling('xendit', { button: { onPage: true } })
    const names = async () => (await buyButtonsOnPage(shop.reading())).map(({ name }) => name)
    const only = (accounts: string[]) => shop.writing((scope) => tables(scope).updateTable('shopBuyButtons').set({ accounts }).where('buttonId', '=', buttonId).execute())
    expect(await names()).toEqual(['Sambal Bawang'])
    // Another account than the one that is there.
    await only([newId()])
    expect(await names()).toEqual([])
    await only([account])
    expect(await names()).toEqual(['Sambal Bawang'])
    await shop.writing((scope) => tables(scope).updateTable('shopPayAccounts').set({ live: false }).where('accountId', '=', account).execute())
    expect(await names()).toEqual([])
  })

  it('takes what is right, and says of the rest what is wrong with it', async () => {
    const { press, pages, code } = await selling('xendit')
    expect(await press({ quantity: '0' })).toEqual({ wrong: 'quantity-unreadable' })
    expect(await press({ quantity: '2.5' })).toEqual({ wrong: 'quantity-unreadable' })
    expect(await press({ phone: 'not a number' })).toEqual({ wrong: 'phone-unreadable' })
    expect(await pages.payPage('zzzzzz', { k: null, language: null, trial: false, askedBy: [] })).toBeNull()
    expect(await pages.payPage(`${code}'--`, { k: null, language: null, trial: false, askedBy: [] })).toBeNull()
    const free = await selling('xendit', { button: { price: null } })
    expect(await free.press({ amount: 'banyak' })).toEqual({ wrong: 'amount-unreadable' })
    expect(await free.press({ amount: '99999999999999' })).toEqual({ wrong: 'amount-too-large' })
    expect((await free.pressed({ amount: '75rb' })).shown).toMatchObject({ amount: 75_000 })
    // Below what the provider takes: it says so itself.
    expect((await free.pressed({ amount: '500' })).shown).toMatchObject({ state: 'refused' })
  })

  it('is one payment however often its form is sent', async () => {
    const { pages, code, of, rows } = await selling('stripe')
    const visit = { k: null, language: null, trial: false, askedBy: [] }
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
    const strange = await beginShop(bed.base.another())
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
    const visit = { k: null, language: null, trial: false, askedBy: [] }
    const offered = (await pages.payPage(code, visit))!.foundUs!
    expect(offered).toContain('word-of-mouth')
    const orderings = new Set(await Promise.all(Array.from({ length: 8 }, async () => (await pages.payPage(code, visit))!.foundUs!.join())))
    expect(orderings.size).toBeGreaterThan(1)
    // By whichever of this shop's buttons, or its form; what another shop asked is no answer to this one.
    const { slug } = (await pages.payPage(code, visit))!.shop
    expect((await pages.payPage(code, { ...visit, askedBy: ['lain', slug] }))!.foundUs).toBeNull()
    expect((await pages.payPage(code, { ...visit, askedBy: ['lain'] }))!.foundUs).not.toBeNull()
    expect(await pages.payPress(code, { quantity: '1' }, visit, { ip: '203.0.113.7', userAgent: 'x', language: null })).toMatchObject({ is: 'go', shop: slug })
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
    const { key } = await pressed({ found: 'instagram' }, { askedBy: [slug] })
    of.pay(key)
    await tell('paid', key)
    expect((await orders()).map(({ foundUs }) => (foundUs.answer === 'said' ? `${foundUs.channel} ${foundUs.detail}` : foundUs.answer)).reverse()).toEqual(['word-of-mouth Mbak Ayu', 'no-answer', 'unsure', 'no-answer', 'not-asked', 'not-asked'])
  })
})

describe('QRIS of Midtrans, on our own page', () => {
  const withQr = async () => {
    const made = await selling('midtrans')
    await made.shop.writing(async (scope) => done(await changePayAccount(scope, made.account, null, { ways: ['page', 'qr'] })))
    const charges = () => bed.providers.asked.filter((one) => one === 'POST /v2/charge').length
    return { ...made, way: `${made.account}.qr`, charges, before: charges() }
  }

  it('shows its code until it is paid, and notes the order once', async () => {
    const { pages, code, pressed, way, of, tell, orders, states, rows, charges, before } = await withQr()
    const offered = (await pages.payPage(code, { k: null, language: null, trial: false, askedBy: [] }))!.ways
    expect(offered.map(({ id }) => id)).toContain(way)
    const { key, token, shown } = await pressed({ way, quantity: '2' })
    expect(shown).toMatchObject({ state: 'waiting', amount: 50_000, address: null, byHand: false, qr: { svg: expect.stringContaining('<svg') as string, amountInside: true } })
    expect(charges() - before).toBe(1)
    // Whole, and with the sum in it.
    expect(readEmv((await rows())[0]!.qr!)).toEqual({ fault: 'dynamic' })
    of.pay(key)
    expect(await Promise.all([tell('paid', key), tell('paid', key)])).toEqual(['heard', 'heard'])
    expect([await states(), (await orders()).map(({ amount }) => amount)]).toEqual([['paid'], [50_000]])
    expect(await pages.payment(code, token, { look: false })).toMatchObject({ state: 'paid', qr: null })
  })

  it('ends after half an hour, and what was paid in its last moment counts', async () => {
    const { pages, code, pressed, way, of, payments, states, shop, orders, tell } = await withQr()
    const { key, token, shown } = await pressed({ way })
    expect(shown.qr).not.toBeNull()
    of.expire(key)
    shop.clock.advance(31 * MINUTE)
    await payments.tick()
    expect([await states(), await orders()]).toEqual([['expired'], []])
    expect(await pages.payment(code, token, { look: false })).toMatchObject({ state: 'expired', qr: null })
    of.pay(key)
    await tell('paid', key)
    expect([await states(), (await orders()).length]).toEqual([['paid'], 1])
  })

  it('is given up where its answer was lost, for nobody can see the code; paid all the same, it counts', async () => {
    const { pressed, way, of, payments, states, shop, orders, tell, charges, before } = await withQr()
    bed.providers.fault = 'lost'
    const { key, shown } = await pressed({ way })
    expect(shown).toMatchObject({ state: 'unknown', qr: null })
    shop.clock.advance(2 * MINUTE)
    await payments.tick()
    expect([await states(), charges() - before]).toEqual([['gone'], 1])
    of.pay(key)
    await tell('paid', key)
    expect([await states(), (await orders()).length]).toEqual([['paid'], 1])
  })
})

const sticker = stickerOf('SAMBAL BU TINI')

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
    expect(matched).toMatchObject({ amounts: [{ amount: amounts[2], currency: 'IDR' }], at: at.toISOString(), matches: [{ fits: 'amount-and-time', payment: { amount: amounts[2] } }] })
    expect((await matchPayments(shop.reading(), '24.000', 'id')).matches).toEqual([])
    expect((await matchPayments(bed.base.another().reading(), String(amounts[0]), 'id').catch(() => ({ matches: [] }))).matches).toEqual([])
  })

  it('leaves what it kept open until its owner says so, and then no order waits for it any more', async () => {
    const { pressed, shop, rows, orders, qr, buttonId } = await withSticker()
    const product = done(await shop.writing((scope) => addProduct(scope, {}, { name: 'Sambal Bawang', cost: 12_000 })))
    await shop.writing((scope) => changeBuyButton(scope, { language: 'id' }, buttonId, { product: product.id, name: 'Sambal Bawang', price: 25_000, words: '', stock: '', thanks: '', accounts: [], onPage: false }))
    const paid = async (quantity: string) => {
      shop.clock.advance(SECOND)
      const { shown } = await pressed({ quantity })
      const row = (await rows()).at(-1)!
      await shop.writing((scope) => confirmPayment(scope, { secrets }, row.paymentId))
      return shown.reference
    }
    const [one, two] = [await paid('1'), await paid('2')]
    const margins = async () => Object.fromEntries((await orders()).map(({ externalId, margin, marginBy }) => [externalId, [margin, marginBy]]))
    expect(await margins()).toEqual({ [one]: [null, null], [two]: [null, null] })
    const say = (share: number) => shop.writing((scope) => changePayAccount(scope, qr, null, { fee: { share, fixed: 0 } }))
    await say(70)
    expect(await margins()).toEqual({ [one]: [12_825, 'costs'], [two]: [25_650, 'costs'] })
    // From now on; what is known stays.
    await say(30)
    const three = await paid('1')
    expect(await margins()).toEqual({ [one]: [12_825, 'costs'], [two]: [25_650, 'costs'], [three]: [12_925, 'costs'] })
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
  expect(bed.failures).toEqual([])
})

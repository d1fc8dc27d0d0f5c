import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { SaveOrderForm } from '#contract/order-form.ts'
import { commands as links, openRedirect } from '#modules/links'
import { commands as workspace, queries as shops } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { openMediaStore } from '#platform/storage'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { addProduct } from '../commands/add-product.ts'
import { changeProduct } from '../commands/change-product.ts'
import { forgetFormOrders } from '../commands/forget-form-orders.ts'
import { saveOrderForm } from '../commands/order-form.ts'
import { confirmFormOrder, declineFormOrder, undoConfirmFormOrder, undoDeclineFormOrder } from '../commands/settle-form-order.ts'
import { MOST_FROM_ONE } from '../commands/take-form-order.ts'
import { undoOrder } from '../commands/undo-order.ts'
import { begin as beginShop, done, secrets } from '../for-tests.ts'
import { agenda, queries } from '../index.ts'
import { formOrders } from '../queries/form-orders.ts'
import { orderForm } from '../queries/order-form.ts'
import { tables } from '../tables.ts'
import { openFormPages, type FormCaller, type FormVisit } from './form-pages.ts'

let base: TestShop
beforeAll(async () => {
  base = await testShop({ hits: false })
})
afterAll(() => base.close())

const publicAddress = () => ({ url: 'https://toko.example.com', reachable: true })
const whole: SaveOrderForm = {
  open: true,
  paused: false,
  words: '',
  hours: '',
  pausedWords: '',
  deliveryWords: '',
  products: null,
  phone: 'required',
  pickUp: true,
  delivery: true,
  deliveryFee: 10_000,
}
const DAY = 86_400_000

async function selling(wish: Partial<SaveOrderForm> = {}) {
  const shop = await beginShop(base.another())
  const product = async (name: string, price: number | null) => done(await shop.writing((scope) => addProduct(scope, { language: 'id' }, { name, price, cost: 10_000 }))).id
  const [bawang, terasi, gift] = [await product('Sambal Bawang', 25_000), await product('Sambal <b>Terasi</b>', 30_000), await product('Hadiah', null)]
  const save = (change: Partial<SaveOrderForm>) => shop.writing((scope) => saveOrderForm(scope, { language: 'id' }, { ...whole, ...wish, ...change }))
  done(await save({}))
  await shop.writing((scope) => workspace.changeShop(scope, { reserved: new Set() }, { whatsapp: '0811-111-111' }))
  const { slug } = await shops.shopProfile(shop.reading())
  const heard: { code?: string }[] = []
  const pages = openFormPages({ ...shop, secrets, publicAddress, intake: { record: async (hit) => (heard.push(hit), { counted: true }) } })
  const visit: FormVisit = { k: null, language: null, asked: false }
  const caller: FormCaller = { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 (Linux; Android 14)', language: 'id' }
  const page = async (more: Partial<FormVisit> = {}) => (await pages.orderForm(slug, { ...visit, ...more }))!
  const right = { [`q-${bawang}`]: '2', name: 'Siti', phone: '0812-3456-7890', delivery: 'pick-up' }
  /** Presses a form as it was shown, with this in its fields. */
  const press = async (fields: Record<string, string> = {}, more: { k?: string | null; asked?: boolean; ip?: string } = {}) => {
    const shown = await page({ ...visit, k: more.k ?? null, asked: more.asked ?? false })
    const hidden = { token: shown.token, fee: String(shown.deliveryFee ?? ''), ...(shown.k !== null && { k: shown.k }), ...Object.fromEntries(shown.products.map(({ id, price }) => [`p-${id}`, String(price)])) }
    return (await pages.pressOrderForm(slug, { ...hidden, ...right, ...fields }, { ...visit, ...more }, { ...caller, ip: more.ip ?? caller.ip }))!
  }
  const sent = async (...given: Parameters<typeof press>) => {
    const pressed = await press(...given)
    if (pressed.is !== 'go') throw new Error(JSON.stringify(pressed))
    const token = pressed.to.split('/').at(-1)!
    return { token, to: pressed.to, shown: (await pages.formOrder(slug, token, null))! }
  }
  const rows = () => tables(shop.reading()).selectFrom('shopFormOrders').selectAll().where('workspaceId', '=', shop.workspaceId).orderBy('madeAt').execute()
  const came = async (show: 'waiting' | 'all' = 'waiting') => done(await formOrders(shop.reading(), { secrets }, { show, limit: 50 })).items
  const orders = async () => done(await queries.orders(shop.reading(), {})).items
  const confirm = (id: string) => shop.writing((scope) => confirmFormOrder(scope, { secrets }, id))
  return { shop, slug, pages, page, press, sent, save, rows, came, orders, confirm, right, heard, bawang, terasi, gift, visit, caller }
}

describe('what its owner decides', () => {
  it('is closed until it is opened, and offers what has a price', async () => {
    const { shop, page, save, bawang, terasi, gift, pages, slug, visit, press } = await selling({ open: false })
    expect(await orderForm(await fresh(), { publicAddress })).toMatchObject({ open: false, products: null, phone: 'required', pickUp: true, delivery: false, deliveryFee: null, offered: 0, waiting: 0 })
    expect((await page()).closed).toBe('off')
    expect(await press()).toMatchObject({ is: 'again', faults: [{ code: 'closed' }] })
    done(await save({ open: true }))
    expect(await page()).toMatchObject({ closed: null, deliveries: ['pick-up', 'delivery'], products: [{ name: 'Sambal <b>Terasi</b>', price: 30_000 }, { name: 'Sambal Bawang', price: 25_000 }], url: `https://toko.example.com/s/${slug}/pesan` })
    done(await save({ products: [bawang, gift] }))
    expect((await page()).products.map(({ id }) => id)).toEqual([bawang])
    done(await save({ open: true, paused: true, pausedWords: 'Buka lagi Senin' }))
    expect(await page()).toMatchObject({ closed: 'paused', pausedWords: 'Buka lagi Senin' })
    expect(await queries.orderFormOpen(shop.reading())).toBe(true)
    expect(await save({ open: true, products: [gift] })).toMatchObject({ refused: 'shop.form-nothing-offered' })
    expect(await save({ products: [newId()] })).toMatchObject({ refused: 'shop.product-unknown', where: 'products.0' })
    expect(await save({ pickUp: false, delivery: false })).toMatchObject({ refused: 'shop.form-no-delivery' })
    expect(await save({ deliveryFee: '-5' })).toMatchObject({ refused: 'shop.amount-negative' })
    expect(terasi).not.toBe(bawang)
    expect(await pages.orderForm('no-such-shop', visit)).toBeNull()
    // A shop that never had one has no page either.
    expect(await pages.orderForm((await shops.shopProfile(await fresh())).slug, visit)).toBeNull()
  })
})

const fresh = async () => (await beginShop(base.another())).reading()

describe('what a buyer sends', () => {
  it('waits for its owner, counts for nothing until then, and is one order once it is confirmed', async () => {
    const { shop, sent, came, orders, confirm, heard, slug, rows, bawang, terasi } = await selling()
    const { shown } = await sent({ [`q-${terasi}`]: '1', name: 'Siti <img src=x onerror=alert(1)>', delivery: 'delivery', address: 'Jl. Kaliurang 5', note: 'Tanpa\u0000 plastik', found: 'instagram' })
    expect(shown).toMatchObject({ state: 'waiting', amount: 80_000, deliveryFee: 10_000, lines: [{ name: 'Sambal <b>Terasi</b>', quantity: 1, value: 30_000 }, { name: 'Sambal Bawang', quantity: 2, value: 50_000 }] })
    expect(decodeURIComponent(shown.chat!)).toBe(`https://wa.me/62811111111?text=Halo Sambal Bu Tini, saya baru memesan lewat formulir. Nomor pesanan: ${shown.reference}.`)
    expect(heard).toMatchObject([{ kind: 'order-code', code: shown.reference, path: `/s/${slug}/pesan` }])
    expect(await orders()).toEqual([])
    const [one] = await came()
    expect(one).toMatchObject({ reference: shown.reference, state: 'waiting', buyerName: 'Siti <img src=x onerror=alert(1)>', phone: '+6281234567890', address: 'Jl. Kaliurang 5', note: 'Tanpa plastik', foundUs: { answer: 'said', channel: 'instagram' } })
    // What says who it is lies sealed.
    expect(JSON.stringify(await rows())).not.toMatch(/Kaliurang|812345|plastik|203\.0\.113/)
    shop.clock.advance(60_000)
    done(await confirm(one!.id))
    done(await confirm(one!.id))
    expect(await orders()).toMatchObject([
      {
        amount: 80_000,
        orderedAt: one!.sentAt,
        state: 'placed',
        salesPlace: 'web',
        externalId: shown.reference,
        margin: 50_000,
        marginBy: 'costs',
        foundUs: { answer: 'said', channel: 'instagram' },
        buyer: { name: 'Siti <img src=x onerror=alert(1)>', phoneKept: true },
        lines: [{ product: terasi, value: 30_000 }, { product: bawang, quantity: 2, value: 50_000 }],
      },
    ])
    expect(await came()).toEqual([])
    expect(await came('all')).toMatchObject([{ state: 'confirmed', buyerName: expect.stringContaining('Siti') as string, phone: '+6281234567890', address: 'Jl. Kaliurang 5', order: expect.any(String) as string }])
    expect((await rows())[0]).toMatchObject({ buyerName: null, phone: null })
  })

  it('is confirmed, declined, and either taken back: never two orders', async () => {
    const { shop, sent, came, orders, confirm, pages, slug } = await selling()
    const { token } = await sent()
    const { id } = (await came())[0]!
    const state = async () => (await pages.formOrder(slug, token, 'en'))!
    const undo = () => shop.writing((scope) => undoConfirmFormOrder(scope, id))
    const decline = () => shop.writing((scope) => declineFormOrder(scope, id, 'sold-out'))
    const undecline = () => shop.writing((scope) => undoDeclineFormOrder(scope, id))
    expect(await undo()).toMatchObject({ refused: 'shop.form-order-not-settled' })
    done(await confirm(id))
    expect([(await state()).state, await decline()]).toEqual(['confirmed', expect.objectContaining({ refused: 'shop.form-order-settled' })])
    await undo()
    expect([(await state()).state, await orders(), (await came())[0]!.buyerName]).toEqual(['waiting', [], 'Siti'])
    await decline()
    expect(await state()).toMatchObject({ state: 'declined', declinedWhy: 'sold-out', language: 'en' })
    expect(await confirm(id)).toMatchObject({ refused: 'shop.form-order-settled' })
    await undecline()
    done(await confirm(id))
    const [order, ...more] = await orders()
    expect(more).toEqual([])
    await shop.writing((scope) => undoOrder(scope, order!.id))
    expect((await came('all'))[0]).toMatchObject({ state: 'undone', order: null })
    done(await confirm(id))
    expect((await orders()).map((one) => one.id)).toEqual([order!.id])
    const strange = await beginShop(base.another())
    expect(await strange.writing((scope) => confirmFormOrder(scope, { secrets }, id))).toMatchObject({ refused: 'shop.form-order-unknown' })
  })

  it('is one order however often its form is sent: at once, again, by reload, or just the same after going back', async () => {
    const { shop, pages, slug, page, right, rows, visit, caller, press } = await selling()
    const { token } = await page()
    const send = (fields: Record<string, string> = {}) => pages.pressOrderForm(slug, { token, ...right, ...fields }, visit, caller)
    const gone = await Promise.all([send(), send(), send()])
    expect(new Set(gone.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify({ is: 'go', to: `/s/${slug}/pesan/${token}` })]))
    // The browser's way back opens a new form, with what was typed still in it.
    expect(await press()).toEqual(gone[0])
    expect(await rows()).toHaveLength(1)
    // Something else in the same form is not swallowed: its buyer is told.
    expect(await send({ name: 'Budi' })).toMatchObject({ is: 'sent-before', to: `/s/${slug}/pesan/${token}` })
    expect(await rows()).toHaveLength(1)
    shop.clock.advance(11 * 60_000)
    expect(await press()).toMatchObject({ is: 'go' })
    expect(await rows()).toHaveLength(2)
    // A mark of another shop's form is none of this one's.
    const other = await selling()
    expect(await other.press({ token })).toMatchObject({ is: 'again', faults: [{ code: 'too-many' }] })
  })

  it('is kept from floods: from one address, and in all', async () => {
    const { shop, press, rows } = await selling()
    for (let one = 0; one < MOST_FROM_ONE; one++) expect(await press({ name: `Siti ${one}` })).toMatchObject({ is: 'go' })
    expect(await press({ name: 'Siti again' })).toMatchObject({ is: 'again', faults: [{ code: 'too-many' }] })
    expect(await press({ name: 'Ani' }, { ip: '203.0.113.8' })).toMatchObject({ is: 'go' })
    const [like] = await rows()
    const many = Array.from({ length: 180 }, (_, at) => ({ ...like!, formOrderId: newId(), token: `t${at}-${shop.workspaceId}`, lines: JSON.stringify(like!.lines) as never, sender: 'others' }))
    await shop.writing((scope) => tables(scope).insertInto('shopFormOrders').values(many).execute())
    expect(await press({ name: 'Budi' }, { ip: '203.0.113.9' })).toMatchObject({ is: 'again', faults: [{ code: 'too-many' }] })
    shop.clock.advance(3_600_001)
    expect(await press({ name: 'Budi' })).toMatchObject({ is: 'go' })
  })

  it('is told kindly what changed meanwhile, with the new sum; prices are the shop’s', async () => {
    const { shop, press, rows, bawang, terasi, pages, slug, right, visit, caller, page } = await selling()
    const shown = await page()
    await shop.writing((scope) => changeProduct(scope, { language: 'id' }, bawang, { price: 27_500 }))
    await shop.writing((scope) => changeProduct(scope, { language: 'id' }, terasi, { archived: true }))
    const foreign = (await selling()).bawang
    const fields = { ...right, token: shown.token, [`q-${terasi}`]: '1', [`q-${foreign}`]: '4', [`p-${bawang}`]: '25000' }
    expect(await pages.pressOrderForm(slug, fields, visit, caller)).toEqual({
      is: 'again',
      faults: [],
      changes: [
        { is: 'gone', name: 'Sambal <b>Terasi</b>' },
        { is: 'gone', name: null },
        { is: 'price', name: 'Sambal Bawang', from: 25_000, to: 27_500 },
      ],
      sum: { goods: 55_000, delivery: null, total: 55_000 },
    })
    expect(await rows()).toEqual([])
    expect(await press({ [`p-${bawang}`]: '27500' })).toMatchObject({ is: 'go' })
    expect(await rows()).toMatchObject([{ amount: 55_000 }])
    // What its buyer was promised stays, whatever it costs by the time it is confirmed.
    expect(await press({ do: 'sum', name: '', delivery: 'delivery' })).toEqual({ is: 'again', faults: [], changes: [], sum: { goods: 55_000, delivery: 10_000, total: 65_000 } })
    expect(await rows()).toHaveLength(1)
  })

  it('keeps the price that its buyer saw', async () => {
    const { shop, sent, came, confirm, orders, bawang } = await selling()
    await sent()
    await shop.writing((scope) => changeProduct(scope, { language: 'id' }, bawang, { price: 99_000, archived: true }))
    done(await confirm((await came())[0]!.id))
    expect(await orders()).toMatchObject([{ amount: 50_000, lines: [{ quantity: 2, value: 50_000 }] }])
  })

  it('is asked once how they found the shop', async () => {
    const { shop, sent, page, came, confirm, orders } = await selling()
    expect((await page()).foundUs).toContain('word-of-mouth')
    expect((await page({ asked: true })).foundUs).toBeNull()
    const answers: [Record<string, string>, boolean][] = [
      [{ found: 'word-of-mouth', who: 'Mbak Ayu', phone: '081200001111' }, false],
      [{ name: 'Ani', phone: '081200002222' }, false],
      [{ found: 'made-up', name: 'Budi', phone: '081200003333' }, false],
      // The first buyer again, on another phone.
      [{ name: 'Siti', phone: '0812 0000 1111', note: 'lagi' }, false],
      [{ name: 'Caca', phone: '081200004444', found: 'instagram' }, true],
    ]
    for (const [fields, asked] of answers) {
      await sent(fields, { asked })
      shop.clock.advance(1000)
      done(await confirm((await came())[0]!.id))
    }
    expect((await orders()).map(({ foundUs }) => (foundUs.answer === 'said' ? `${foundUs.channel} ${foundUs.detail}` : foundUs.answer)).reverse()).toEqual(['word-of-mouth Mbak Ayu', 'no-answer', 'no-answer', 'not-asked', 'not-asked'])
  })
})

describe('where its buyer came from', () => {
  it('is carried from a link over the shop page to the order, and counts for its channel', async () => {
    const { shop, slug, sent, came, confirm, pages } = await selling()
    const needs = { publicAddress }
    const redirect = openRedirect({ ...shop, ...needs, intake: { recordAll: async () => {} }, media: openMediaStore('/nonexistent'), orderForm: queries.orderFormOpen })
    const app = Fastify()
    await app.register(redirect.plugin)
    onTestFinished(async () => {
      await app.close()
      await redirect.close()
    })
    const open = async (code: string) => (await app.inject({ url: `/l/${code}`, headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14)' } })).headers.location as string
    const kOf = (address: string) => new URL(address, 'https://toko.example.com').searchParams.get('k')

    const bio = done(await shop.writing((scope) => links.makeLink(scope, needs, { kind: 'shop-page', channel: 'tiktok' })))
    const page = await redirect.pageFor(slug, kOf(await open(bio.code)))
    const button = page!.buttons.find(({ kind }) => kind === 'form')!
    expect(button).toMatchObject({ href: `/s/${slug}/pesan?k=${bio.code}` })
    const { shown } = await sent({}, { k: kOf(button.href) })
    expect(decodeURIComponent(shown.chat!)).toContain(`(${bio.chatCode})`)

    // A link that leads to the form itself carries its code as well.
    const direct = done(await shop.writing((scope) => links.makeLink(scope, needs, { kind: 'url', channel: 'facebook', target: `https://toko.example.com/s/${slug}/pesan` })))
    const address = await open(direct.code)
    expect(address).toBe(`https://toko.example.com/s/${slug}/pesan?k=${direct.code}`)
    shop.clock.advance(1000)
    await sent({ name: 'Ani', phone: '081200002222' }, { k: kOf(address) })
    shop.clock.advance(1000)
    await sent({ name: 'Budi', phone: '081200003333' }, { k: bio.chatCode!.toLowerCase() })
    const strange = await beginShop(base.another())
    const foreign = done(await strange.writing((scope) => links.makeLink(scope, needs, { kind: 'shop-page', channel: 'instagram' })))
    shop.clock.advance(1000)
    await sent({ name: 'Caca', phone: '081200004444' }, { k: foreign.code })

    const month = () => queries.ordersSummary(shop.reading(), '2026-11')
    expect((await month()).orders).toBe(0)
    for (const { id } of await came()) done(await confirm(id))
    const { orders, byChannel } = await month()
    expect([orders, byChannel.map(({ channel, orders }) => [channel, orders]).sort()]).toEqual([4, [[null, 1], ['facebook', 1], ['tiktok', 2]].sort()])
    expect((await queries.touchesForPayback(shop.reading(), { from: new Date(0), to: new Date('2027-01-01') }, 30)).map(({ code, touches }) => [code, touches.map(({ channel, by }) => `${channel} ${by}`)])).toEqual([
      [shown.reference, ['tiktok link']],
      [expect.any(String), ['facebook link']],
      [expect.any(String), ['tiktok code']],
      [expect.any(String), []],
    ])
    expect(await orderForm(shop.reading(), needs)).toMatchObject({ brought: { orders: 4, amount: 200_000 }, waiting: 0, links: [{ channel: 'facebook' }] })
    expect((await pages.formOrder(slug, 'x'.repeat(22), null))).toBeNull()
  })
})

it('is offered on Today for as long as it waits', async () => {
  const { shop, sent, came, confirm } = await selling()
  await sent({ delivery: 'delivery', address: 'Jl. Kaliurang 5' })
  const offered = async () => (await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-18', hour: '10:00' })).filter(({ kind }) => kind === 'form-order')
  // Two jars and the delivery: what Siti read, and what its own page says.
  expect(await offered()).toMatchObject([{ state: 'fresh', reason: { values: { who: 'Siti', amount: 60_000 } }, action: { href: '/orders/form' } }])
  shop.clock.advance(DAY + 1)
  expect(await offered()).toMatchObject([{ state: 'earlier' }])
  done(await confirm((await came())[0]!.id))
  expect(await offered()).toEqual([])
})

it('is told by one letter an hour, which names neither number nor address', async () => {
  const { shop, sent, came } = await selling()
  await sent({ delivery: 'delivery', address: 'Jl. Kaliurang 5' })
  shop.clock.advance(1000)
  await sent({ name: 'Budi', phone: '081200003333' })
  const [first, second] = await came()
  const letter = (id: string) => queries.formOrderLetter(shop.reading(), id, { publicUrl: 'https://toko.example.com' })
  const told = (await letter(first!.id))!
  expect(told).toMatchObject({ toLogins: [expect.any(String)], subject: 'Pesanan Rp60.000 dari formulir: Siti' })
  expect(told.text).toContain('https://toko.example.com/orders/form')
  expect(told.text).not.toMatch(/Kaliurang|812/)
  expect(await letter(second!.id)).toBeNull()
  expect(await letter(newId())).toBeNull()
})

it('is forgotten once nobody has use of it: who was never answered, who was declined, where a confirmed one lived', async () => {
  const { shop, sent, came, confirm, rows } = await selling()
  const who = { delivery: 'delivery', address: 'Jl. Kaliurang 5', note: 'pedas' }
  for (const name of ['Ani', 'Budi', 'Caca']) {
    await sent({ ...who, name })
    shop.clock.advance(1000)
  }
  const [ani, budi] = await came()
  done(await confirm(ani!.id))
  const declined = await shop.writing((scope) => declineFormOrder(scope, budi!.id, 'too-far'))
  expect(isRefusal(declined)).toBe(false)
  const left = async () => (await rows()).map((row) => [row.buyerName, row.address !== null, row.likeness !== null])
  const later = async (days: number) => {
    shop.clock.advance(days * DAY)
    await forgetFormOrders(shop.database.writer, shop.clock.now())
  }
  await later(2)
  expect(await left()).toEqual([[null, true, false], ['Budi', true, false], ['Caca', true, false]])
  await later(13)
  expect(await left()).toEqual([[null, true, false], [null, false, false], ['Caca', true, false]])
  await later(20)
  expect(await left()).toEqual([[null, true, false], [null, false, false], [null, false, false]])
  await later(60)
  expect((await left())[0]).toEqual([null, false, false])
})

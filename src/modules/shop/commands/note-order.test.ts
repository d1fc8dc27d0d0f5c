import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { commands as links } from '#modules/links'
import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { begin, done, secrets } from '../for-tests.ts'
import { commands, queries, type NewOrder } from '../index.ts'
import { tables } from '../tables.ts'

let shop: TestShop
beforeAll(async () => {
  shop = await begin(await testShop({ hits: false }))
})
afterAll(() => shop.close())

const note = (order: NewOrder, at: TestShop = shop) =>
  at.writing(async (scope) => {
    const noted = await commands.noteOrder(scope, { secrets }, order)
    return isRefusal(noted) ? noted : queries.order(scope, { secrets }, noted.id)
  })
const codeOf = async (scope: WriteScope) =>
  done(await links.makeLink(scope, { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }, { kind: 'whatsapp', channel: 'instagram', target: '081234567890' }))

describe('noteOrder', () => {
  it('takes no more than an amount', async () => {
    const order = done(await note({ amount: 75_000 }))
    expect(order).toMatchObject({
      amount: 75_000,
      margin: null,
      state: 'done',
      salesPlace: 'chat',
      foundUs: { answer: 'missing' },
      code: null,
      tracked: null,
      buyer: null,
      lines: [],
      source: 'entered',
      orderedAt: shop.clock.now().toISOString(),
    })
  })

  it.each([
    ['1.250', 1_250],
    ['Rp1.250.000', 1_250_000],
    ['25rb', 25_000],
  ])('reads %s', async (amount, units) => expect(done(await note({ amount })).amount).toBe(units))

  it.each<[number | string, string]>([
    [0, 'shop.amount-not-positive'],
    [-1, 'shop.amount-not-positive'],
    [1e15, 'shop.amount-too-large'],
    [12.5, 'shop.amount-unreadable'],
    ['0', 'shop.amount-not-positive'],
    ['-1', 'shop.amount-not-positive'],
    ['Rp -5.000', 'shop.amount-not-positive'],
    ['1000000000000000', 'shop.amount-too-large'],
    ['', 'shop.amount-unreadable'],
    ['gratis', 'shop.amount-unreadable'],
    ['<script>', 'shop.amount-unreadable'],
  ])('refuses the amount %s', async (amount, refused) => expect(await note({ amount })).toMatchObject({ refused, where: 'amount' }))

  it('refuses a number that is none, and takes all spellings of one person as one', async () => {
    expect(await note({ amount: 1000, phone: 'Bu Sri' })).toMatchObject({ refused: 'shop.phone-unreadable', where: 'phone' })
    const first = done(await note({ amount: 1000, phone: '0813-1111-2222', buyerName: 'Bu Sri' }))
    expect(first.buyer).toEqual({ name: 'Bu Sri', phoneKept: true, returning: false })
    shop.clock.advance(60_000)
    for (const phone of ['+62 813 1111 2222', '6281311112222', '(0813) 1111 2222']) {
      const again = done(await note({ amount: 1000, phone }))
      expect(again.buyer).toEqual({ name: 'Bu Sri', phoneKept: true, returning: true })
    }
    const stored = await shop.database.pool.query(`select * from people_persons where workspace_id = $1`, [shop.workspaceId])
    expect(stored.rows).toHaveLength(1)
    expect(JSON.stringify(stored.rows)).not.toContain('1311112222')
    expect(done(await queries.order(shop.reading(), { secrets }, first.id)).phone).toBe('+6281311112222')
  })

  it('finds the channel by its code, and keeps a code that nobody knows with its order', async () => {
    const link = await shop.writing(codeOf)
    const order = done(await note({ amount: 1000, code: ` ${link.chatCode!.toLowerCase()} ` }))
    expect(order).toMatchObject({ codeKnown: true, tracked: { channel: 'instagram', by: 'code', linkId: link.id } })
    const message = done(await note({ amount: 1000, code: `Halo, saya tertarik (${link.chatCode})` }))
    expect(message.tracked).toMatchObject({ linkId: link.id })
    const lost = done(await note({ amount: 1000, code: 'ZZ99' }))
    expect(lost).toMatchObject({ code: 'ZZ99', codeKnown: false, tracked: null })
  })

  it('remembers the touch of a buyer who comes back by the same number', async () => {
    const link = await shop.writing(codeOf)
    done(await note({ amount: 1000, phone: '081399998888', code: link.chatCode! }))
    shop.clock.advance(7 * 86_400_000)
    const back = done(await note({ amount: 2000, phone: '081399998888' }))
    expect(back.tracked).toMatchObject({ channel: 'instagram', by: 'phone', linkId: link.id })
    shop.clock.advance(200 * 86_400_000)
    expect(done(await note({ amount: 2000, phone: '081399998888' })).tracked).toBeNull()
  })

  it('takes days of the past and refuses the future', async () => {
    expect(done(await note({ amount: 1000, orderedAt: '2026-10-01' })).orderedAt).toBe('2026-10-01T05:00:00.000Z')
    expect(await note({ amount: 1000, orderedAt: '2999-01-01' })).toMatchObject({ refused: 'shop.time-in-future' })
  })

  it('keeps markup as the text it is, and loses control characters', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const order = done(
      await note({ amount: 1000, phone: '081377770000', buyerName: evil, note: `${evil}\u0000`, code: `"'; drop table shop_orders; --`, foundUs: { answer: 'said', channel: 'word-of-mouth', detail: evil } }),
    )
    expect(order).toMatchObject({ note: evil, code: `"'; drop table shop_orders; --`, foundUs: { detail: evil }, buyer: { name: evil } })
  })

  it('reckons the margin from the costs of its day; one unknown cost leaves it unknown', async () => {
    const known = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal Bawang', price: 28_000, cost: '12.000' })))
    const unknown = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Rempeyek', price: 22_000 })))
    const order = done(await note({ amount: 56_000, lines: [{ product: known.id, quantity: 2 }] }))
    expect(order).toMatchObject({ margin: 32_000, lines: [{ name: 'Sambal Bawang', quantity: 2, value: 56_000 }] })
    const mixed = done(await note({ amount: 50_000, lines: [{ product: known.id, quantity: 1 }, { product: unknown.id, quantity: 1 }] }))
    expect(mixed.margin).toBeNull()
    expect(done(await note({ amount: 50_000, margin: 20_000 })).margin).toBe(20_000)
    expect(await note({ amount: 50_000, margin: 50_001 })).toMatchObject({ refused: 'shop.margin-over-amount' })
    expect(await note({ amount: 50_000, lines: [{ product: order.id, quantity: 1 }] })).toMatchObject({ refused: 'shop.product-unknown' })

    // The cost becomes known: what was unknown is reckoned, from ever.
    done(await shop.writing((scope) => commands.changeProduct(scope, {}, unknown.id, { cost: { cost: 8_000 } })))
    expect((await queries.order(shop.reading(), { secrets }, mixed.id)) as object).toMatchObject({ margin: 30_000 })
    // A later cost leaves earlier orders as they were.
    shop.clock.advance(86_400_000)
    done(await shop.writing((scope) => commands.changeProduct(scope, {}, known.id, { cost: { cost: 15_000 } })))
    expect((await queries.order(shop.reading(), { secrets }, order.id)) as object).toMatchObject({ margin: 32_000 })
    expect(done(await note({ amount: 56_000, lines: [{ product: known.id, quantity: 2 }] })).margin).toBe(26_000)
  })

  it('is not seen by another shop', async () => {
    const other = await begin(shop.another(), 'MY')
    const order = done(await note({ amount: '12.50' }, other))
    expect(order.amount).toBe(1250)
    expect(await queries.order(shop.reading(), { secrets }, order.id)).toMatchObject({ refused: 'shop.order-unknown' })
    expect(await shop.writing((scope) => commands.undoOrder(scope, order.id))).toMatchObject({ refused: 'shop.order-unknown' })
    expect(await shop.writing((scope) => commands.changeOrder(scope, { secrets }, order.id, { amount: 1 }))).toMatchObject({ refused: 'shop.order-unknown' })
  })
})

describe('noteOrders', () => {
  const amounts = async () => (await shop.writing((scope) => tables(scope).selectFrom('shopOrders').select('amount').execute())).map(({ amount }) => amount)
  const noteAll = (together: readonly NewOrder[]) => shop.writing((scope) => commands.noteOrders(scope, { secrets }, together))

  it('notes what is told together as if each was told by itself: a buyer who comes back is known within it', async () => {
    const code = (await shop.writing(codeOf)).chatCode!
    const first = shop.clock.now()
    shop.clock.advance(7 * 86_400_000)
    const second = shop.clock.now()
    const { ids } = done(await noteAll([{ amount: 40_000, code, phone: '0812 1111 2222', orderedAt: first }, { amount: 50_000, phone: '+6281211112222', orderedAt: second }]))
    const both = await shop.writing((scope) => Promise.all(ids.map(async (id) => done(await queries.order(scope, { secrets }, id)))))
    expect(both).toMatchObject([
      { amount: 40_000, tracked: { channel: 'instagram', by: 'code' } },
      { amount: 50_000, tracked: { channel: 'instagram', by: 'phone' } },
    ])
  })

  it('notes none where one is refused', async () => {
    const before = await amounts()
    expect(await noteAll([{ amount: 31_000 }, { amount: 0 }])).toMatchObject({ refused: 'shop.amount-not-positive', where: 'amount' })
    expect(await amounts()).toEqual(before)
    expect(await noteAll([])).toEqual({ ids: [] })
  })
})

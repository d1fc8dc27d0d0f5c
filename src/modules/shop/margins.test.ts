import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UsualMargin } from '#contract/usual-margins.ts'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { begin, done, secrets } from './for-tests.ts'
import { agenda, commands, queries, type NewOrder } from './index.ts'

let base: TestShop
beforeAll(async () => {
  base = await begin(await testShop({ hits: false }))
})
afterAll(() => base.close())

const fresh = () => begin(base.another())
const note = async (shop: TestShop, order: NewOrder) => done(await shop.writing((scope) => commands.noteOrder(scope, { secrets }, order))).id
const listed = async (shop: TestShop, wanted: Parameters<typeof queries.orders>[1]) => done(await queries.orders(shop.reading(), wanted)).items

describe('orders without a margin', () => {
  it('are found by month, and leave the list as soon as it is told; taken back, they are there again', async () => {
    const shop = await fresh()
    await note(shop, { amount: 50_000, margin: 20_000, orderedAt: '2026-07-02' })
    await note(shop, { amount: 60_000, state: 'cancelled', orderedAt: '2026-07-03' })
    await note(shop, { amount: 70_000, orderedAt: '2026-06-30' })
    const id = await note(shop, { amount: 80_000, orderedAt: '2026-07-01' })
    const missing = async () => (await listed(shop, { month: '2026-07', margin: 'missing' })).map((order) => order.id)
    expect(await missing()).toEqual([id])
    await shop.writing((scope) => commands.changeOrder(scope, { secrets }, id, { margin: 30_000 }))
    expect(await missing()).toEqual([])
    await shop.writing((scope) => commands.changeOrder(scope, { secrets }, id, { margin: null }))
    expect(await missing()).toEqual([id])
  })
})

const say = (shop: TestShop, word: Partial<UsualMargin>) =>
  shop.writing((scope) => commands.sayUsualMargin(scope, { salesPlace: null, from: null, keeps: null, fee: null, ...word }))
const marginOf = async (shop: TestShop, id: string) => {
  const { margin, marginBy } = done(await queries.order(shop.reading(), { secrets }, id))
  return [margin, marginBy]
}
/** As an export would bring it: its fees are not named. */
const withoutFees = (shop: TestShop, ...ids: string[]) =>
  shop.database.pool.query(`update shop_orders set fees = null where workspace_id = $1 and order_id = any($2)`, [shop.workspaceId, ids])

describe('the usual margin', () => {
  it('is the owner’s word: without it an order stays unknown, with it it is estimated and marked, taken back it is unknown again', async () => {
    const shop = await fresh()
    const id = await note(shop, { amount: 50_001, orderedAt: '2026-07-02' })
    expect(await marginOf(shop, id)).toEqual([null, null])
    await say(shop, { keeps: 40 })
    expect(await marginOf(shop, id)).toEqual([20_000, 'usual'])
    expect(await marginOf(shop, await note(shop, { amount: 10_000 }))).toEqual([4_000, 'usual'])
    expect((await listed(shop, { margin: 'usual' })).length).toBe(2)
    expect(await queries.ordersSummary(shop.reading(), '2026-07')).toMatchObject({ margin: 20_000, marginKnown: 1, marginEstimated: 1 })
    await say(shop, {})
    expect(await marginOf(shop, id)).toEqual([null, null])
  })

  it('holds from its day, goes before that of all places, and after what was told and what products cost', async () => {
    const shop = await fresh()
    const product = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal', cost: 21_000 }))).id
    const [early, late, counter, told, costed] = [
      await note(shop, { amount: 100_000, orderedAt: '2026-07-01' }),
      await note(shop, { amount: 100_000, orderedAt: '2026-08-01' }),
      await note(shop, { amount: 100_000, orderedAt: '2026-08-01', salesPlace: 'counter' }),
      await note(shop, { amount: 100_000, orderedAt: '2026-08-01', margin: 10_000 }),
      await note(shop, { amount: 100_000, orderedAt: '2026-08-01', lines: [{ product, quantity: 2 }] }),
    ]
    await say(shop, { keeps: 40 })
    await say(shop, { keeps: 35.5, from: '2026-08-01' })
    await say(shop, { keeps: 60, salesPlace: 'counter' })
    expect(await Promise.all([early, late, counter, told, costed].map((id) => marginOf(shop, id)))).toEqual([
      [40_000, 'usual'],
      [35_500, 'usual'],
      [60_000, 'usual'],
      [10_000, 'said'],
      [58_000, 'costs'],
    ])
    // Told by hand and taken back, it is the usual one again.
    await shop.writing((scope) => commands.changeOrder(scope, { secrets }, late, { margin: 1 }))
    await shop.writing((scope) => commands.changeOrder(scope, { secrets }, late, { margin: null }))
    expect(await marginOf(shop, late)).toEqual([35_500, 'usual'])
  })

  it("takes a marketplace's usual fees where its file names none, beside known costs too", async () => {
    const shop = await fresh()
    const product = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal', cost: 21_000 }))).id
    const plain = await note(shop, { amount: 100_000, salesPlace: 'shopee' })
    const costed = await note(shop, { amount: 100_000, salesPlace: 'shopee', lines: [{ product, quantity: 1 }] })
    await withoutFees(shop, plain, costed)
    await say(shop, { keeps: 40 })
    // Nobody knows what the marketplace kept.
    expect([await marginOf(shop, plain), await marginOf(shop, costed)]).toEqual([[null, null], [null, null]])
    await say(shop, { salesPlace: 'shopee', fee: { percent: 6.5, fixed: 1_250 } })
    expect([await marginOf(shop, plain), await marginOf(shop, costed)]).toEqual([[40_000 - 7_750, 'usual'], [79_000 - 7_750, 'usual']])
  })

  it('reckoned twice changes nothing, whatever the orders and words', async () => {
    const shop = await fresh()
    const product = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal', cost: 900 }))).id
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ amount: fc.integer({ min: 1, max: 1e12 }), day: fc.constantFrom('2026-07-01', '2026-08-15'), salesPlace: fc.constantFrom('chat', 'shopee'), pieces: fc.integer({ min: 0, max: 3 }), fees: fc.boolean() }), { minLength: 1, maxLength: 4 }),
        fc.record({ keeps: fc.option(fc.integer({ min: 0, max: 100 })), fee: fc.option(fc.record({ percent: fc.integer({ min: 0, max: 100 }), fixed: fc.integer({ min: 0, max: 9_999 }) })), from: fc.constantFrom(null, '2026-08-01'), salesPlace: fc.constantFrom(null, 'shopee' as const) }),
        async (orders, word) => {
          for (const { amount, day, salesPlace, pieces, fees } of orders) {
            const id = await note(shop, { amount, orderedAt: day, salesPlace: salesPlace as 'chat', ...(pieces > 0 && { lines: [{ product, quantity: pieces }] }) })
            if (!fees) await withoutFees(shop, id)
          }
          await say(shop, word)
          const before = await queries.ordersVersion(shop.reading())
          await say(shop, word)
          expect(await queries.ordersVersion(shop.reading())).toEqual(before)
          for (const { margin, marginBy, amount } of await listed(shop, { limit: 200 })) {
            expect(margin === null).toBe(marginBy === null)
            expect(margin ?? 0).toBeLessThanOrEqual(amount!)
          }
        },
      ),
      { numRuns: 8 },
    )
  })
})

describe("Today's list", () => {
  it('asks for margins month by month: of orders, of fees; and of a product once, however many orders wait for its cost', async () => {
    const shop = await fresh()
    const ask = async () => (await agenda.candidates(shop.reading(), { day: '2026-11-18' } as never)).filter(({ kind }) => kind === 'margin-missing').map(({ subject, minutes, action }) => [subject, minutes, action.href])
    const product = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal' }))).id
    await note(shop, { amount: 50_000, lines: [{ product, quantity: 1 }] })
    expect(await ask()).toEqual([[product, 2, '/orders/products']])
    for (const orderedAt of ['2026-10-30', '2026-11-02', '2026-11-03', '2026-06-01']) await note(shop, { amount: 50_000, orderedAt })
    await withoutFees(shop, await note(shop, { amount: 50_000, salesPlace: 'shopee', lines: [{ product, quantity: 1 }] }))
    await shop.writing((scope) => commands.changeProduct(scope, {}, product, { cost: { cost: 20_000 } }))
    expect(await ask()).toEqual([
      ['fees.2026-11', 2, '/orders/imports'],
      ['orders.2026-11', 2, '/orders?month=2026-11&margin=missing'],
      ['orders.2026-10', 1, '/orders?month=2026-10&margin=missing'],
    ])
    await say(shop, { keeps: 40 })
    await say(shop, { salesPlace: 'shopee', fee: { percent: 5, fixed: 0 } })
    expect(await ask()).toEqual([])
  })
})

import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { convert } from '#contract/rate.ts'
import type { Money } from '#contract/values.ts'
import { dayIn } from '#platform/clock'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { sayRate } from './commands/say-rate.ts'
import { knownProductsOf, takeBatch } from './commands/take-batch.ts'
import { begin, done, secrets } from './for-tests.ts'
import { fileOf, fixture } from './imports/for-tests.ts'
import { agenda, commands, queries, type NewOrder } from './index.ts'
import { ordersFile } from './queries/orders-file.ts'
import { ordersWithoutMargin } from './queries/orders-without-margin.ts'
import { rates } from './queries/rates.ts'
import { takeSettlements } from './settlements/take-settlements.ts'
import { tables } from './tables.ts'

let base: TestShop
let shop: TestShop
beforeAll(async () => {
  base = await testShop({ hits: false })
})
afterAll(() => base.close())
beforeEach(async () => {
  shop = await begin(base.another())
  shop.clock.set('2026-11-28T05:00:00Z')
})

const note = async (order: Partial<NewOrder> = {}) => done(await shop.writing((scope) => commands.noteOrder(scope, { secrets }, { amount: '45,00', currency: 'SGD', orderedAt: '2026-11-10', ...order }))).id
const say = (from: string, rate: string | null, { currency = 'SGD' as Money, sure = false } = {}) => shop.writing((scope) => sayRate(scope, { language: 'id' }, { currency, from, rate, sure }))
const opened = async (id: string) => done(await queries.order(shop.reading(), { secrets }, id))
const listed = async () => done(await queries.orders(shop.reading(), {})).items
const november = () => queries.ordersSummary(shop.reading(), '2026-11')
const waiting = async () => (await rates(shop.reading())).waiting

describe('an order in another currency', () => {
  it('comes to what the rate of its own day makes of it, also at half past eleven at night', async () => {
    done(await say('2026-11-01', '11000'))
    done(await say('2026-11-15', '12000'))
    // 23.30 and midnight in Jakarta, both the 14th of November in Greenwich.
    const before = await note({ orderedAt: new Date('2026-11-14T16:30:00Z') })
    const after = await note({ orderedAt: new Date('2026-11-14T17:00:00Z') })
    expect(await opened(before)).toMatchObject({ amount: 495_000, original: { currency: 'SGD', amount: 4500 }, rate: { rate: '11000', from: '2026-11-01' } })
    expect(await opened(after)).toMatchObject({ amount: 540_000, original: { currency: 'SGD', amount: 4500 }, rate: { rate: '12000', from: '2026-11-15' } })
    expect(await november()).toMatchObject({ orders: 2, amount: 1_035_000, withoutRate: [] })
    // In another zone the same instant is another day.
    const eastern = await note({ orderedAt: new Date('2026-11-14T16:30:00Z') })
    await shop.database.pool.query(`update workspace_shops set zone = 'Asia/Jayapura' where workspace_id = $1`, [shop.workspaceId])
    await shop.writing((scope) => commands.changeOrder(scope, { secrets }, eastern, { note: 'Papua' }))
    expect((await opened(eastern)).amount).toBe(540_000)
  })

  it('is kept without a rate, in no sum, and said to be missing; a late rate brings it in, taken back it is out again', async () => {
    const product = done(await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal', cost: 20_000, price: 30_000 }))).id
    const id = await note({ lines: [{ product, quantity: 3 }] })
    await note({ amount: 50_000, currency: 'IDR' })
    expect(await opened(id)).toMatchObject({ amount: null, original: { currency: 'SGD', amount: 4500 }, rate: null, margin: null, marginBy: null, fees: null, lines: [{ quantity: 3, value: null }] })
    expect(await november()).toMatchObject({ orders: 2, amount: 50_000, withoutRate: [{ currency: 'SGD', orders: 1, amount: 4500 }], byDay: [{ orders: 2, amount: 50_000 }] })
    expect(await waiting()).toEqual([{ currency: 'SGD', orders: 1, amount: 4500, firstDay: '2026-11-10', lastDay: '2026-11-10' }])
    expect(done(await queries.orders(shop.reading(), { rate: 'missing' })).items.map((order) => order.id)).toEqual([id])
    // It is asked for its rate, and not for its margin.
    expect(await ordersWithoutMargin(shop.reading(), new Date(0))).toEqual([{ month: '2026-11', lacks: 'orders', orders: 1 }])
    expect((await agenda.candidates(shop.reading(), { day: '2026-11-28' } as never)).filter(({ state }) => state === 'rate')).toMatchObject([{ reason: { values: { count: 1, currency: 'SGD' } }, action: { href: '/orders/rates' } }])

    // From the day after it is still too late; from its own day on it is known.
    expect(done(await say('2026-11-11', '11900'))).toEqual([])
    expect(done(await say('2026-11-10', '11850'))).toEqual([{ month: '2026-11', orders: 1 }])
    expect(await opened(id)).toMatchObject({ amount: 533_250, margin: 533_250 - 60_000, marginBy: 'costs', fees: 0 })
    expect(await november()).toMatchObject({ amount: 583_250, withoutRate: [] })
    expect((await rates(shop.reading())).rates).toMatchObject([{ currency: 'SGD', from: '2026-11-11', rate: '11900', orders: 0 }, { from: '2026-11-10', rate: '11850', orders: 1 }])

    expect(done(await say('2026-11-10', null))).toEqual([{ month: '2026-11', orders: 1 }])
    expect(await opened(id)).toMatchObject({ amount: null, original: { amount: 4500 }, margin: null, marginBy: null })
    expect(isRefusal(await say('2026-11-10', null))).toBe(true)
  })

  it('keeps what was told of it for good, and follows a corrected rate from its day on alone', async () => {
    done(await say('2026-11-01', '11000'))
    done(await say('2026-11-15', '12000'))
    const [early, late] = [await note({ orderedAt: '2026-11-14' }), await note({ orderedAt: '2026-11-20', margin: 100_000 })]
    expect(done(await say('2026-11-15', '12500'))).toEqual([{ month: '2026-11', orders: 1 }])
    expect(await opened(early)).toMatchObject({ amount: 495_000, original: { amount: 4500 } })
    // Its owner's word on the margin stays, in the shop's own currency.
    expect(await opened(late)).toMatchObject({ amount: 562_500, original: { amount: 4500 }, margin: 100_000, marginBy: 'said' })
    const before = await queries.ordersVersion(shop.reading())
    expect(done(await say('2026-11-15', '12500'))).toEqual([])
    expect(await queries.ordersVersion(shop.reading())).toEqual(before)
  })

  it('can be changed: another amount, another currency, the shop’s own, another day', async () => {
    done(await say('2026-11-01', '11000'))
    done(await say('2026-11-15', '12000'))
    const id = await note()
    const change = async (wanted: object) => done(await shop.writing((scope) => commands.changeOrder(scope, { secrets, language: 'id' }, id, wanted)))
    await change({ amount: '50,50' })
    expect(await opened(id)).toMatchObject({ amount: 555_500, original: { currency: 'SGD', amount: 5050 } })
    await change({ orderedAt: '2026-11-16' })
    expect(await opened(id)).toMatchObject({ amount: 606_000 })
    await change({ amount: '5.000', currency: 'JPY' })
    expect(await opened(id)).toMatchObject({ amount: null, original: { currency: 'JPY', amount: 5000 } })
    await change({ amount: '500rb', currency: 'IDR' })
    expect(await opened(id)).toMatchObject({ amount: 500_000, original: null, fees: 0 })
    await change({ amount: 4500, currency: 'SGD', state: 'returned', returnCost: 20_000 })
    expect(await opened(id)).toMatchObject({ amount: 540_000, returnCost: 20_000, state: 'returned' })
    done(await say('2026-11-15', '12100'))
    expect(await opened(id)).toMatchObject({ amount: 544_500, returnCost: 20_000 })
  })

  it('comes to the same whatever order rates and orders are told in', async () => {
    const day = fc.integer({ min: 1, max: 27 }).map((at) => `2026-11-${String(at).padStart(2, '0')}`)
    const currency = fc.constantFrom<Money>('SGD', 'MYR', 'JPY')
    const rate = fc.record({ currency, from: day, rate: fc.option(fc.integer({ min: 1, max: 9_999_999 }).map((digits) => `${digits / 1000}`), { freq: 4 }) })
    const order = fc.record({ currency, at: day, amount: fc.integer({ min: 1, max: 10 ** 9 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(rate, order), { maxLength: 14 }), async (steps) => {
        shop = await begin(base.another())
        const held = new Map<string, string>()
        for (const step of steps) {
          if ('at' in step) await note({ amount: step.amount, currency: step.currency, orderedAt: step.at })
          else if (step.rate === null ? held.has(`${step.currency} ${step.from}`) : true) {
            done(await say(step.from, step.rate, { currency: step.currency, sure: true }))
            if (step.rate === null) held.delete(`${step.currency} ${step.from}`)
            else held.set(`${step.currency} ${step.from}`, step.rate)
          }
        }
        for (const { original, amount, orderedAt } of await listed()) {
          const key = `${original!.currency} ${dayIn('Asia/Jakarta', new Date(orderedAt))}`
          const latest = [...held.keys()].filter((one) => one <= key && one.startsWith(original!.currency)).sort().at(-1)
          const worth = latest === undefined ? null : convert(original!.amount, { from: original!.currency, to: 'IDR', rate: held.get(latest)! })
          expect(amount).toBe(worth !== null && worth > 1e12 ? null : worth)
        }
      }),
      { numRuns: 8 },
    )
  })
})

describe('a rate', () => {
  it.each([
    ['turned round', '0.0000844'],
    ['a zero too many', '118500'],
    ['two too few', '118'],
  ])('that is %s is asked about, and taken when it is said again', async (_, rate) => {
    expect(await say('2026-11-01', rate)).toMatchObject({ refused: 'workspace.rate-unlikely' })
    expect((await rates(shop.reading())).rates).toEqual([])
    done(await say('2026-11-01', rate, { sure: true }))
    // What is corrected is no measure of its correction.
    done(await say('2026-11-01', '11850'))
    expect((await rates(shop.reading())).rates).toMatchObject([{ rate: '11850' }])
  })

  it('in ringgit, where reversed is only eleven times off, is told by what held before', async () => {
    shop = await begin(base.another(), 'MY')
    expect(await say('2026-11-01', '0.303')).toMatchObject({ refused: 'workspace.rate-unlikely' })
    done(await say('2026-11-01', '3.3'))
    done(await say('2026-12-01', '3.05'))
    done(await say('2026-11-01', '0.000282', { currency: 'IDR' }))
    expect(await say('2026-11-02', '3546', { currency: 'IDR' })).toMatchObject({ refused: 'workspace.rate-unlikely' })
    expect(await say('2026-11-02', '1', { currency: 'MYR' })).toMatchObject({ refused: 'workspace.rate-of-own-currency' })
    expect(await say('2026-11-02', '0.0', { currency: 'IDR' })).toMatchObject({ refused: 'workspace.rate-unreadable' })
    const id = await note({ amount: 150_000, currency: 'IDR', orderedAt: '2026-11-03' })
    expect(await opened(id)).toMatchObject({ amount: 4230, original: { currency: 'IDR', amount: 150_000 } })
  })
})

describe('what comes in', () => {
  const csv = (lines: readonly string[]) => fileOf(new TextEncoder().encode(lines.join('\n')), 'shopify.csv')
  const bring = (file: { name: string; path: string }) => commands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: newId() } }, { secrets }, file)
  const head = 'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount'
  const row = (name: string, currency: string, subtotal: string, refunded = '0.00') =>
    `${name},siti@example.com,paid,2026-11-14 22:30:00 +0700,fulfilled,${currency},${subtotal},8.00,49.50,2026-11-14 22:30:00 +0700,2,Rempeyek,15.00,RK,,${refunded}`

  it('by a file is taken in each row’s own currency; a refund is at the rate of the order’s day', async () => {
    done(await say('2026-11-01', '11000'))
    expect(await bring(await csv([head, row('#1', 'SGD', '45.00'), row('#2', 'IDR', '45000'), row('#3', 'KWD', '1.250')]))).toMatchObject({ state: 'done', added: 3, failedRows: 0 })
    const shown = async () => Object.fromEntries((await listed()).map(({ externalId, amount, original }) => [externalId, [amount, original?.amount]]))
    expect(await shown()).toEqual({ '#1': [495_000, 4500], '#2': [45_000, undefined], '#3': [null, 1250] })
    expect((await listed()).find(({ externalId }) => externalId === '#1')!.lines).toMatchObject([{ value: 3000 }])
    // A week later, when a dollar is worth more, a third is given back.
    done(await say('2026-11-20', '12000'))
    const later = await csv([head, row('#1', 'SGD', '45.00', '15.00'), row('#2', 'IDR', '45000'), row('#3', 'KWD', '1.250')])
    expect(await bring(later)).toMatchObject({ added: 0, changed: 1, unchanged: 2 })
    expect((await shown())['#1']).toEqual([330_000, 3000])
    expect(await bring(later)).toMatchObject({ changed: 0, unchanged: 3 })
    const file = await text(Readable.from(ordersFile(shop.reading(), undefined, 'en')))
    expect(file).toContain(',330000,SGD,30.00,')
    expect(file).toMatch(/,,KWD,1\.250,/)
  })

  it('by a marketplace of the other country is taken in its currency', async () => {
    const result = await bring({ name: 'shopee-my-orders.xlsx', path: fixture('shopee-my-orders.xlsx') })
    expect(result).toMatchObject({ state: 'done', format: 'shopee-my', failedRows: 0 })
    // What came to nothing is in no sum with a rate either, and asks for none.
    const stand = await tables(shop.reading()).selectFrom('shopOrders').select('orderId').where('workspaceId', '=', shop.workspaceId).where('state', 'in', ['placed', 'done']).execute()
    expect(stand.length).toBeLessThan(result.added)
    expect(await waiting()).toMatchObject([{ currency: 'MYR', orders: stand.length }])
    const moved = done(await say('2026-01-01', '3800', { currency: 'MYR' }))
    expect(moved.reduce((sum, { orders }) => sum + orders, 0)).toBe(result.added)
    for (const { amount, original } of await listed()) expect(amount).toBe(original!.amount * 38)
  })

  it('of fees, ways back and settlements stays in its currency, and counts in the shop’s own', async () => {
    done(await say('2026-11-01', '3800', { currency: 'MYR' }))
    await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal', cost: 20_000 }))
    const exported = { orderedAt: new Date('2026-11-05T03:00:00Z'), salesPlace: 'shopee' as const, currency: 'MYR' as const, amount: 3000, buyer: null, channel: null, note: null, lines: [{ name: 'Sambal', sku: null, variation: null, quantity: 1, returned: 0, value: 3000 }], extra: {} }
    const take = (order: object) => shop.writing(async (scope) => takeBatch(scope, { secrets, known: await knownProductsOf(scope), importId: null, marketplace: 'shopee' }, [{ ...exported, state: 'done', fees: 300, ...order } as never]))
    await take({ externalId: 'A' })
    await take({ externalId: 'B', state: 'returned', returnCost: 450 })
    const of = async (number: string) => opened((await listed()).find(({ externalId }) => externalId === number)!.id)
    expect(await of('A')).toMatchObject({ amount: 114_000, fees: 11_400, margin: 114_000 - 11_400 - 20_000, marginBy: 'costs' })
    expect(await of('B')).toMatchObject({ state: 'returned', returnCost: 17_100 })
    const settled = (externalId: string, currency: Money, paidOut: number) => ({ market: 'shopee' as const, externalId, entries: [{ entry: '', currency, paidOutAt: null, goods: 3000, parts: { commission: paidOut - 3000 }, paidOut }] })
    // What was settled in another currency than it was paid in is none of its own.
    await shop.writing((scope) => takeSettlements(scope, { importId: newId(), once: true }, [settled('A', 'SGD', 1000)]))
    expect(await of('A')).toMatchObject({ fees: 11_400 })
    await shop.writing((scope) => takeSettlements(scope, { importId: newId(), once: true }, [settled('A', 'MYR', 2500)]))
    expect(await of('A')).toMatchObject({ amount: 114_000, fees: 19_000, margin: 2500 * 38 - 20_000, settlement: { currency: 'MYR', received: 2500 } })
    done(await say('2026-11-01', '4000', { currency: 'MYR' }))
    expect(await of('A')).toMatchObject({ amount: 120_000, fees: 20_000, margin: 80_000 })
    expect(await of('B')).toMatchObject({ returnCost: 18_000 })
    expect(await tables(shop.reading()).selectFrom('shopOrders').select(['originalFees', 'originalReturnCost']).where('workspaceId', '=', shop.workspaceId).orderBy('externalId').execute()).toEqual([{ originalFees: 500, originalReturnCost: null }, { originalFees: 300, originalReturnCost: 450 }])
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { agenda } from '../agenda.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { commands, queries, type NewOrder } from '../index.ts'
import { fileOf } from '../imports/for-tests.ts'
import type { OrderChange } from './change-order.ts'
import { sayReturnCosts } from './say-return-costs.ts'

let base: TestShop
let shop: TestShop
beforeAll(async () => {
  base = await begin(await testShop({ hits: false }))
  shop = await begin(base.another())
})
afterAll(() => base.close())

const note = (order: Partial<NewOrder> = {}, at = shop) => at.writing(async (scope) => done(await commands.noteOrder(scope, { secrets }, { amount: 60_000, ...order })).id)
const change = (id: string, changed: OrderChange, at = shop) => at.writing((scope) => commands.changeOrder(scope, { secrets }, id, changed))
const opened = async (id: string, at = shop) => done(await queries.order(at.reading(), { secrets }, id))

it('an order that failed at the door is in no sum, says what it cost, and that is proposed for the next', async () => {
  const [failed, next] = [await note({ margin: 35_000 }), await note({ margin: 35_000 })]
  expect(await opened(failed)).toMatchObject({ returnCost: null, lastReturnCost: null })
  await change(failed, { state: 'cod-failed', returnCost: '22.000' })
  expect(await opened(failed)).toMatchObject({ state: 'cod-failed', returnCost: 22_000 })
  expect(await opened(next)).toMatchObject({ returnCost: null, lastReturnCost: 22_000 })
  expect(await queries.ordersSummary(shop.reading(), undefined)).toMatchObject({ orders: 1, amount: 60_000, margin: 35_000, codFailed: 1 })

  expect(await change(failed, { returnCost: -1 })).toMatchObject({ refused: 'shop.amount-negative', where: 'returnCost' })
  // As undo does it.
  await change(failed, { state: 'done', returnCost: null })
  expect(await opened(next)).toMatchObject({ lastReturnCost: null })
  expect(await queries.ordersSummary(shop.reading(), undefined)).toMatchObject({ orders: 2, codFailed: 0 })
})

it('nobody was won by an order that nobody paid', async () => {
  const at = await begin(base.another())
  const phone = '0812 3456 7890'
  const [failed, second] = [await note({ phone, orderedAt: '2026-11-01' }, at), await note({ phone, orderedAt: '2026-11-02' }, at)]
  expect((await opened(second, at)).buyer).toMatchObject({ returning: true })
  await change(failed, { state: 'cod-failed' }, at)
  expect((await opened(second, at)).buyer).toMatchObject({ returning: false })
  const orders = await queries.ordersForPayback(at.reading(), { from: new Date(0), to: at.clock.now() })
  expect(orders.map(({ firstOfBuyer }) => firstOfBuyer)).toEqual([false, true])
  expect((await queries.tracesOfOrders(at.reading(), [second]))[0]).toMatchObject({ wonBy: second })
})

it('a file says so too, with what the way back cost; and does not call cancelled what its seller saw come back', async () => {
  const at = await begin(base.another())
  const file = (rows: string[]) =>
    fileOf(
      new TextEncoder().encode(['No. Pesanan,Status Pesanan,Alasan Pembatalan,Metode Pembayaran,Ongkos Kirim Pengembalian Barang,Waktu Pesanan Dibuat,Nama Produk,Nomor Referensi SKU,Jumlah,Subtotal Pesanan', ...rows].join('\n')),
      'pesanan.csv',
    )
  const bring = async (...rows: string[]) =>
    commands.importOrders({ scopes: at.scopes, workspaceId: at.workspaceId, actor: { kind: 'system', id: newId() } }, { secrets }, await file(rows))
  const rest = '2026-07-01 03:15,Sambal,SB-150,1,56000'
  await bring(`A1,Batal,Pengiriman gagal,COD (Bayar di Tempat),11000,${rest}`, `A2,Dikirim,,COD (Bayar di Tempat),0,${rest}`)
  const stored = async () => {
    const { items } = done(await queries.orders(at.reading(), {}))
    return Object.fromEntries(items.map(({ id, externalId, state, returnCost }) => [externalId, { id, state, returnCost }]))
  }
  expect(await stored()).toMatchObject({ A1: { state: 'cod-failed', returnCost: 11_000 }, A2: { state: 'placed', returnCost: null } })
  expect((await opened((await stored()).A1!.id, at)).extra).toMatchObject({ 'Alasan Pembatalan': 'Pengiriman gagal', 'Metode Pembayaran': 'COD (Bayar di Tempat)' })

  await change((await stored()).A2!.id, { state: 'cod-failed', returnCost: 18_000 }, at)
  await bring(`A2,Batal,Dibatalkan oleh sistem,COD (Bayar di Tempat),12000,${rest}`)
  expect((await stored()).A2).toMatchObject({ state: 'cod-failed', returnCost: 18_000 })
  // What it had cost goes when it was paid after all, and a file corrects what a file said.
  await bring(`A2,Selesai,,COD (Bayar di Tempat),0,${rest}`)
  expect((await stored()).A2).toMatchObject({ state: 'done', returnCost: null })
  await bring(`A1,Batal,Pengiriman gagal,COD (Bayar di Tempat),14000,${rest}`)
  expect((await stored()).A1).toMatchObject({ state: 'cod-failed', returnCost: 14_000 })
  await bring(`A1,Batal,Pengiriman gagal,COD (Bayar di Tempat),0,${rest}`)
  expect((await stored()).A1).toMatchObject({ state: 'cod-failed', returnCost: null })
})

it('what failed deliveries cost is said once for all that lack it, and taken back for the same', async () => {
  const at = await begin(base.another())
  const [first, second, third] = [await note({ state: 'cod-failed' }, at), await note({ state: 'cod-failed' }, at), await note({ state: 'cod-failed' }, at)]
  await note({ state: 'returned' }, at)
  await change(first, { returnCost: 22_000 }, at)
  expect(await opened(first, at)).toMatchObject({ failedWithoutCost: 2 })
  const { orders } = await at.writing(async (scope) => done(await sayReturnCosts(scope, {}, { amount: '22.000' })))
  expect(orders.sort()).toEqual([second, third].sort())
  expect(await opened(second, at)).toMatchObject({ returnCost: 22_000, failedWithoutCost: 0 })
  await at.writing(async (scope) => done(await sayReturnCosts(scope, {}, { amount: null, orders })))
  expect([(await opened(third, at)).returnCost, (await opened(first, at)).returnCost]).toEqual([null, 22_000])
  expect(await at.writing((scope) => sayReturnCosts(scope, {}, { amount: 'gratis' }))).toMatchObject({ refused: 'shop.amount-unreadable' })
})

it('Today asks what it cost as long as nobody said so, zero being an answer', async () => {
  const at = await begin(base.another())
  const asked = async () =>
    (await agenda.candidates(at.reading(), { memberId: newId(), day: '2026-11-18', hour: '09:00' })).flatMap(({ state, reason, action }) => (state === 'failed' ? [[reason.values, action.href]] : []))
  const failed = await note({ state: 'cod-failed' }, at)
  const month = at.clock.now().toISOString().slice(0, 7)
  expect(await asked()).toEqual([[{ count: 1, month }, `/orders?month=${month}&state=cod-failed`]])
  await change(failed, { returnCost: 0 }, at)
  expect(await asked()).toEqual([])
})

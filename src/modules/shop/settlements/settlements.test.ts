import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#platform/ids'
import type { OrderOpened } from '#contract/shop.ts'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { agenda } from '../agenda.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { restoreImport, undoImport } from '../commands/undo-import.ts'
import { commands, queries } from '../index.ts'
import { fileOf, SHOPEE, sheetXml, shopeeRow, xlsxOf } from '../imports/for-tests.ts'
import { ordersImport } from '../queries/orders-imports.ts'
import { tables } from '../tables.ts'

let base: TestShop
beforeAll(async () => {
  base = await begin(await testShop({ hits: false }))
})
afterAll(() => base.close())

const fresh = async () => {
  const shop = await begin(base.another())
  await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal Bawang 150 g', sku: 'SB-150', cost: 15_000 }))
  return shop
}
const bring = async (shop: TestShop, bytes: Uint8Array) =>
  commands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: newId() } }, { secrets }, await fileOf(bytes, 'berkas'))
const orders = (...rows: ReturnType<typeof shopeeRow>[]) => xlsxOf({ orders: sheetXml([[...SHOPEE], ...rows]) })

/** Of Rp56.000 of goods Rp47.700 is paid out, and PPh 22 of Rp280 withheld; but for what is said otherwise. */
const COLUMNS = { 'No. Pesanan': '', 'Lihat berdasarkan': 'Order', 'Tanggal Dana Dilepaskan': '2026-07-06', 'Harga Asli Produk': 56_000, 'Jumlah Pengembalian Dana ke Pembeli': 0, 'Biaya Administrasi': -4_620, 'Biaya Komisi AMS': -2_800, 'Biaya Kampanye': -600, 'PPh 22': -280, 'Total Penghasilan': 47_700 }
type Income = Partial<Record<keyof typeof COLUMNS, string | number>>
const income = (...rows: Income[]) => xlsxOf({ Income: sheetXml([['Penghasilan Saya'], Object.keys(COLUMNS), ...rows.map((row) => Object.values({ ...COLUMNS, ...row }))]) })

const stored = async (shop: TestShop): Promise<Record<string, OrderOpened>> => {
  const { items } = done(await queries.orders(shop.reading(), {}))
  return Object.fromEntries(await Promise.all(items.map(async ({ id, externalId }) => [externalId, done(await queries.order(shop.reading(), { secrets }, id))])))
}

it('makes a margin exact: what was received, less the goods; the same file again changes nothing, a later one corrects', async () => {
  const shop = await fresh()
  await shop.writing((scope) => commands.sayUsualMargin(scope, { salesPlace: null, from: null, keeps: 40, fee: { percent: 10, fixed: 0 } }))
  await bring(shop, orders(shopeeRow('A1'), shopeeRow('A2', { 'Status Pesanan': 'Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian hingga 2026-07-09.' })))
  expect((await stored(shop)).A1).toMatchObject({ margin: 56_000 - 30_000 - 5_600, marginBy: 'usual', fees: null, settlement: null })

  const file = income({ 'No. Pesanan': 'A1' }, { 'No. Pesanan': 'A1', 'Lihat berdasarkan': 'Sku' }, { 'No. Pesanan': 'A2' })
  expect(await bring(shop, file)).toMatchObject({ state: 'done', format: 'shopee-income-id', total: 2, read: 2, added: 2, changed: 0, unchanged: 0, failedRows: 0 })
  const { A1, A2 } = await stored(shop)
  expect(A1).toMatchObject({
    state: 'done',
    margin: 47_980 - 30_000,
    marginBy: 'costs',
    fees: 8_020,
    settlement: { goods: 56_000, paidOut: 47_700, received: 47_980, paidOutAt: '2026-07-05T17:00:00.000Z', parts: [{ kind: 'commission', amount: -4_620 }, { kind: 'affiliate', amount: -2_800 }, { kind: 'campaign', amount: -600 }, { kind: 'tax', amount: -280 }] },
  })
  expect(A2).toMatchObject({ state: 'done', margin: 17_980, marginBy: 'costs' })

  expect(await bring(shop, file)).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
  expect(await bring(shop, income({ 'No. Pesanan': 'A1', 'Biaya Komisi AMS': -1_800, 'Total Penghasilan': 48_700 }))).toMatchObject({ added: 0, changed: 1 })
  expect((await stored(shop)).A1).toMatchObject({ margin: 18_980, fees: 7_020 })
  // What was paid out before is an older word.
  expect(await bring(shop, income({ 'No. Pesanan': 'A1', 'Tanggal Dana Dilepaskan': '2026-07-03', 'Total Penghasilan': 1 }))).toMatchObject({ changed: 0, unchanged: 1 })
  // A later export of the order knows no fees, and takes none away.
  await bring(shop, orders(shopeeRow('A1', { Jumlah: 3 })))
  expect((await stored(shop)).A1).toMatchObject({ margin: 48_980 - 45_000, marginBy: 'costs', fees: 7_020 })
})

it('keeps what was paid out for orders that are not here yet, names them, and gives it to them when they come', async () => {
  const shop = await fresh()
  const first = await bring(shop, income({ 'No. Pesanan': 'B1' }, { 'No. Pesanan': 'B2' }))
  const record = async () => done(await ordersImport(shop.reading(), first.importId, 'id'))
  expect(await record()).toMatchObject({ tells: 'settlements', added: 2, awaited: { count: 2, numbers: ['B1', 'B2'] } })
  await bring(shop, orders(shopeeRow('B1')))
  expect((await stored(shop)).B1).toMatchObject({ margin: 17_980, marginBy: 'costs' })
  expect(await record()).toMatchObject({ awaited: { count: 1, numbers: ['B2'] } })
  await bring(shop, orders(shopeeRow('B2')))
  expect(await record()).toMatchObject({ awaited: null })

  // Both at the same moment.
  const both = await fresh()
  await Promise.all([bring(both, orders(...Array.from({ length: 60 }, (_, n) => shopeeRow(`P${n}`)))), bring(both, income(...Array.from({ length: 60 }, (_, n) => ({ 'No. Pesanan': `P${n}` }))))])
  expect(Object.values(await stored(both)).map(({ margin }) => margin)).toEqual(Array.from({ length: 50 }, () => 17_980))
})

it('tells what it cost that an order came back, unless its owner said so', async () => {
  const shop = await fresh()
  const back = { 'Status Pembatalan/ Pengembalian': 'Pengembalian Disetujui', 'Returned quantity': 2 }
  await bring(shop, orders(shopeeRow('C1', back), shopeeRow('C2', back), shopeeRow('C3', back)))
  const { C2 } = await stored(shop)
  done(await shop.writing((scope) => commands.changeOrder(scope, { secrets }, C2!.id, { returnCost: 20_000 })))
  const returned = { 'Jumlah Pengembalian Dana ke Pembeli': -56_000, 'Biaya Administrasi': 0, 'Biaya Komisi AMS': 0, 'Biaya Kampanye': 0, 'PPh 22': 0 }
  await bring(shop, income({ 'No. Pesanan': 'C1', ...returned, 'Total Penghasilan': -9_000 }, { 'No. Pesanan': 'C2', ...returned, 'Total Penghasilan': -9_000 }, { 'No. Pesanan': 'C3', ...returned, 'Total Penghasilan': 0 }))
  expect(Object.values(await stored(shop)).map(({ externalId, returnCost }) => [externalId, returnCost]).sort()).toEqual([['C1', 9_000], ['C2', 20_000], ['C3', 0]])
})

it("Today asks for the file while a marketplace's fees are not known, and no longer once they are", async () => {
  const shop = await fresh()
  shop.clock.set('2026-07-10T03:00:00Z')
  await bring(shop, orders(shopeeRow('D1')))
  const asked = async () => (await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-07-10', hour: '09:00' })).flatMap(({ state, action }) => (state === 'fees' ? [action.href] : []))
  expect(await asked()).toEqual(['/orders/imports'])
  await bring(shop, income({ 'No. Pesanan': 'D1' }))
  expect(await asked()).toEqual([])
})

it('is taken back as a whole, in any order of files, and put back where it was', async () => {
  const shop = await fresh()
  const undo = (importId: string) => shop.writing((scope) => undoImport(scope, importId))
  const restore = (importId: string) => shop.writing((scope) => restoreImport(scope, importId))
  const record = async (importId: string) => done(await ordersImport(shop.reading(), importId, 'id'))
  const fees = async () => Object.values(await stored(shop)).map((order) => `${order.externalId} ${order.fees} ${order.margin}`).sort()
  await bring(shop, orders(shopeeRow('E1'), shopeeRow('E2'), shopeeRow('E3', { 'Status Pembatalan/ Pengembalian': 'Pengembalian Disetujui', 'Returned quantity': 2 })))
  const before = await fees()
  const returned = { 'Jumlah Pengembalian Dana ke Pembeli': -56_000, 'Biaya Administrasi': 0, 'Biaya Komisi AMS': 0, 'Biaya Kampanye': 0, 'PPh 22': 0, 'Total Penghasilan': -9_000 }
  const first = await bring(shop, income({ 'No. Pesanan': 'E1' }, { 'No. Pesanan': 'E2' }, { 'No. Pesanan': 'E3', ...returned }, { 'No. Pesanan': 'E9' }))
  const once = await fees()
  expect((await stored(shop)).E3).toMatchObject({ returnCost: 9_000 })
  const second = await bring(shop, income({ 'No. Pesanan': 'E1', 'Biaya Komisi AMS': -1_800, 'Total Penghasilan': 48_700 }))
  const twice = await fees()
  expect(new Set([before, once, twice].map(String)).size).toBe(3)
  expect(await record(second.importId)).toMatchObject({ undoable: true, undone: null })

  // The last one: what it corrected is as before. Twice is once.
  await undo(second.importId)
  await undo(second.importId)
  expect(await fees()).toEqual(once)
  expect(await record(second.importId)).toMatchObject({ undoable: false, undone: { taken: 0, restored: 1, kept: 0, told: 0 } })
  await restore(second.importId)
  await restore(second.importId)
  expect(await fees()).toEqual(twice)

  // The first, beneath it: of E1 the second still tells.
  await undo(first.importId)
  expect(await record(first.importId)).toMatchObject({ undone: { taken: 3, restored: 0, kept: 0, told: 1 }, awaited: null })
  expect(await fees()).toEqual([twice[0], before[1], before[2]])
  expect((await stored(shop)).E3).toMatchObject({ returnCost: null, settlement: null })
  await undo(second.importId)
  expect(await record(second.importId)).toMatchObject({ undone: { taken: 1, restored: 0, told: 0 } })
  expect(await fees()).toEqual(before)
  // Put back the other way about, each is where it was.
  await restore(second.importId)
  expect(await fees()).toEqual([twice[0], before[1], before[2]])
  await restore(first.importId)
  expect(await fees()).toEqual(twice)
  expect(await record(first.importId)).toMatchObject({ undone: null, awaited: { count: 1, numbers: ['E9'] } })
  await undo(second.importId)
  expect(await fees()).toEqual(once)
  await undo(first.importId)

  // The same file again tells all of it again, and is itself taken back.
  const again = await bring(shop, income({ 'No. Pesanan': 'E1' }, { 'No. Pesanan': 'E2' }, { 'No. Pesanan': 'E3', ...returned }))
  expect([again.added, await fees()]).toEqual([3, once])
  await undo(again.importId)
  expect(await fees()).toEqual(before)
})

it('leaves what an order says itself: its export, its owner, another import taken back', async () => {
  const shop = await fresh()
  const undo = (importId: string) => shop.writing((scope) => undoImport(scope, importId))
  const row = { 'Status Pembatalan/ Pengembalian': 'Pengembalian Disetujui', 'Returned quantity': 2 }
  await bring(shop, orders(shopeeRow('F1'), shopeeRow('F2', row)))
  // As of an export that names its fees.
  await shop.writing((scope) => tables(scope).updateTable('shopOrders').set({ fees: 5_000 }).where('externalId', '=', 'F1').execute())
  const { importId } = await bring(shop, income({ 'No. Pesanan': 'F1' }, { 'No. Pesanan': 'F2', 'Total Penghasilan': -9_000 }))
  expect((await stored(shop)).F1).toMatchObject({ fees: 8_020 })
  done(await shop.writing(async (scope) => commands.changeOrder(scope, { secrets }, (await stored(shop)).F2!.id, { returnCost: 20_000 })))
  shop.clock.advance(60_000)
  const later = await bring(shop, orders(shopeeRow('F1', { Jumlah: 3 })))
  expect((await stored(shop)).F1).toMatchObject({ fees: 8_020, margin: 2_980 })
  await undo(later.importId)
  expect((await stored(shop)).F1).toMatchObject({ fees: 8_020, margin: 17_980 })
  await undo(importId)
  const { F1, F2 } = await stored(shop)
  expect([F1!.fees, F1!.margin, F2!.returnCost]).toEqual([5_000, 56_000 - 30_000 - 5_000, 20_000])
})

it("makes Lazada's margins exact, line by line of its statement; what was for no order is listed, and the refund of a later one counts once", async () => {
  const shop = await fresh()
  const ordersCsv = (...ids: string[]) => Buffer.from(['orderItemId,orderNumber,createTime,status,sellerSku,itemName,variation,unitPrice,paidPrice,sellerDiscountTotal', ...ids.map((id, n) => `${n},${id},2026-07-01 10:00,delivered,SB-150,Sambal Bawang 150 g,,60000,60000,0`), ''].join('\n'))
  const statement = (...lines: [day: string, name: string, amount: number, order: string][]) =>
    Buffer.from(['Statement Number;Transaction Date;Fee Name;Amount(Include Tax);Order Number', ...lines.map(([day, name, amount, order]) => `ID-28;${day};${name};${amount}.00;${order}`), ''].join('\n'))
  const sale = (order: string): [string, string, number, string][] => [['08 Jul 2026', 'Item Price Credit', 60_000, order], ['08 Jul 2026', 'Commission', -3_600, order], ['08 Jul 2026', 'Biaya baru', -1_400, order]]
  await bring(shop, ordersCsv('7001', '7002'))
  const file = statement(...sale('7001'), ['08 Jul 2026', 'Sponsored Solutions: Top-Up', -50_000, ''], ...sale('7002'))
  expect(await bring(shop, file)).toMatchObject({ state: 'done', format: 'lazada-statement', total: 2, read: 2, added: 2, failedRows: 1, errors: [{ code: 'shop.settlement-of-no-order', values: { value: '-50000.00', order: 'Sponsored Solutions: Top-Up' } }] })
  expect((await stored(shop))['7001']).toMatchObject({ fees: 5_000, margin: 40_000, marginBy: 'costs', settlement: { received: 55_000 } })
  expect(await bring(shop, file)).toMatchObject({ added: 0, changed: 0, unchanged: 2 })

  const refund = statement(['20 Jul 2026', 'Reversal Item Price', -60_000, '7002'], ['20 Jul 2026', 'Reversal Commission', 3_600, '7002'])
  for (const _ of [1, 2]) await bring(shop, refund)
  expect((await stored(shop))['7002']).toMatchObject({ fees: 61_400, settlement: { received: -1_400 } })
})

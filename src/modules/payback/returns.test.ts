import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commands as effort } from '#modules/effort'
import { commands as shopCommands } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testFolder, testShop, type TestShop } from '../../../tests/harness/index.ts'
import { queries } from './index.ts'
import { paybackLines, paybackLineRows } from './queries/payback-lines.ts'

const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)) }
let shop: TestShop
const ids: string[] = []

beforeAll(async () => {
  shop = await testShop({ at: '2026-11-01T03:00:00Z' })
  await shop.writing(async (scope) =>
    sure(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', worth: { by: 'wage', hourly: 24_000 } })),
  )
  shop.clock.set('2026-11-18T03:00:00Z')
  for (const detail of ['Mbak Ayu', 'Mbak Ayu', 'Bu Rina']) {
    const order = { amount: 60_000, margin: 35_000, salesPlace: 'chat' as const, state: 'done' as const, orderedAt: '2026-11-10T03:00:00Z', foundUs: { answer: 'said' as const, channel: 'word-of-mouth' as const, detail } }
    ids.push(await shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, order)).id))
  }
  await shop.writing(async (scope) => sure(await effort.noteCost(scope, { channel: 'word-of-mouth', kind: 'fee', day: '2026-11-11', amount: 5_000 })))
})
afterAll(() => shop.close())

const change = (id: string, changed: object) => shop.writing(async (scope) => sure(await shopCommands.changeOrder(scope, needs, id, changed)))
const month = async (name: string) => sure(await queries.paybackMonth(shop.reading(), name))
const rows = async (figure: 'returns' | 'costs' | 'corrections', name = '2026-11') => sure(await queries.paybackRows(shop.reading(), { month: name, figure, of: 'word-of-mouth', limit: 50 }))

it('what failed at the door has no margin, and its cost is charged to the channel of the order, as a row that opens to it', async () => {
  await change(ids[0]!, { state: 'cod-failed', returnCost: 22_000 })
  await change(ids[2]!, { state: 'returned', returnCost: 9_000 })
  const line = (await month('2026-11')).channels.find(({ channel }) => channel === 'word-of-mouth')!
  expect(line).toMatchObject({ orders: { count: 1, margin: 35_000 }, costs: { total: 36_000, fee: 5_000, return: 31_000 }, profit: { net: 35_000 - 36_000 } })
  expect(await rows('returns')).toMatchObject({ count: 2, sum: 31_000, rows: expect.arrayContaining([{ id: ids[0], day: '2026-11-10', channel: 'word-of-mouth', codFailed: true, amount: 22_000 }]) })
  expect(await rows('costs')).toMatchObject({ count: 1, sum: 5_000, rows: [{ kind: 'fee' }] })
})

it('stands with the person who told of the shop, and the parts sum to the whole', async () => {
  const lines = sure(await paybackLines(shop.reading(), { month: '2026-11', cut: 'person' }))
  expect([...lines.lines, lines.none].map(({ name, profit }) => [name, profit.net])).toEqual([['Mbak Ayu', 13_000], ['Bu Rina', -9_000], [null, -5_000]])
  expect(lines.total.profit.net).toBe(-1_000)
  expect(await paybackLineRows(shop.reading(), { month: '2026-11', cut: 'person', key: 'bu rina', figure: 'returns', limit: 50 })).toMatchObject({ sum: 9_000, rows: [{ id: ids[2], codFailed: false }] })
})

it("by the buyer's word an order that came back takes along what that cost", async () => {
  const tracked = { channel: 'instagram' as const, by: 'code' as const, at: new Date('2026-10-10T03:00:00Z') }
  const order = { amount: 60_000, margin: 35_000, orderedAt: '2026-10-10T03:00:00Z', tracked, foundUs: { answer: 'said' as const, channel: 'tiktok' as const } }
  const id = await shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, order)).id)
  await change(id, { state: 'cod-failed', returnCost: 15_000 })
  const { channels } = await month('2026-10')
  expect(channels.map(({ channel, profit, pair }) => [channel, profit.known, pair])).toEqual([
    ['tiktok', 0, { tracked: 0, said: 0, profitTracked: 0, profitSaid: -15_000 }],
    ['instagram', -15_000, { tracked: 0, said: 0, profitTracked: -15_000, profitSaid: 0 }],
  ])
})

it('after the month was closed it is one correction of the order, which goes with what it corrects when that is undone', async () => {
  shop.clock.set('2026-12-12T03:00:00Z')
  await shop.writing(async (scope) => sure(await effort.closeMonth(scope, { ask: queries.bookDue, month: '2026-11', by: 'hand' })))
  const before = await month('2026-11')
  await change(ids[1]!, { state: 'cod-failed', returnCost: 20_000 })
  expect((await month('2026-11')).total).toEqual(before.total)
  expect(await rows('corrections', '2026-12')).toMatchObject({ count: 1, sum: -55_000, rows: [{ kind: 'order', sourceId: ids[1], amount: -55_000 }] })
  const person = async () => sure(await paybackLines(shop.reading(), { month: '2026-12', cut: 'person' })).lines
  expect(await person()).toMatchObject([{ name: 'Mbak Ayu', corrections: { total: -55_000 } }])

  await change(ids[1]!, { state: 'done', returnCost: null })
  expect((await month('2026-12')).total.corrections).toEqual({ count: 0, total: 0 })
  // What had failed before the month was closed, and was paid after all.
  await change(ids[0]!, { state: 'done', returnCost: null })
  expect(await rows('corrections', '2026-12')).toMatchObject({ sum: 57_000, rows: [{ kind: 'order', sourceId: ids[0] }] })
  expect(await person()).toMatchObject([{ name: 'Mbak Ayu', corrections: { total: 57_000 } }])
})

it('what a marketplace paid out, told after the month was closed, is a correction of its order', async () => {
  const file = async (name: string, lines: string[]) => {
    const path = join(await testFolder('settled'), name)
    await writeFile(path, lines.join('\n') + '\n')
    return { name, path }
  }
  const bring = async (name: string, ...lines: string[]) =>
    sure((await shopCommands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: newId() } }, needs, await file(name, lines))).state)
  await shop.writing(async (scope) => sure(await shopCommands.addProduct(scope, {}, { name: 'Sambal', sku: 'SB', cost: 15_000 })))
  await bring('orders.csv', 'Order ID,Order Status,Created Time,Product Name,Seller SKU,Quantity,SKU Subtotal After Discount,Creator Handle', '584771788142839379,Selesai,15/11/2026 10:00:00,Sambal,SB,1,28000,@mama_masak')
  const before = (await month('2026-12')).total.corrections.total
  // Closed with a margin that nobody knew; what was noted since then, of this order too, is due in December.
  await bring('income.csv', 'ID Pesanan/Penyesuaian,Jumlah penyelesaian pembayaran,Subtotal sebelum diskon,Biaya komisi platform', '584771788142839379,24500,28000,-3500')
  expect((await month('2026-12')).total.corrections.total - before).toBe(24_500 - 15_000)
})

function sure<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused} ${JSON.stringify(result.values ?? {})}`)
  return result as Exclude<T, { readonly refused: string }>
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { newId } from '#platform/ids'
import { begin, done, secrets } from '../for-tests.ts'
import { fileOf, SHOPEE, sheetXml, shopeeRow, xlsxOf } from '../imports/for-tests.ts'
import { commands, queries } from '../index.ts'
import { ordersImport } from '../queries/orders-imports.ts'
import { restoreImport, undoImport } from './undo-import.ts'

const MINUTE = 60_000

let base: TestShop
beforeAll(async () => {
  base = await testShop({ hits: false })
})
afterAll(() => base.close())

interface Desk {
  shop: TestShop
  /** Brings a file with these Shopee orders in. */
  bring(...rows: ReturnType<typeof shopeeRow>[]): Promise<{ importId: string; added: number; changed: number; unchanged: number }>
  undo(importId: string): Promise<unknown>
  restore(importId: string): Promise<unknown>
  /** What stands in the list: number, state, amount, pieces. */
  list(): Promise<string[]>
}

async function desk(): Promise<Desk> {
  const shop = await begin(base.another())
  const later = <T>(result: T) => {
    shop.clock.advance(MINUTE)
    return result
  }
  return {
    shop,
    bring: async (...rows) => {
      const file = await fileOf(xlsxOf({ orders: sheetXml([[...SHOPEE], ...rows]) }))
      return later(await commands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: newId() } }, { secrets }, file))
    },
    undo: async (importId) => later(await shop.writing((scope) => undoImport(scope, importId))),
    restore: async (importId) => later(await shop.writing((scope) => restoreImport(scope, importId))),
    list: async () => {
      const page = done(await queries.orders(shop.reading(), { limit: 200 }))
      return page.items.map((order) => `${order.externalId} ${order.state} ${order.amount} ${order.lines.reduce((sum, line) => sum + line.quantity, 0)}`).sort()
    },
  }
}

const record = async ({ shop }: Desk, importId: string) => done(await ordersImport(shop.reading(), importId, 'en'))

test('what an import brought goes, and what it changed is as before; brought back, all is as it was', async () => {
  const at = await desk()
  await at.bring(shopeeRow('old', { 'Status Pesanan': 'Perlu Dikirim', Jumlah: 1, 'Subtotal Pesanan': '28.000' }), shopeeRow('same'))
  const before = await at.list()
  const { importId } = await at.bring(shopeeRow('old'), shopeeRow('same'), shopeeRow('new'))
  const after = await at.list()
  expect([before, after]).toEqual([
    ['old placed 28000 1', 'same done 56000 2'],
    ['new done 56000 2', 'old done 56000 2', 'same done 56000 2'],
  ])
  expect(await record(at, importId)).toMatchObject({ undoable: true, undone: null })

  await at.undo(importId)
  expect(await at.list()).toEqual(before)
  expect(await record(at, importId)).toMatchObject({ undoable: false, undone: { taken: 1, restored: 1, kept: 0, told: 0 } })
  await at.undo(importId)
  expect(await at.list()).toEqual(before)

  await at.restore(importId)
  expect(await at.list()).toEqual(after)
  await at.restore(importId)
  await at.undo(importId)
  expect(await at.list()).toEqual(before)
})

test('margins follow, there and back', async () => {
  const at = await desk()
  await at.shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal', sku: 'SB-150', cost: 10_000 }))
  await at.shop.writing((scope) => commands.sayUsualMargin(scope, { salesPlace: 'shopee', from: null, keeps: null, fee: { percent: 0, fixed: 1_000 } }))
  const margin = async () => (await queries.ordersForPayback(at.shop.reading(), { from: new Date('2026-01-01'), to: new Date('2027-01-01') })).map((order) => order.margin)
  await at.bring(shopeeRow('old', { Jumlah: 1, 'Subtotal Pesanan': '28.000' }))
  const { importId } = await at.bring(shopeeRow('old'))
  expect(await margin()).toEqual([56_000 - 20_000 - 1_000])
  await at.undo(importId)
  expect(await margin()).toEqual([28_000 - 10_000 - 1_000])
  await at.restore(importId)
  expect(await margin()).toEqual([56_000 - 20_000 - 1_000])
})

test('what was changed by hand since stays, and is told', async () => {
  const at = await desk()
  await at.bring(shopeeRow('old', { Jumlah: 1, 'Subtotal Pesanan': '28.000' }))
  const { importId } = await at.bring(shopeeRow('old'), shopeeRow('noted'), shopeeRow('mistaken'), shopeeRow('gone'))
  const { items } = done(await queries.orders(at.shop.reading(), {}))
  const idOf = (number: string) => items.find(({ externalId }) => externalId === number)!.id
  for (const number of ['old', 'noted']) await at.shop.writing((scope) => commands.changeOrder(scope, { secrets }, idOf(number), { note: 'Bu Sri' }))
  await at.shop.writing((scope) => commands.undoOrder(scope, idOf('gone')))
  at.shop.clock.advance(MINUTE)

  await at.undo(importId)
  expect(await at.list()).toEqual(['noted done 56000 2', 'old done 56000 2'])
  expect(await record(at, importId)).toMatchObject({ undone: { taken: 1, restored: 0, kept: 2 } })
  // What was taken back by itself does not come back with the others.
  await at.restore(importId)
  expect(await at.list()).toEqual(['mistaken done 56000 2', 'noted done 56000 2', 'old done 56000 2'])
})

test('what a later file tells of stays as that says, and goes with that', async () => {
  const at = await desk()
  await at.bring(shopeeRow('old', { Jumlah: 1, 'Subtotal Pesanan': '10.000' }))
  const first = await at.bring(shopeeRow('old', { 'Subtotal Pesanan': '20.000' }), shopeeRow('new', { 'Subtotal Pesanan': '20.000' }))
  const second = await at.bring(shopeeRow('old', { 'Subtotal Pesanan': '30.000' }), shopeeRow('new', { 'Subtotal Pesanan': '30.000' }))
  const third = await at.bring(shopeeRow('new', { 'Subtotal Pesanan': '40.000' }))
  await at.undo(first.importId)
  expect(await record(at, first.importId)).toMatchObject({ undone: { taken: 0, restored: 0, kept: 0, told: 2 } })
  expect(await at.list()).toEqual(['new done 40000 2', 'old done 30000 2'])
  await at.undo(third.importId)
  expect(await at.list()).toEqual(['new done 30000 2', 'old done 30000 2'])
  await at.undo(second.importId)
  expect(await record(at, second.importId)).toMatchObject({ undone: { taken: 1, restored: 1, kept: 0, told: 0 } })
  expect(await at.list()).toEqual(['old done 10000 1'])
})

test('the last one first: each leads to the one before', async () => {
  const at = await desk()
  const first = await at.bring(shopeeRow('new', { 'Subtotal Pesanan': '20.000' }))
  const second = await at.bring(shopeeRow('new', { 'Subtotal Pesanan': '30.000' }))
  await at.undo(second.importId)
  expect(await at.list()).toEqual(['new done 20000 2'])
  await at.undo(first.importId)
  expect(await at.list()).toEqual([])
  await at.restore(first.importId)
  await at.restore(second.importId)
  expect(await at.list()).toEqual(['new done 30000 2'])
})

test('a file sent again brings its orders in anew, as its own', async () => {
  const at = await desk()
  const rows = [shopeeRow('a'), shopeeRow('b')]
  const first = await at.bring(...rows)
  await at.undo(first.importId)
  const second = await at.bring(...rows)
  expect(second).toMatchObject({ added: 2, changed: 0, unchanged: 0 })
  expect(await at.list()).toEqual(['a done 56000 2', 'b done 56000 2'])
  // They are not the first one's any more.
  await at.restore(first.importId)
  await at.undo(second.importId)
  expect(await at.list()).toEqual([])
})

test('it is announced as an import is, so that the book writes what it moved in a closed month as a correction', async () => {
  const at = await desk()
  const { importId } = await at.bring(shopeeRow('a'))
  await at.undo(importId)
  const { rows } = await at.shop.database.pool.query<{ payload: { importId: string } }>(`select payload from platform_outbox where workspace_id = $1 and type = 'OrdersImported'`, [at.shop.workspaceId])
  expect(rows.map(({ payload }) => payload.importId)).toEqual([importId, importId])
})

test('neither while it runs, nor after its time, nor of another shop', async () => {
  const at = await desk()
  const { importId } = await at.bring(shopeeRow('a'))
  const other = await desk()
  expect(await other.undo(importId)).toMatchObject({ refused: 'shop.import-unknown' })
  at.shop.clock.advance(90 * 24 * 60 * MINUTE)
  expect(await at.undo(importId)).toMatchObject({ refused: 'shop.import-not-undoable' })
  expect(await record(at, importId)).toMatchObject({ undoable: false })
  expect(await at.list()).toEqual(['a done 56000 2'])
})

import { readFile } from 'node:fs/promises'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { newId } from '#platform/ids'
import { begin, done, secrets } from '../for-tests.ts'
import { fileOf, fixture, SHOPEE, sheetXml, shopeeRow, xlsxOf } from '../imports/for-tests.ts'
import { commands, queries, type ImportProgress, type OrdersFile } from '../index.ts'
import { ordersImport } from '../queries/orders-imports.ts'

const expected = JSON.parse(await readFile(fixture('expected.json'), 'utf8')) as Record<string, Record<string, number>>

let base: TestShop
beforeAll(async () => {
  base = await begin(await testShop({ hits: false }))
})
afterAll(() => base.close())

const fresh = (country: 'ID' | 'MY' = 'ID') => begin(base.another(), country)
const bring = (shop: TestShop, file: OrdersFile, onProgress?: (progress: ImportProgress) => void) =>
  commands.importOrders({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system', id: newId() } }, { secrets }, file, onProgress)
const named = (name: string): OrdersFile => ({ name, path: fixture(name) })
const shopee = async (...rows: ReturnType<typeof shopeeRow>[]) => fileOf(xlsxOf({ orders: sheetXml([[...SHOPEE], ...rows]) }))

async function stored(shop: TestShop) {
  const { rows } = await shop.database.pool.query<Record<string, number>>(
    `select count(*)::int as orders,
            (select count(*)::int from shop_order_lines where workspace_id = $1) as lines,
            count(*) filter (where state = 'done')::int as done,
            count(*) filter (where state = 'cancelled')::int as cancelled,
            count(*) filter (where state = 'returned')::int as returned,
            (coalesce(sum(amount) filter (where state = 'done'), 0))::int as "doneGoodsValue"
     from shop_orders where workspace_id = $1`,
    [shop.workspaceId],
  )
  return rows[0]!
}

describe('the exports of the marketplaces', () => {
  it.each([
    ['shopee-id-orders.xlsx', 'shopee-id', 'ID'],
    ['shopee-my-orders.xlsx', 'shopee-my', 'MY'],
    ['tiktok-tokopedia-orders.xlsx', 'tiktok-tokopedia', 'ID'],
    ['tokopedia-legacy-orders.xlsx', 'tokopedia-legacy', 'ID'],
  ] as const)('%s holds what it is said to hold, and the same again changes nothing', async (name, format, country) => {
    const shop = await fresh(country)
    const orders = expected[name]!.orders
    expect(await bring(shop, named(name))).toMatchObject({ state: 'done', format, total: orders, read: orders, added: orders, changed: 0, unchanged: 0, failedRows: 0, errors: [] })
    expect(await stored(shop)).toEqual(expected[name])
    const again = await bring(shop, { name, path: fixture(name) })
    expect(again).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: orders })
    expect(await stored(shop)).toEqual(expected[name])
  })

  it('keeps no number, name or address of a buyer', async () => {
    const shop = await fresh()
    await bring(shop, named('shopee-id-orders.xlsx'))
    await bring(shop, await shopee(shopeeRow('A1')))
    const { rows } = await shop.database.pool.query(`select o::text as o, l::text as l from shop_orders o join shop_order_lines l using (workspace_id, order_id) where workspace_id = $1`, [shop.workspaceId])
    const all = JSON.stringify(rows)
    for (const personal of ['6281208855175', '81208855175', 'siti_jkt5', 'D****i', 'Jl. ', 'Siti Aminah', 'Mawar']) expect(all).not.toContain(personal)
    // What is about no person stays.
    expect(all).toContain('KOTA MEDAN')
    expect(all).toContain('ShopeePay')
    const page = done(await queries.orders(shop.reading(), { limit: 200 }))
    expect(page.items.every((order) => order.buyer !== null && order.buyer.name === null && !order.buyer.phoneKept)).toBe(true)
    expect(page.items.filter((order) => order.buyer!.returning).length).toBeGreaterThan(5)
  })

  it('tells the sales place of each row, and the creator that brought it', async () => {
    const shop = await fresh()
    await bring(shop, named('tiktok-tokopedia-orders.xlsx'))
    const rows = await queries.ordersForPayback(shop.reading(), { from: new Date('2026-01-01'), to: new Date('2027-01-01') })
    expect(new Set(rows.map((row) => row.salesPlace))).toEqual(new Set(['tiktok-shop', 'tokopedia']))
    expect(rows.filter((row) => row.tracked?.channel === 'tiktok').length).toBeGreaterThan(10)
    expect(rows.every((row) => !row.saidAnswered && row.margin === null)).toBe(true)
  })

  it('reckons margins where costs and fees are known, and leaves them unknown where they are not', async () => {
    const shop = await fresh('MY')
    await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Rempeyek', sku: 'rk-180', cost: 200 }))
    await bring(shop, named('shopee-my-orders.xlsx'))
    const rows = await queries.ordersForPayback(shop.reading(), { from: new Date('2026-01-01'), to: new Date('2027-01-01') })
    // Three of them at RM6.29, fees of 45 and 62 sen.
    expect(rows.find((row) => row.amount === 1886)).toMatchObject({ margin: 1886 - 600 - 107 })
    expect(rows.filter((row) => row.margin === null).length).toBeGreaterThan(20)
  })
})

describe('importOrders', () => {
  it('brings a later export up to date, and is not led back by an earlier one', async () => {
    const shop = await fresh()
    const before = await shopee(shopeeRow('B1', { 'Status Pesanan': 'Perlu Dikirim' }), shopeeRow('B2', { 'Status Pesanan': 'Dikirim' }))
    const after = await shopee(shopeeRow('B1'), shopeeRow('B2', { 'Status Pesanan': 'Batal' }), shopeeRow('B3'))
    expect(await bring(shop, before)).toMatchObject({ added: 2 })
    expect(await bring(shop, after)).toMatchObject({ added: 1, changed: 2, unchanged: 0 })
    expect(await stored(shop)).toMatchObject({ orders: 3, lines: 3, done: 2, cancelled: 1 })
    expect(await bring(shop, before)).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
    expect(await stored(shop)).toMatchObject({ orders: 3, lines: 3, done: 2, cancelled: 1 })
  })

  it('does not take the chance of a return for a return', async () => {
    const shop = await fresh()
    const still = 'Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian hingga 2026-07-09.'
    await bring(
      shop,
      await shopee(
        shopeeRow('C1', { 'Status Pesanan': still }),
        shopeeRow('C2', { 'Status Pembatalan/ Pengembalian': still }),
        shopeeRow('C3', { 'Status Pembatalan/ Pengembalian': 'Pengembalian Ditolak' }),
        shopeeRow('C4', { 'Status Pembatalan/ Pengembalian': 'Pengembalian Disetujui', 'Returned quantity': 2 }),
        // One of two came back: the other one is a sale.
        shopeeRow('C5', { 'Status Pembatalan/ Pengembalian': 'Pengembalian Disetujui', 'Returned quantity': 1 }),
      ),
    )
    expect(await stored(shop)).toMatchObject({ done: 4, returned: 1, doneGoodsValue: 3 * 56_000 + 28_000 })
  })

  it('lists a row that cannot be read with its number and reason, and brings the rest in', async () => {
    const shop = await fresh()
    const result = await bring(
      shop,
      await shopee(
        shopeeRow('D1'),
        shopeeRow('D2', { 'Subtotal Pesanan': 'gratis' }),
        shopeeRow(''),
        shopeeRow('D3', { 'Waktu Pesanan Dibuat': 'kemarin' }),
        shopeeRow('D4', { Jumlah: 'dua' }),
        shopeeRow('D5', { 'Status Pesanan': 'Entah' }),
        // Half an order is a wrong sum: its readable row stays out as well.
        shopeeRow('D2'),
        shopeeRow('D6'),
      ),
    )
    expect(result).toMatchObject({ state: 'done', total: 6, read: 6, added: 2, failedRows: 5 })
    expect(result.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [4, 'No. Pesanan', 'shop.row-without-order'],
      [5, 'Waktu Pesanan Dibuat', 'shop.row-time'],
      [6, 'Jumlah', 'shop.row-quantity'],
      [7, 'Status Pesanan', 'shop.row-status'],
      [3, 'Subtotal Pesanan', 'shop.row-amount'],
    ])
    for (const language of ['id', 'ms', 'en'] as const) {
      const shown = done(await ordersImport(shop.reading(), result.importId, language))
      expect(shown.errors).toHaveLength(5)
      expect(shown.errors[4]!.text).toContain('gratis')
    }
  })

  it('finds the header wherever it stands, moved, repeated, renamed, with columns of its own', async () => {
    const shop = await fresh()
    const header = ['Hadiah', ' STATUS pesanan ', 'no. pesanan', 'Nama Produk', 'Jumlah', 'Total Harga Produk', 'Waktu Pesanan Dibuat', 'Hadiah', 'Nomor WA']
    const row = (id: string, value: string | number) => ['kartu ucapan', 'Selesai', id, 'Sambal', 1, value, '2026-07-01 03:15', '', '081234567890']
    const sheet = sheetXml([['Laporan Juli'], [], ['Toko', 'Sambal Bu Tini'], header, row('E1', 'Rp1.234.567'), row('E2', '1.234.567'), header, row('E3', '1,234,567.00'), row('E4', '1234567'), row('E4', 1234567)])
    const file = await fileOf(xlsxOf({ a: sheetXml([['Petunjuk']]), b: sheet }))
    expect(await bring(shop, file)).toMatchObject({ state: 'done', added: 4, failedRows: 0 })
    expect(await stored(shop)).toMatchObject({ orders: 4, lines: 5, doneGoodsValue: 5 * 1_234_567 })
    const { rows } = await shop.database.pool.query(`select extra from shop_orders where workspace_id = $1`, [shop.workspaceId])
    expect(rows[0]).toEqual({ extra: { Hadiah: 'kartu ucapan' } })
  })

  it('puts an order together though its rows stand apart', async () => {
    const shop = await fresh()
    const apart = Array.from({ length: 300 }, (_, n) => shopeeRow(`F${n}`))
    expect(await bring(shop, await shopee(...apart, ...apart))).toMatchObject({ total: 300, added: 300 })
    expect(await stored(shop)).toMatchObject({ orders: 300, lines: 600, doneGoodsValue: 300 * 112_000 })
  })

  it('refuses a file whole, writes down why, and lets nothing of it in', async () => {
    const shop = await fresh()
    const whole = await readFile(fixture('shopee-id-orders.xlsx'))
    for (const [bytes, code] of [
      [whole.subarray(0, 30_000), 'shop.import-cut-off'],
      [Buffer.from('No. Pesanan;Status'), 'shop.import-not-xlsx'],
      [xlsxOf({ sheet1: sheetXml([['Nama', 'Umur'], ['Siti', 30]]) }), 'shop.import-format-unknown'],
      [xlsxOf({ sheet1: sheetXml([[...SHOPEE]]) }), 'shop.import-empty'],
      [await readFile(fixture('shopee-my-orders.xlsx')), 'shop.import-other-currency'],
    ] as const) {
      const result = await bring(shop, await fileOf(bytes))
      expect(result).toMatchObject({ state: 'failed', problem: { refused: code }, added: 0 })
      const shown = done(await ordersImport(shop.reading(), result.importId, 'id'))
      expect(shown.problem).toMatchObject({ code, title: expect.not.stringContaining('{{') as string, todo: expect.any(String) as string })
    }
    expect(await stored(shop)).toMatchObject({ orders: 0 })
  })

  it('tells how far it is, and stops when asked; the same file completes it', async () => {
    const shop = await fresh()
    const file = await shopee(...Array.from({ length: 1000 }, (_, n) => shopeeRow(`G${n}`)))
    const seen: number[] = []
    const asked: Promise<unknown>[] = []
    const stopped = await bring(shop, file, ({ importId, read }) => {
      seen.push(read)
      if (read === 400) asked.push(shop.writing((scope) => commands.stopImport(scope, importId)))
    })
    await Promise.all(asked)
    expect(stopped.state).toBe('stopped')
    expect(stopped.read).toBeGreaterThanOrEqual(400)
    expect(stopped.read).toBeLessThan(1000)
    expect(seen.slice(0, 4)).toEqual([0, 0, 200, 400])
    expect((await stored(shop)).orders).toBe(stopped.read)
    expect(await bring(shop, file)).toMatchObject({ state: 'done', unchanged: stopped.read, added: 1000 - stopped.read })
    expect(await shop.writing((scope) => commands.stopImport(scope, stopped.importId))).toMatchObject({ refused: 'shop.import-finished' })
  })

  it('two imports of one file at the same time double nothing', async () => {
    const shop = await fresh()
    const results = await Promise.all([bring(shop, named('shopee-id-orders.xlsx')), bring(shop, named('shopee-id-orders.xlsx'))])
    expect(results.reduce((sum, result) => sum + result.added, 0)).toBe(120)
    expect(await stored(shop)).toEqual(expected['shopee-id-orders.xlsx'])
  })

  it('leaves answers, notes and orders that were taken back as the shop left them', async () => {
    const shop = await fresh()
    await bring(shop, await shopee(shopeeRow('H1', { 'Status Pesanan': 'Dikirim' }), shopeeRow('H2')))
    const [one, two] = done(await queries.orders(shop.reading(), {})).items
    done(await shop.writing((scope) => commands.changeOrder(scope, { secrets }, one!.id, { note: 'titip salam', foundUs: { answer: 'said', channel: 'tiktok' } })))
    await shop.writing((scope) => commands.undoOrder(scope, two!.id))
    await bring(shop, await shopee(shopeeRow('H1'), shopeeRow('H2', { Jumlah: 3 })))
    const left = done(await queries.orders(shop.reading(), {})).items
    expect(left).toHaveLength(1)
    expect(left[0]).toMatchObject({ note: 'titip salam', foundUs: { answer: 'said', channel: 'tiktok' } })
    expect(await shop.writing((scope) => commands.changeOrder(scope, { secrets }, one!.id, { amount: 5 }))).toMatchObject({ refused: 'shop.order-imported' })
  })
})

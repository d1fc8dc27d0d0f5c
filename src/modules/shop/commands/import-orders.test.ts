import { readFile } from 'node:fs/promises'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { newId } from '#platform/ids'
import { begin, done, secrets, storedOrders } from '../for-tests.ts'
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
    expect(await storedOrders(shop)).toEqual(expected[name])
    const again = await bring(shop, { name, path: fixture(name) })
    expect(again).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: orders })
    expect(await storedOrders(shop)).toEqual(expected[name])
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

  it('reads each sheet of a file, a copy of one not twice, and says where there is no order', async () => {
    const shop = await fresh()
    const sheet = (...rows: ReturnType<typeof shopeeRow>[]) => sheetXml([[...SHOPEE], ...rows, ['TOTAL', ...SHOPEE.slice(1).map((name) => (name === 'Subtotal Pesanan' ? 112_000 : ''))]])
    const file = await fileOf(xlsxOf({ mei: sheet(shopeeRow('A1'), shopeeRow('A2')), notes: sheetXml([['Catatan', 'x']]), juni: sheet(shopeeRow('A3')), selesai: sheet(shopeeRow('A1'), shopeeRow('A3')) }))
    expect(await bring(shop, file)).toMatchObject({ state: 'done', total: 3, read: 3, added: 3, failedRows: 3, errors: [{ row: 4, code: 'shop.row-without-order' }, { row: 3 }, { row: 4 }] })
    expect(await storedOrders(shop)).toMatchObject({ orders: 3, doneGoodsValue: 168_000 })
    expect(await bring(shop, file)).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
  })

  it('reads a header whose cells reach over two rows', async () => {
    const shop = await fresh()
    const upper = SHOPEE.map((name, column) => (column < 3 ? name : column === 3 ? 'Rincian' : null))
    const lower = SHOPEE.map((name, column) => (column < 3 ? null : name))
    const parted = [SHOPEE.map((name, column) => (column % 2 ? null : name)), SHOPEE.map((name, column) => (column % 2 ? name : null))]
    expect(await bring(shop, await fileOf(xlsxOf({ a: sheetXml([['Laporan'], upper, lower, shopeeRow('A1')]) })))).toMatchObject({ state: 'done', added: 1, failedRows: 0 })
    expect(await bring(shop, await fileOf(xlsxOf({ a: sheetXml([...parted, shopeeRow('A1')]) })))).toMatchObject({ state: 'done', added: 0, unchanged: 1, failedRows: 0 })
  })

  it('leaves out an order beyond all sums, whichever cells make it so, and no other', async () => {
    const shop = await fresh()
    const head = 'Order #,Status,Order Date,Item Name,Quantity,Item Cost,Order Subtotal Amount'
    const wide = [...Array.from({ length: 3 }, () => 'W3,completed,2026-07-01,Sambal,1,900000000000,')].map((row, nth) => `${row}${900_000_000_000 + nth}`)
    const file = await fileOf(Buffer.from([head, 'W1,completed,2026-07-01,Sambal,1000000,999999999,5000', ...wide, 'W4,completed,0026-07-01,Sambal,1,5000,5000', 'W6,completed,1962-07-01,Sambal,1,5000,5000', 'W5,completed,2026-07-01,Sambal,1,5000,5000', ''].join('\n')))
    expect(await bring(shop, file)).toMatchObject({ state: 'done', added: 1, failedRows: 4, errors: [{ row: 2, code: 'shop.row-amount' }, { row: 3, code: 'shop.row-amount' }, { row: 6, code: 'shop.row-time' }, { row: 7, code: 'shop.row-time' }] })
    expect(await bring(shop, await shopee(shopeeRow('X1', { 'Subtotal Pesanan': 9e15 }), shopeeRow('X2')))).toMatchObject({ state: 'done', added: 1, failedRows: 1, errors: [{ row: 2, code: 'shop.row-amount' }] })
    expect(done(await queries.orders(shop.reading(), {})).items.map(({ externalId }) => externalId).sort()).toEqual(['W5', 'X2'])
  })

  it('brings in a name whose end is cut in the midst of an emoji', async () => {
    const shop = await fresh()
    const begins = `\\ud83c ${'a'.repeat(192)}`
    expect(await bring(shop, await shopee(shopeeRow('E1', { 'Nama Produk': `${begins}🌶️` })))).toMatchObject({ state: 'done', added: 1, failedRows: 0 })
    const { rows } = await shop.database.pool.query<{ name: string }>('select name from shop_order_lines where workspace_id = $1', [shop.workspaceId])
    expect(rows[0]!.name).toBe(`${begins}\ufffd`)
  })

  it('tells the sales place of each row, and the creator that brought it', async () => {
    const shop = await fresh()
    await bring(shop, named('tiktok-tokopedia-orders.xlsx'))
    const rows = await queries.ordersForPayback(shop.reading(), { from: new Date('2026-01-01'), to: new Date('2027-01-01') })
    expect(new Set(rows.map((row) => row.salesPlace))).toEqual(new Set(['tiktok-shop', 'tokopedia']))
    expect(rows.filter((row) => row.tracked?.channel === 'tiktok').length).toBeGreaterThan(10)
    expect(rows.every((row) => !row.saidAnswered && row.margin === null)).toBe(true)
    const { items } = done(await queries.orders(shop.reading(), { limit: 200 }))
    expect(new Set(items.flatMap(({ creator }) => creator ?? []))).toEqual(new Set(['@kuliner.jogja', '@mama_masak', '@jajanbareng']))
    expect(items.every(({ creator, tracked }) => (creator !== null) === (tracked?.channel === 'tiktok'))).toBe(true)
    expect(done(await queries.orders(shop.reading(), { search: 'jajanbareng' })).items.every(({ creator }) => creator === '@jajanbareng')).toBe(true)
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

  it('charges the pieces whose price stands in the amount, and no others', async () => {
    const shop = await fresh('MY')
    await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Rempeyek', sku: 'rk-180', cost: 200 }))
    const header = ['Order ID', 'Order Status', 'Return / Refund Status', 'Order Creation Date', 'Product Name', 'SKU Reference No.', 'Quantity', 'Returned quantity', 'Product Subtotal', 'Commission Fee']
    const row = (id: string, returnStatus: string, returned: number) => [id, 'Completed', returnStatus, '2026-07-01 03:15', 'Rempeyek', 'rk-180', 3, returned, '18.00', '1.00']
    const file = await fileOf(xlsxOf({ orders: sheetXml([header, row('whole', '', 0), row('part', 'Return Approved', 1), row('asked', 'Requested', 1), row('back', 'Return Approved', 3)]) }))
    expect(await bring(shop, file)).toMatchObject({ format: 'shopee-my', state: 'done', added: 4 })
    const page = done(await queries.orders(shop.reading(), {}))
    const of = (id: string) => page.items.find((order) => order.externalId === id)!
    expect(of('whole')).toMatchObject({ amount: 1800, margin: 1800 - 100 - 600 })
    expect(of('part')).toMatchObject({ state: 'done', amount: 1200, margin: 1200 - 100 - 400 })
    expect(of('asked')).toMatchObject({ state: 'done', amount: 1800, margin: 1800 - 100 - 600 })
    expect(of('back')).toMatchObject({ state: 'returned', amount: 1800, margin: 1800 - 100 - 600 })
  })
})

describe('importOrders', () => {
  it('brings a later export up to date, and is not led back by an earlier one', async () => {
    const shop = await fresh()
    const before = await shopee(shopeeRow('B1', { 'Status Pesanan': 'Perlu Dikirim' }), shopeeRow('B2', { 'Status Pesanan': 'Dikirim' }))
    const after = await shopee(shopeeRow('B1'), shopeeRow('B2', { 'Status Pesanan': 'Batal' }), shopeeRow('B3'))
    expect(await bring(shop, before)).toMatchObject({ added: 2 })
    expect(await bring(shop, after)).toMatchObject({ added: 1, changed: 2, unchanged: 0 })
    expect(await storedOrders(shop)).toMatchObject({ orders: 3, lines: 3, done: 2, cancelled: 1 })
    expect(await bring(shop, before)).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
    expect(await storedOrders(shop)).toMatchObject({ orders: 3, lines: 3, done: 2, cancelled: 1 })
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
    expect(await storedOrders(shop)).toMatchObject({ done: 4, returned: 1, doneGoodsValue: 3 * 56_000 + 28_000 })
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
    expect(await storedOrders(shop)).toMatchObject({ orders: 4, lines: 5, doneGoodsValue: 5 * 1_234_567 })
    const { rows } = await shop.database.pool.query(`select extra from shop_orders where workspace_id = $1`, [shop.workspaceId])
    expect(rows[0]).toEqual({ extra: { Hadiah: 'kartu ucapan' } })
  })

  it('puts an order together though its rows stand apart', async () => {
    const shop = await fresh()
    const apart = Array.from({ length: 300 }, (_, n) => shopeeRow(`F${n}`))
    expect(await bring(shop, await shopee(...apart, ...apart))).toMatchObject({ total: 300, added: 300 })
    expect(await storedOrders(shop)).toMatchObject({ orders: 300, lines: 600, doneGoodsValue: 300 * 112_000 })
  })

  it('refuses a file whole, writes down why, and lets nothing of it in', async () => {
    const shop = await fresh()
    const whole = await readFile(fixture('shopee-id-orders.xlsx'))
    for (const [bytes, code] of [
      [whole.subarray(0, 30_000), 'shop.import-cut-off'],
      [Buffer.from('<html>'), 'shop.import-not-a-table'],
      [xlsxOf({ sheet1: sheetXml([['Halo'], ['Siti']]) }), 'shop.import-format-unknown'],
      [xlsxOf({ sheet1: sheetXml([[...SHOPEE]]) }), 'shop.import-empty'],
    ] as const) {
      const result = await bring(shop, await fileOf(bytes))
      expect(result).toMatchObject({ state: 'failed', problem: { refused: code }, added: 0 })
      const shown = done(await ordersImport(shop.reading(), result.importId, 'id'))
      expect(shown.problem).toMatchObject({ code, title: expect.not.stringContaining('{{') as string, todo: expect.any(String) as string })
    }
    expect(await storedOrders(shop)).toMatchObject({ orders: 0 })
  })

  it('tells how far it is, and stops when asked; the same file completes it', async () => {
    const shop = await fresh()
    const file = await shopee(...Array.from({ length: 4000 }, (_, n) => shopeeRow(`G${n}`)))
    const seen: number[] = []
    const asked: Promise<unknown>[] = []
    const stopped = await bring(shop, file, ({ importId, read }) => {
      seen.push(read)
      if (read === 400) asked.push(shop.writing((scope) => commands.stopImport(scope, importId)))
    })
    await Promise.all(asked)
    expect(stopped.state).toBe('stopped')
    expect(stopped.read).toBeGreaterThanOrEqual(400)
    expect(stopped.read).toBeLessThan(4000)
    expect(seen.slice(0, 4)).toEqual([0, 0, 400, 1200])
    expect((await storedOrders(shop)).orders).toBe(stopped.read)
    expect(await bring(shop, file)).toMatchObject({ state: 'done', unchanged: stopped.read, added: 4000 - stopped.read })
    expect(await shop.writing((scope) => commands.stopImport(scope, stopped.importId))).toMatchObject({ refused: 'shop.import-finished' })
  })

  it('two imports of one file at the same time double nothing', async () => {
    const shop = await fresh()
    const results = await Promise.all([bring(shop, named('shopee-id-orders.xlsx')), bring(shop, named('shopee-id-orders.xlsx'))])
    expect(results.reduce((sum, result) => sum + result.added, 0)).toBe(120)
    expect(await storedOrders(shop)).toEqual(expected['shopee-id-orders.xlsx'])
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

describe('exports of web shops and of Lazada', () => {
  const csv = (lines: string[]) => fileOf(Buffer.from(lines.join('\r\n') + '\r\n'), 'orders.csv')
  const list = async (shop: TestShop) => {
    const { items } = done(await queries.orders(shop.reading(), { limit: 200 }))
    return items.map(({ externalId, orderedAt, amount, state, salesPlace, lines }) => [externalId, orderedAt, amount, state, salesPlace, lines.length])
  }

  it("takes what a piece of Lazada's came to after the seller's discount, and leaves out what was cancelled", async () => {
    const shop = await fresh()
    const head = 'orderItemId;orderNumber;createTime;status;sellerSku;itemName;variation;unitPrice;paidPrice;sellerDiscountTotal;shippingName;payMethod;trackingCode'
    const row = (item: number, order: number, status: string, price = '28000.00', discount = '-3000.00') => `${item};${order};02 Jul 2026 10:15;${status};SB-150;Sambal;;${price};20000.00;${discount};Siti A;COD;JX1`
    const file = await csv([head, row(1, 11, 'delivered'), row(2, 11, 'delivered'), row(3, 12, 'confirmed'), row(4, 12, 'canceled'), row(5, 13, 'Package Returned'), row(6, 14, 'Delivery Failed'), row(7, 15, 'ready_to_ship', '28000.00', '0')])
    expect(await bring(shop, file)).toMatchObject({ state: 'done', format: 'lazada', added: 5, failedRows: 0 })
    expect((await list(shop)).sort()).toEqual([
      ['11', '2026-07-02T03:15:00.000Z', 50_000, 'done', 'lazada', 2],
      ['12', '2026-07-02T03:15:00.000Z', 25_000, 'done', 'lazada', 2],
      ['13', '2026-07-02T03:15:00.000Z', 25_000, 'returned', 'lazada', 1],
      ['14', '2026-07-02T03:15:00.000Z', 25_000, 'cod-failed', 'lazada', 1],
      ['15', '2026-07-02T03:15:00.000Z', 28_000, 'placed', 'lazada', 1],
    ])
  })

  it("takes a discount in brackets for what it is, and leaves out an order whose discount can't be read", async () => {
    const shop = await fresh()
    const head = 'orderItemId;orderNumber;createTime;status;sellerSku;itemName;unitPrice;sellerDiscountTotal'
    const row = (order: number, discount: string) => `${order};${order};02 Jul 2026 10:15;delivered;SB-150;Sambal;28000.00;${discount}`
    const file = await csv([head, row(21, '(3.000)'), row(22, 'Rp  -3.000'), row(23, '3.000-'), row(24, '−Rp3.000'), row(25, 'dua ribu')])
    expect(await bring(shop, file)).toMatchObject({ added: 4, failedRows: 1, errors: [{ row: 6, column: 'sellerDiscountTotal', code: 'shop.row-amount' }] })
    expect(await storedOrders(shop)).toMatchObject({ orders: 4, doneGoodsValue: 100_000 })
  })

  it("counts Shopify's subtotal once, less what was refunded", async () => {
    const shop = await fresh('MY')
    const head = 'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount'
    const file = await csv([
      head,
      '#1001,siti@example.com,paid,2026-07-01 03:20:00 +0800,fulfilled,MYR,41.50,8.00,49.50,2026-07-01 03:15:42 +0800,2,Rempeyek,15.00,RK,,0.00',
      '#1001,siti@example.com,,,,,,,,2026-07-01 03:15:42 +0800,1,Kuih,11.50,KU,,',
      '#1002,a@example.com,partially_refunded,,fulfilled,MYR,30.00,0.00,30.00,2026-07-02 03:15:42 +0800,2,Rempeyek,15.00,RK,,15.00',
      '#1003,b@example.com,voided,,,MYR,15.00,0.00,15.00,2026-07-02 03:15:42 +0800,1,Rempeyek,15.00,RK,2026-07-03 03:15:42 +0800,0.00',
      '#1004,c@example.com,paid,,,XYZ,15.00,0.00,15.00,2026-07-02 03:15:42 +0800,1,Rempeyek,15.00,RK,,0.00',
    ])
    const result = await bring(shop, file)
    expect(result).toMatchObject({ state: 'done', format: 'shopify', added: 3, failedRows: 1, errors: [{ row: 6, code: 'shop.row-currency' }] })
    expect((await list(shop)).sort()).toEqual([
      ['#1001', '2026-06-30T19:15:42.000Z', 4150, 'done', 'web', 2],
      ['#1002', '2026-07-01T19:15:42.000Z', 1500, 'done', 'web', 1],
      ['#1003', '2026-07-01T19:15:42.000Z', 1500, 'cancelled', 'web', 1],
    ])
    expect(JSON.stringify((await shop.database.pool.query('select * from shop_orders where workspace_id = $1', [shop.workspaceId])).rows)).not.toContain('siti@')
  })

  it('takes what WooCommerce gave back, in rows below zero, off its order; each product of a cell is a line', async () => {
    const shop = await fresh()
    await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Sambal Bawang', cost: 12_000 }))
    await shop.writing((scope) => commands.addProduct(scope, {}, { name: 'Rempeyek, pedas', cost: 6_000 }))
    const report = (...rows: string[]) => csv(['Date,Order #,Status,Customer,Customer type,Payment method,Product(s),Items sold,Coupon(s),Net sales,Attribution', ...rows])
    const file = await report(
      '2026-07-03 10:00:00,501,completed,Siti,new,COD,-1× Sambal Bawang,-1,,-28000,Direct',
      '2026-07-01 03:15:42,501,completed,Siti,new,COD,"2× Sambal Bawang, 3× Rempeyek, pedas",5,,101000,Direct',
      '2026-07-02 03:15:42,502,refunded,Ani,new,COD,1× Sambal Bawang,1,,30000,Direct',
      '2026-07-04 03:15:42,502,completed,Ani,new,COD,-1× Sambal Bawang,-1,,-30000,Direct',
      // Money alone, twice.
      '2026-07-05 03:15:42,503,completed,Budi,new,COD,1× Sambal Bawang,1,,30000,Direct',
      '2026-07-06 03:15:42,503,completed,Budi,new,COD,,0,,-5000,Direct',
      '2026-07-07 03:15:42,503,completed,Budi,new,COD,,0,,-2000,Direct',
      '2026-07-08 03:15:42,504,completed,Budi,new,COD,-1× Sambal Bawang,-1,,-9000,Direct',
    )
    expect(await bring(shop, file)).toMatchObject({ state: 'done', format: 'woocommerce', added: 3, failedRows: 1, errors: [{ row: 9, code: 'shop.row-amount' }] })
    expect((await list(shop)).sort()).toEqual([
      ['501', '2026-06-30T20:15:42.000Z', 73_000, 'done', 'web', 2],
      ['502', '2026-07-01T20:15:42.000Z', 30_000, 'returned', 'web', 1],
      ['503', '2026-07-04T20:15:42.000Z', 23_000, 'done', 'web', 1],
    ])
    const { rows } = await shop.database.pool.query('select o.external_id, l.name, l.quantity, l.returned, l.value, l.product_id is not null as known from shop_order_lines l join shop_orders o using (workspace_id, order_id) where l.workspace_id = $1 order by 1, l.line', [shop.workspaceId])
    expect(rows.map((row: Record<string, unknown>) => Object.values(row))).toEqual([
      ['501', 'Sambal Bawang', 2, 1, null, true],
      ['501', 'Rempeyek, pedas', 3, 0, null, true],
      ['502', 'Sambal Bawang', 1, 0, 30_000, true],
      ['503', 'Sambal Bawang', 1, 0, 30_000, true],
    ])
    expect(await bring(shop, file)).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
  })

  it('reads what WooCommerce and its plugins write', async () => {
    const shop = await fresh()
    const report = await csv(['Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue,Attribution', '2026-07-01 03:15:42,501,"Rp56,000",completed,Siti Aminah,new,"2× Sambal",2,,56000,Direct'])
    expect(await bring(shop, report)).toMatchObject({ state: 'done', format: 'woocommerce', added: 1 })
    const [line] = (await shop.database.pool.query('select l.name, l.quantity from shop_order_lines l where l.workspace_id = $1', [shop.workspaceId])).rows as object[]
    expect(line).toEqual({ name: 'Sambal', quantity: 2 })
    const plugin = await csv([
      'Order Number,Order Status,Order Date,First Name (Billing),Phone (Billing),Order Subtotal Amount,Order Total Amount,SKU,Item Name,Quantity (- Refund),Item Cost',
      '502,Processing,2026-07-02 10:00,Siti,081234567890,84000,95000,SB,Sambal,1,28000',
      '502,Processing,2026-07-02 10:00,Siti,081234567890,84000,95000,RK,Rempeyek,2,28000',
      '503,Cancelled,2026-07-02 10:00,Siti,081234567890,28000,28000,SB,Sambal,1,28000',
    ])
    expect(await bring(shop, plugin)).toMatchObject({ state: 'done', format: 'woocommerce', added: 2, failedRows: 0 })
    expect((await list(shop)).sort()).toEqual([
      ['501', '2026-06-30T20:15:42.000Z', 56_000, 'done', 'web', 1],
      ['502', '2026-07-02T03:00:00.000Z', 84_000, 'placed', 'web', 2],
      ['503', '2026-07-02T03:00:00.000Z', 28_000, 'cancelled', 'web', 1],
    ])
  })
})

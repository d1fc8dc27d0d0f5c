import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Currency } from '#contract/values.ts'
import { openWorkbook } from '../imports/file/index.ts'
import { fileOf, sheetXml, xlsxOf } from '../imports/for-tests.ts'
import { survey } from '../imports/survey.ts'
import { formats } from '../imports/formats/registry.ts'
import type { Format } from '../imports/formats/format.ts'
import type { SettlementFormat } from './format.ts'
import { settlementFormats } from './registry.ts'
import { receivedOf, settlementsOfFile, type FromSettlements } from './settlements-of-file.ts'

type Row = (string | number | null)[]

async function read(rows: Row[] | string, currency: Currency = 'IDR') {
  const bytes = typeof rows === 'string' ? strToU8(rows) : xlsxOf({ a: sheetXml([['Ringkasan'], ['Total yang Dilepas', 1]]), b: sheetXml(rows), c: sheetXml([['No.', 'No. Pesanan', 'Biaya Layanan'], [1, 'A', 1]]) })
  return readBytes(bytes, currency)
}

async function readBytes(bytes: Uint8Array, currency: Currency = 'IDR') {
  const workbook = await openWorkbook((await fileOf(bytes, 'penghasilan')).path)
  const found = await survey<Format | SettlementFormat>(workbook, { formats: [...formats, ...settlementFormats], currency, zone: 'Asia/Jakarta' }, async () => {})
  if (!('settles' in found.format)) throw new Error(`taken for ${found.format.name}`)
  const seen: FromSettlements[] = []
  for await (const item of settlementsOfFile(workbook, found as never)) seen.push(item)
  return {
    format: found.format.name,
    orders: Object.fromEntries(seen.flatMap((item) => ('order' in item ? [[item.order.externalId, item.order.entries]] : []))),
    errors: seen.flatMap((item) => ('error' in item ? [item.error] : [])),
  }
}

const SHOPEE = ['No.', 'Lihat berdasarkan', 'No. Pesanan', 'No. Pengajuan', 'Username (Pembeli)', 'Waktu Pesanan Dibuat', 'Tanggal Dana Dilepaskan', 'Harga Asli Produk', 'Total Diskon Produk', 'Jumlah Pengembalian Dana ke Pembeli', 'Voucher disponsor oleh Penjual', 'Ongkir Dibayar Pembeli', 'Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim', 'Biaya Komisi AMS', 'Biaya Administrasi (termasuk PPN 11%)', 'Biaya Layanan', 'Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)', 'Biaya Proses Pesanan', 'Premi', 'Biaya Transaksi', 'Biaya Kampanye', 'PPh 22', 'Total Penghasilan', 'Jasa Kirim', 'Pengembalian Dana ke Pembeli']
const shopee = (view: string, id: string, more: Partial<Record<string, string | number>> = {}): Row => {
  const row: Record<string, string | number> = {
    'No.': 1,
    'Lihat berdasarkan': view,
    'No. Pesanan': id,
    'Waktu Pesanan Dibuat': '2026-07-01 03:15',
    'Tanggal Dana Dilepaskan': '2026-07-06',
    'Harga Asli Produk': 60_000,
    'Total Diskon Produk': -4_000,
    'Jumlah Pengembalian Dana ke Pembeli': 0,
    'Voucher disponsor oleh Penjual': -1_000,
    'Ongkir Dibayar Pembeli': 9_000,
    'Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim': -9_000,
    'Biaya Komisi AMS': -2_800,
    'Biaya Administrasi (termasuk PPN 11%)': -4_620,
    'Biaya Layanan': -2_240,
    'Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)': -1_120,
    'Biaya Proses Pesanan': -1_250,
    Premi: -350,
    'Biaya Transaksi': 0,
    'Biaya Kampanye': -280,
    'PPh 22': -280,
    'Total Penghasilan': 42_060,
    ...more,
  }
  return SHOPEE.map((column) => row[column] ?? '')
}

it('reads a header over two rows, the upper of which would do alone; and days of which only one tells that the month comes first', async () => {
  const names = ['ID pesanan/penyesuaian', 'Jumlah penyelesaian pembayaran', 'Jenis transaksi', 'Waktu penyelesaian pesanan', 'Subtotal sebelum diskon', 'Biaya pembayaran', 'ID pesanan terkait']
  const rows: Row[] = ['7/2/2026', '7/13/2026'].map((day, nth) => [`5798${nth}`, 51_000, 'Pesanan', day, 56_000, -5_000, '/'])
  const split = (upper: (column: number) => boolean): Row[] => [names.map((name, column) => (upper(column) ? name : '')), names.map((name, column) => (upper(column) ? '' : name))]
  const whole = await read([names, ...rows])
  expect(Object.values(whole.orders).map(([entry]) => [entry!.paidOutAt?.toISOString(), entry!.goods, entry!.parts])).toEqual([
    ['2026-07-01T17:00:00.000Z', 56_000, { payment: -5_000 }],
    ['2026-07-12T17:00:00.000Z', 56_000, { payment: -5_000 }],
  ])
  for (const header of [split((column) => column < 3), split((column) => column === 0 || column === 2)]) expect((await read([...header, ...rows])).orders).toEqual(whole.orders)
})

describe('Shopee', () => {
  it('counts a column once that stands there twice, filled in whichever', async () => {
    const [first, second] = [shopee('Order', 'A1'), shopee('Order', 'B1')]
    const { orders } = await read([[...SHOPEE, ...SHOPEE], [...first, ...first], [...second.map(() => ''), ...second]])
    const once = await read([SHOPEE, first, second])
    expect(orders).toEqual(once.orders)
  })

  it('is not led by a sum below, by months on sheets of their own, nor by a copy of one', async () => {
    const sheet = (...rows: Row[]) => sheetXml([SHOPEE, ...rows, SHOPEE.map((name, column) => (column === 2 ? 'TOTAL' : name === 'Total Penghasilan' ? 42_060 : ''))])
    const bytes = xlsxOf({ a: sheet(shopee('Order', 'A1')), b: sheet(shopee('Order', 'B1')), c: sheet(shopee('Order', 'A1'), shopee('Order', 'B1')) })
    const { orders, errors } = await readBytes(bytes)
    expect(Object.entries(orders).map(([id, entries]) => [id, entries.map(({ paidOut }) => paidOut)])).toEqual([['A1', [42_060]], ['B1', [42_060]]])
    expect(errors.map(({ code }) => code)).toEqual(['shop.row-without-order', 'shop.row-without-order', 'shop.row-without-order'])
  })

  it('tells every kind, and never adds the rows of products to those of their order', async () => {
    const half = { 'Harga Asli Produk': 30_000, 'Total Diskon Produk': -2_000, 'Total Penghasilan': 21_030 }
    const { format, orders, errors } = await read([['Laporan'], SHOPEE, shopee('Order', 'A'), shopee('Sku', 'A', half), shopee('Sku', 'A', half)])
    expect([format, errors]).toEqual(['shopee-income-id', []])
    expect(orders.A).toEqual([
      {
        entry: '',
        currency: 'IDR',
        paidOutAt: new Date('2026-07-05T17:00:00Z'),
        goods: 56_000,
        parts: { commission: -4_620, service: -3_360, processing: -1_250, affiliate: -2_800, campaign: -280, insurance: -350, voucher: -1_000, tax: -280 },
        paidOut: 42_060,
      },
    ])
    // What was withheld for taxes is the shop's own.
    expect(receivedOf(orders.A![0]!)).toBe(42_340)
  })

  it('adds up the products where there are only those, and tells a refund beside its order', async () => {
    const half = { 'Harga Asli Produk': 30_000, 'Total Diskon Produk': -2_000, 'Voucher disponsor oleh Penjual': -500, 'Biaya Komisi AMS': -1_400, 'Biaya Administrasi (termasuk PPN 11%)': -2_310, 'Biaya Layanan': -1_120, 'Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)': -560, 'Biaya Proses Pesanan': -625, Premi: -175, 'Biaya Kampanye': -140, 'PPh 22': -140, 'Total Penghasilan': 21_030 }
    const refund = { 'No. Pengajuan': 'R7', 'Harga Asli Produk': 0, 'Total Diskon Produk': 0, 'Jumlah Pengembalian Dana ke Pembeli': '(28,000)', 'Voucher disponsor oleh Penjual': 0, 'Ongkir Dibayar Pembeli': 0, 'Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim': 0, 'Biaya Komisi AMS': 0, 'Biaya Administrasi (termasuk PPN 11%)': 2_310, 'Biaya Layanan': 0, 'Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)': 0, 'Biaya Proses Pesanan': 0, Premi: 0, 'Biaya Kampanye': 0, 'PPh 22': 0, 'Total Penghasilan': '-Rp25.690' }
    const { orders } = await read([SHOPEE, shopee('Sku', 'A', half), shopee('Order', 'B'), shopee('Sku', 'A', half), shopee('Order', 'B', refund)])
    expect(orders.A).toMatchObject([{ goods: 56_000, parts: { commission: -4_620, service: -3_360, tax: -280 }, paidOut: 42_060 }])
    expect(orders.B).toMatchObject([{ entry: '', paidOut: 42_060 }, { entry: 'R7', goods: 0, parts: { commission: 2_310, refund: -28_000 }, paidOut: -25_690 }])
  })

  it('explains what was paid out to the last rupiah, also by columns that nobody knows, and where charges have no sign', async () => {
    const unsigned = Object.fromEntries(Object.entries({ 'Total Diskon Produk': 4_000, 'Voucher disponsor oleh Penjual': 1_000, 'Biaya Komisi AMS': 2_800, 'Biaya Administrasi (termasuk PPN 11%)': 4_620, 'Biaya Layanan': 2_240, 'Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)': 1_120, 'Biaya Proses Pesanan': 1_250, Premi: 350, 'Biaya Kampanye': 280, 'PPh 22': 280 }))
    const { orders } = await read([[...SHOPEE, 'Biaya Baru'], [...shopee('Order', 'A', { 'Total Penghasilan': 41_000 }), -1_060], shopee('Order', 'B', unsigned)])
    expect(orders.A).toMatchObject([{ parts: { other: -1_060 }, paidOut: 41_000 }])
    expect(orders.B).toMatchObject([{ goods: 56_000, parts: { commission: -4_620, service: -3_360, voucher: -1_000, tax: -280 }, paidOut: 42_060 }])
    expect(orders.B![0]!.parts).not.toHaveProperty('other')
  })

  it('reads a file that names the fees alone', async () => {
    const { orders } = await read('No. Pesanan;Biaya Administrasi;Biaya Layanan;Biaya Komisi AMS;PPh 22\nA;4.620;2.240;2.800;280\n')
    expect(orders.A).toEqual([{ entry: '', currency: 'IDR', paidOutAt: null, goods: null, parts: { commission: -4_620, service: -2_240, affiliate: -2_800, tax: -280 }, paidOut: null }])
  })

  it('reads Malaysia in sen, and an Indonesian file in English in rupiah', async () => {
    const head = ['Sequence No.', 'View By', 'Order ID', 'Refund ID', 'Order Creation Date', 'Payout Completed Date', 'Product Price', 'Refund Amount', 'Shipping Fee Paid by Buyer (excl. SST)', 'Shipping Fee Charged by Logistic Provider', 'Voucher Sponsored by Seller', 'Commission Fee (incl. SST)', 'Service Fee (Incl. SST)', 'Transaction Fee (Incl. SST)', 'AMS Commission Fee']
    const my = await read([[...head, 'Total Released Amount (RM)'], ['1', 'Order', '26A', '-', '2026-07-01', '2026-07-05', 30, 0, 4.9, -4.9, -1.5, -2.37, -0.62, -1.02, '-0.90', '23.59']], 'MYR')
    expect(my).toMatchObject({ format: 'shopee-income-my', orders: { '26A': [{ entry: '', currency: 'MYR', goods: 3000, parts: { commission: -237, service: -62, payment: -102, affiliate: -90, voucher: -150 }, paidOut: 2359 }] } })
    const id = await read([[...head, 'Total Released Amount (Rp)'], ['1', 'Order', '26A', '-', '2026-07-01', '2026-07-05', 30000, 0, 0, 0, 0, -2370, 0, 0, 0, 27630]])
    expect(id).toMatchObject({ format: 'shopee-income-id', orders: { '26A': [{ currency: 'IDR', paidOut: 27_630 }] } })
  })

  it('tells a row that cannot be read with its number and reason, and leaves its order out whole', async () => {
    const { orders, errors } = await read([SHOPEE, shopee('Order', 'A'), shopee('Order', ''), shopee('Order', 'B', { 'Biaya Layanan': 'gratis' }), shopee('Order', 'C', { 'Tanggal Dana Dilepaskan': 'kemarin' })])
    expect(Object.keys(orders)).toEqual(['A'])
    expect(errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'No. Pesanan', 'shop.row-without-order'],
      [4, 'Biaya Layanan', 'shop.row-amount'],
      [5, 'Tanggal Dana Dilepaskan', 'shop.row-time'],
    ])
  })
})

describe('TikTok Shop', () => {
  const HEAD = ['ID Pesanan/Penyesuaian', 'Jenis transaksi', 'Waktu pemesanan', 'Waktu pembayaran pesanan', 'Mata uang', 'Jumlah penyelesaian pembayaran', 'Total Pendapatan', 'Subtotal setelah diskon penjual', 'Subtotal sebelum diskon', 'Diskon penjual', 'Subtotal pengembalian dana setelah diskon penjual', 'Total Biaya', 'Biaya komisi platform', 'Komisi Afiliasi', 'Komisi dinamis', 'Biaya pembayaran', 'Ongkir', 'Ongkir yang ditanggung pembeli', 'Biaya iklan GMV Max', 'PPh pasal 22 dipungut', 'Jumlah penyesuaian', 'ID pesanan terkait', 'Sumber pesanan']
  const row = (id: string, kind: string, amounts: number[], related = '/', day = '2026/07/05'): Row => {
    const [paidOut, goods, discount, refund, commission, affiliate, dynamic, payment, shipping, ads, tax, adjustment] = amounts as [number, ...number[]]
    return [`${id}\t`, kind, '2026/07/01', day, 'IDR', paidOut, '', '', goods!, discount!, refund!, '', commission!, affiliate!, dynamic!, payment!, shipping!, 4_000, ads!, tax!, adjustment!, related, 'Tokopedia']
  }

  it('tells the kinds, a sum before its parts, and adds what was adjusted later to its order', async () => {
    const { format, orders, errors } = await read([
      HEAD,
      row('584771788142839379', 'Pesanan', [42_600, 60_000, -4_000, 0, -3_600, -2_800, -3_000, -1_000, -1_000, -1_500, -500, 0]),
      row('900000000000000001', 'Kompensasi logistik', [5_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5_000], '584771788142839379', '2026/07/20'),
      row('584771788142839380', 'Pesanan', [28_000, 28_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      row('584771788142839380', 'Pesanan', [-28_000, 0, 0, -28_000, 0, 0, 0, 0, 0, 0, 0, 0], '/', '2026/07/25'),
      row('900000000000000002', 'Pembayaran GMV untuk Iklan TikTok', [-11_100_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -11_100_000]),
    ])
    expect(format).toBe('tiktok-income')
    expect(orders['584771788142839379']).toEqual([
      { entry: '2026-07-04', currency: 'IDR', paidOutAt: new Date('2026-07-04T17:00:00Z'), goods: 56_000, parts: { commission: -6_600, payment: -1_000, affiliate: -2_800, ads: -1_500, shipping: -1_000, tax: -500 }, paidOut: 42_600 },
      { entry: '900000000000000001 Kompensasi logistik 2026-07-19', currency: 'IDR', paidOutAt: new Date('2026-07-19T17:00:00Z'), goods: 0, parts: { adjustment: 5_000 }, paidOut: 5_000 },
    ])
    expect(orders['584771788142839380']).toMatchObject([{ paidOut: 28_000 }, { parts: { refund: -28_000 }, paidOut: -28_000 }])
    expect(errors).toMatchObject([{ row: 6, code: 'shop.settlement-of-no-order', values: { value: '-11100000', order: 'Pembayaran GMV untuk Iklan TikTok' } }])
  })

  it('reads the English header, and an order that is named by nothing but its number and what was paid out', async () => {
    const english = await read([['Order/adjustment ID', 'Type', 'Order settled time', 'Total settlement amount', 'Subtotal before discounts', 'Seller discounts', 'Platform commission fee', 'Affiliate commission', 'Article 22 Income Tax withheld', 'Related order ID'], ['A1', 'Order', '2026/07/05', 24_360, 28_000, 0, -1_400, -2_100, -140, '/']])
    expect(english.orders.A1).toMatchObject([{ goods: 28_000, parts: { commission: -1_400, affiliate: -2_100, tax: -140 }, paidOut: 24_360 }])
    const bare = await read('ID Pesanan/Penyesuaian,Jumlah penyelesaian pembayaran\nA1,24500\n')
    expect(bare.orders.A1).toMatchObject([{ entry: '', goods: null, parts: {}, paidOut: 24_500 }])
  })
})

describe('Lazada', () => {
  const NEW = 'Statement Period;Statement Number;Transaction Date;Fee Name;Amount(Include Tax);VAT Amount;Release Status;Release Date;Comment;Order Creation Date;Order Number;Order Line ID;Seller SKU;Lazada SKU;WHT Amount;WHT included in Amount;Order Status;Product Name;Short Code'
  const line = (day: string, name: string, amount: string, order: string) => `07 Jul 2026 - 13 Jul 2026;ID123-2026-28;${day};${name};${amount};0.00;Released;16 Jul 2026;;01 Jul 2026;${order};99;SB-150;LZ1;0.00;No;delivered;Sambal Bawang;ID123`
  const of = async (lines: string[], currency?: Currency) => read([NEW, ...lines, ''].join('\n'), currency)

  it('adds up the lines of an order, day by day: goods, each kind of fee, and what nobody knows as other', async () => {
    const { format, orders, errors } = await of([
      line('08 Jul 2026', 'Item Price Credit', '60,000.00', '1118594800859773'),
      line('08 Jul 2026', 'Item Price Credit', '28,000.00', '2000'),
      line('08 Jul 2026', 'Commission', '-3,600.00', '1118594800859773'),
      line('08 Jul 2026', 'Payment Fee', '-1,200.00', '1118594800859773'),
      line('08 Jul 2026', 'Free Shipping Max Fee', '-2,400.00', '1118594800859773'),
      line('08 Jul 2026', 'Shipping Fee Voucher (by Lazada)', '9,000.00', '1118594800859773'),
      line('08 Jul 2026', 'Shipping Fee Paid by Seller', '-9,000.00', '1118594800859773'),
      line('08 Jul 2026', 'Promotional Charges Vouchers', '-2,000.00', '1118594800859773'),
      line('08 Jul 2026', 'Income Tax Withholding', '-300.00', '1118594800859773'),
      line('08 Jul 2026', 'Biaya yang belum ada', '-500.00', '1118594800859773'),
      line('20 Jul 2026', 'Reversal Item Price', '-60,000.00', '1118594800859773'),
      line('20 Jul 2026', 'Reversal Commission', '3,600.00', '1118594800859773'),
    ])
    expect([format, errors]).toEqual(['lazada-statement', []])
    expect(orders['1118594800859773']).toEqual([
      { entry: '2026-07-07', currency: 'IDR', paidOutAt: new Date('2026-07-07T17:00:00Z'), goods: 60_000, parts: { commission: -3_600, service: -2_400, payment: -1_200, voucher: -2_000, other: -500, tax: -300 }, paidOut: 50_000 },
      { entry: '2026-07-19', currency: 'IDR', paidOutAt: new Date('2026-07-19T17:00:00Z'), goods: 0, parts: { commission: 3_600, refund: -60_000 }, paidOut: -56_400 },
    ])
    expect(receivedOf(orders['1118594800859773']![0]!)).toBe(50_300)
    expect(orders['2000']).toMatchObject([{ goods: 28_000, parts: {}, paidOut: 28_000 }])
  })

  it('reads what it was until 2025 in a sheet, in sen; what was for no order is told, and an order with an unreadable line is left out whole', async () => {
    const head = ['Transaction Date', 'Transaction Type', 'Fee Name', 'Transaction Number', 'Details', 'Seller SKU', 'Lazada SKU', 'Amount', 'VAT in Amount', 'WHT Amount', 'WHT included in Amount', 'Statement', 'Paid Status', 'Order No.', 'Order Item No.', 'Order Item Status']
    const old = (name: string, amount: string | number, order: string): Row => ['20-Sep-2026', 'Orders-Sales', name, '1', '', '', '', amount, 0, 0, 'No', '14 Sep 2026 - 20 Sep 2026', 'paid', order, '7', 'Delivered']
    const { format, orders, errors } = await read([head, old('Item Price Credit', 18.5, 'M1'), old('Commission', -1.11, 'M1'), old('Sponsored Solutions: Top-Up', -50, ''), old('Item Price Credit', 20, 'M2'), old('Commission', 'percuma', 'M2')], 'MYR')
    expect(format).toBe('lazada-statement')
    expect(orders).toEqual({ M1: [expect.objectContaining({ currency: 'MYR', goods: 1850, parts: { commission: -111 }, paidOut: 1739 })] })
    expect(errors.map(({ row, column, code }) => [row, column, code])).toEqual([[4, 'Amount', 'shop.settlement-of-no-order'], [6, 'Amount', 'shop.row-amount']])
    expect(errors[0]!.values).toEqual({ value: '-50', order: 'Sponsored Solutions: Top-Up' })
  })
})

import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fileOf, fixture, sheetXml, xlsxOf } from './for-tests.ts'
import { openWorkbook, type Workbook } from './file/index.ts'
import { formats } from './formats/registry.ts'
import { ordersOfFile, type ExportedOrder } from './orders-of-file.ts'
import { survey } from './survey.ts'

// The marketplaces' own files, as owners' programs leave them: whatever a spreadsheet does to a file, its orders stay.

const files = {
  'shopee-id-orders.xlsx': { currency: 'IDR', zone: 'Asia/Jakarta', money: ['Subtotal Pesanan', 'Harga Setelah Diskon'] },
  'shopee-my-orders.xlsx': { currency: 'MYR', zone: 'Asia/Kuala_Lumpur', money: ['Product Subtotal', 'Deal Price'] },
  'tiktok-tokopedia-orders.xlsx': { currency: 'IDR', zone: 'Asia/Jakarta', money: ['SKU Subtotal After Discount'] },
  'tokopedia-legacy-orders.xlsx': { currency: 'IDR', zone: 'Asia/Jakarta', money: ['Total Penjualan (IDR)', 'Harga Jual (IDR)'] },
} as const
type Name = keyof typeof files

async function ordersIn(workbook: Workbook, name: Name): Promise<Omit<ExportedOrder, 'extra'>[]> {
  const found = await survey(workbook, { formats, ...files[name] }, async () => {})
  const orders: Omit<ExportedOrder, 'extra'>[] = []
  for await (const item of ordersOfFile(workbook, found)) {
    if ('error' in item) throw new Error(JSON.stringify(item.error))
    const { extra: _, ...order } = item.order
    orders.push(order)
  }
  return orders.sort((one, other) => (one.externalId < other.externalId ? -1 : 1))
}

async function tableOf(name: Name): Promise<{ title: string[][]; header: string[]; rows: string[][] }> {
  const rows: string[][] = []
  for await (const { cells } of (await openWorkbook(fixture(name))).rows()) rows.push(Array.from(cells, (cell) => cell?.text ?? ''))
  const at = rows.findIndex((row) => row.filter((text) => text !== '').length > 10)
  const header = rows[at]!
  return { title: rows.slice(0, at), header, rows: rows.slice(at + 1).map((row) => header.map((_, column) => row[column] ?? '')) }
}

interface Mangling {
  order: number[]
  repeated: number
  extra: boolean
  trailing: number
  titles: number
  again: boolean
  shout: 'as it was' | 'upper' | 'snake' | 'marked'
  money: 'plain' | 'Rp1.234' | '1,234.00'
  tabs: boolean
}
const manglings = (columns: number): fc.Arbitrary<Mangling> =>
  fc.record({
    order: fc.shuffledSubarray(Array.from({ length: columns }, (_, column) => column), { minLength: columns }),
    repeated: fc.nat({ max: columns - 1 }),
    extra: fc.boolean(),
    trailing: fc.nat({ max: 5 }),
    titles: fc.nat({ max: 6 }),
    again: fc.boolean(),
    shout: fc.constantFrom('as it was', 'upper', 'snake', 'marked'),
    money: fc.constantFrom('plain', 'Rp1.234', '1,234.00'),
    tabs: fc.boolean(),
  })

function mangled({ title, header, rows }: Awaited<ReturnType<typeof tableOf>>, name: Name, how: Mangling): string[][] {
  const { currency, money } = files[name]
  const shout = { 'as it was': (text: string) => text, upper: (text: string) => ` ${text.toUpperCase()} `, snake: (text: string) => text.replace(/[ .]+/g, '_'), marked: (text: string) => `${text}*` }[how.shout]
  const written = (text: string, column: number): string => {
    if (!(money as readonly string[]).includes(header[column]!) || text === '' || how.money === 'plain' || Number.isNaN(Number(text))) return how.tabs && column === 0 ? `${text}\t` : text
    const [whole = '', sen = '00'] = (currency === 'IDR' ? String(Number(text)) : Number(text).toFixed(2)).split('.')
    const parted = (mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark)
    if (currency === 'IDR') return how.money === 'Rp1.234' ? `Rp${parted('.')}` : `${parted(',')}.00`
    return how.money === 'Rp1.234' ? `RM ${parted(',')}.${sen}` : `${parted(',')}.${sen}`
  }
  const line = (cells: readonly string[], isHeader: boolean): string[] => [
    ...(how.extra ? [isHeader ? 'Catatan gudang' : 'rak 3; kiri, "atas"'] : []),
    ...how.order.map((column) => (isHeader ? shout(cells[column]!) : written(cells[column]!, column))),
    // The same column once more, and blank ones behind.
    isHeader ? shout(cells[how.repeated]!) : written(cells[how.repeated]!, how.repeated),
    ...Array.from({ length: how.trailing }, () => ''),
  ]
  const body = rows.map((row) => line(row, false))
  if (how.again) body.splice(Math.floor(body.length / 2), 0, line(header, true), [])
  return [...title, ...Array.from({ length: how.titles }, (_, nth) => (nth % 2 ? [] : ['Laporan', 'Sambal Bu Tini'])), line(header, true), ...body]
}

const csvCell = (text: string, mark: string) => (text.includes(mark) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csvOf = (rows: readonly (readonly string[])[], mark: string, end: string) => rows.map((row) => row.map((text) => csvCell(text, mark)).join(mark)).join(end) + end

const writings: Record<string, (rows: string[][]) => Uint8Array> = {
  'XLSX': (rows) => xlsxOf({ a: sheetXml([['Petunjuk']]), b: sheetXml(rows) }),
  'XLSX, zipped': (rows) => zipSync({ 'Juli/pesanan.xlsx': xlsxOf({ sheet1: sheetXml(rows) }), '__MACOSX/Juli/._pesanan.xlsx': strToU8('x') }),
  'CSV': (rows) => strToU8(csvOf(rows, ',', '\r\n')),
  'CSV with ;': (rows) => strToU8(csvOf(rows, ';', '\n')),
  'CSV with tabs and a mark': (rows) => strToU8(`\ufeff${csvOf(rows, '\t', '\r\n')}`),
  'CSV as UTF-16': (rows) => Buffer.from(`\ufeff${csvOf(rows, '\t', '\r\n')}`, 'utf16le'),
  'CSV as UTF-16, the other way round': (rows) => Buffer.from(`\ufeff${csvOf(rows, ';', '\r\n')}`, 'utf16le').swap16(),
  'CSV, zipped': (rows) => zipSync({ 'pesanan.csv': strToU8(csvOf(rows, ',', '\r')) }),
}

describe.each(Object.keys(files) as Name[])('%s', async (name) => {
  const table = await tableOf(name)
  const expected = await ordersIn(await openWorkbook(fixture(name)), name)

  it.each(Object.keys(writings))('holds the same orders as %s, however its columns were moved and written', async (writing) => {
    await fc.assert(
      fc.asyncProperty(manglings(table.header.length), async (how) => {
        const { path } = await fileOf(writings[writing]!(mangled(table, name, how)))
        expect(await ordersIn(await openWorkbook(path), name)).toEqual(expected)
      }),
      { numRuns: 3 },
    )
  })
})

it('holds as many orders as it is said to', async () => {
  const said = JSON.parse(await readFile(fixture('expected.json'), 'utf8')) as Record<Name, { orders: number; lines: number }>
  for (const name of Object.keys(files) as Name[]) {
    const orders = await ordersIn(await openWorkbook(fixture(name)), name)
    expect([orders.length, orders.flatMap(({ lines }) => lines).length]).toEqual([said[name].orders, said[name].lines])
  }
})

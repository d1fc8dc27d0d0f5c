import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { testFolder } from '../../../../tests/harness/folder.ts'

export const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)

type Value = string | number | null
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!)
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

/** A sheet as a spreadsheet program writes it: texts in place, numbers as numbers. */
export const sheetXml = (rows: readonly (readonly Value[])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
    .map(
      (cells, index) =>
        `<row r="${index + 1}">${cells
          .map((value, column) => {
            const at = `${letters(column)}${index + 1}`
            if (value === null) return `<c r="${at}"/>`
            return typeof value === 'number' ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`
          })
          .join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`

const WORKBOOK = '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'

/** The parts of an XLSX file with these sheets, and whatever else a test puts in. */
export const xlsxOf = (sheets: Record<string, string>, more: Zippable = {}): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8(WORKBOOK),
    ...Object.fromEntries(Object.entries(sheets).map(([name, xml]) => [`xl/worksheets/${name}.xml`, strToU8(xml)])),
    ...more,
  })

export async function fileOf(bytes: Uint8Array, name = 'orders.xlsx'): Promise<{ name: string; path: string }> {
  const path = join(await testFolder('xlsx'), name)
  await writeFile(path, bytes)
  return { name, path }
}

/** The columns of Shopee Indonesia that are needed, and a buyer. */
export const SHOPEE = ['No. Pesanan', 'Status Pesanan', 'Status Pembatalan/ Pengembalian', 'Waktu Pesanan Dibuat', 'Nama Produk', 'Nomor Referensi SKU', 'Jumlah', 'Returned quantity', 'Subtotal Pesanan', 'Username (Pembeli)', 'No. Telepon', 'Alamat Pengiriman', 'Nama Penerima'] as const

export const shopeeRow = (id: string, more: Partial<Record<(typeof SHOPEE)[number], Value>> = {}): Value[] => {
  const row = {
    'No. Pesanan': id,
    'Status Pesanan': 'Selesai',
    'Status Pembatalan/ Pengembalian': '',
    'Waktu Pesanan Dibuat': '2026-07-01 03:15',
    'Nama Produk': 'Sambal Bawang 150 g',
    'Nomor Referensi SKU': 'SB-150',
    Jumlah: 2,
    'Returned quantity': 0,
    'Subtotal Pesanan': '56.000',
    'Username (Pembeli)': 'siti_jkt5',
    'No. Telepon': '6281208855175',
    'Alamat Pengiriman': 'Jl. Mawar 5',
    'Nama Penerima': 'Siti Aminah',
    ...more,
  }
  return SHOPEE.map((column) => row[column])
}

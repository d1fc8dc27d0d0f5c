import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

const REAL = join(import.meta.dirname, '../../src/modules/shop/imports/fixtures/shopee-id-orders.xlsx')
const SHEET = 'xl/worksheets/sheet1.xml'
const STRINGS = 'xl/sharedStrings.xml'
const DAY_MS = 86_400_000

/**
 * A year of orders as Shopee Indonesia exports them: an export with its 50 columns, its rows over and over, each time as other orders of
 * other buyers on an earlier day. Rows stand as they do there, texts in the table that all cells share.
 */
export async function shopeeExport(orders: number): Promise<{ file: Uint8Array; rows: number; unpackedBytes: number }> {
  const parts = unzipSync(await readFile(REAL))
  const known = [...strFromU8(parts[STRINGS]!).matchAll(/<si>(.*?)<\/si>/gs)].map(([, text]) => text!)
  const sheet = strFromU8(parts[SHEET]!)
  const [header, ...below] = [...sheet.matchAll(/<row\b.*?<\/row>/gs)].map(([row]) => row)
  const names = cellsOf(header!).map(({ value }) => textOf(known[Number(value)]!))

  const strings: string[] = []
  const places = new Map<string, number>()
  const placeOf = (text: string): number => {
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, strings.length)
    return strings.push(text) - 1
  }
  const sharedBy = (cells: readonly Cell[]): readonly Cell[] => cells.map((cell) => (cell.shared ? { ...cell, value: String(placeOf(known[Number(cell.value)]!)) } : cell))
  const rows: string[] = [rowOf(sharedBy(cellsOf(header!)), 1)]
  const templates = below.map((row) => {
    const cells = cellsOf(row)
    const moving = cells.flatMap(({ column, shared, value }, at) => (shared && moves(known[Number(value)]!, names[place(column)]!) ? [{ at, name: names[place(column)]!, text: known[Number(value)]! }] : []))
    return { cells: sharedBy(cells), moving, id: moving.find(({ name }) => name === 'No. Pesanan')!.text }
  })
  let count = 0
  for (let nth = 0; count <= orders; nth++) {
    let last = ''
    for (const { cells, moving, id } of templates) {
      if (id !== last && ++count > orders) break
      last = id
      const moved = [...cells]
      for (const { at, name, text } of moving) moved[at] = { ...cells[at]!, value: String(placeOf(text.replace(/(?<=>)[^<]+(?=<)/, (said) => another(name, said, nth)))) }
      rows.push(rowOf(moved, rows.length + 1))
    }
  }
  const xml = sheet.replace(/<dimension [^>]*>/, '').replace(/<sheetData>.*<\/sheetData>/s, () => `<sheetData>${rows.join('')}</sheetData>`)
  const table = strFromU8(parts[STRINGS]!).replace(/<sst .*<\/sst>/s, () => `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`)
  const bytes = strToU8(xml)
  return { file: zipSync({ ...parts, [SHEET]: bytes, [STRINGS]: strToU8(table) }), rows: rows.length - 1, unpackedBytes: bytes.length + table.length }
}

interface Cell {
  column: string
  attributes: string
  value: string
  shared: boolean
}

const cellsOf = (row: string): Cell[] =>
  [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)><v>(.*?)<\/v><\/c>/g)].map(([, column, attributes, value]) => ({ column: column!, attributes: attributes!, value: value!, shared: attributes!.includes('t="s"') }))

const rowOf = (cells: readonly Cell[], number: number): string =>
  `<row r="${number}">${cells.map(({ column, attributes, value }) => `<c r="${column}${number}"${attributes}><v>${value}</v></c>`).join('')}</row>`

const textOf = (si: string): string => si.replace(/<[^>]+>/g, '')
const place = (column: string): number => [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

const NUMBERED = ['No. Pesanan', 'No. Resi', 'Username (Pembeli)']
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d/

const moves = (si: string, column: string): boolean => {
  const text = textOf(si)
  return text !== '' && text !== '-' && (NUMBERED.includes(column) || TIME.test(text))
}

/** The same of another order: numbers and buyers are others, times earlier; what was sold stays. */
function another(column: string, said: string, nth: number): string {
  if (NUMBERED.includes(column)) return `${said}${nth.toString(36)}`
  const earlier = new Date(Date.parse(`${said.slice(0, 16).replace(' ', 'T')}Z`) - (nth % 365) * DAY_MS)
  return `${earlier.toISOString().slice(0, 16).replace('T', ' ')}${said.slice(16)}`
}

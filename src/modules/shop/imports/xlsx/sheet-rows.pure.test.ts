import { expect, it } from 'vitest'
import { sheetReader, type SheetRow } from './sheet-rows.ts'

const shared = ['satu', 'dua', 'tiga'].map((text) => ({ text, numeric: false }))

/** Plain cells, and such as look like them and are none. */
const CELLS = [
  '<c r="A1" t="s"><v>0</v></c>',
  '<c r="B1" s="3" t="s"><v>2</v></c>',
  '<c r="C1" s="12"><v>28000.5</v></c>',
  '<c r="D1" s="12"/>',
  '<c r="E1"></c>',
  '<c r="F1" t="str"><v>Sambal 🌶️ é</v></c>',
  '<c r="G1" t="str"><v>a &amp; b</v></c>',
  '<c r="H1" t="inlineStr"><is><t>di tempat</t></is></c>',
  '<c t="s" r="I1"><v>1</v></c>',
  '<c r="J1" t="s"><v>99</v></c>',
  '<c r="K1" t="s"><v> 1 </v></c>',
  '<c r="L1" t="n"><v>7</v></c>',
  '<c r="M1"><f>SUM(A1)</f><v>8</v></c>',
  '<c r="N1" t="s"><v></v></c>',
  '<c><v>10</v></c>',
  '<c r="AA1" t="b"><v>1</v></c>',
  '<cols/>',
]
const sheet = `<worksheet><sheetData><row r="1">${CELLS.join('')}</row><row r="4"><c r="A4"><v>1</v></c></row></sheetData></worksheet>`

function rowsOf(xml: string, cutAt: number): SheetRow[] {
  const rows: SheetRow[] = []
  const reader = sheetReader(shared, (row) => rows.push(row))
  const bytes = Buffer.from(xml)
  for (const piece of [bytes.subarray(0, cutAt), bytes.subarray(cutAt)]) reader.write(piece)
  reader.end()
  return rows
}

it('reads a sheet as the parser does, wherever it is cut', () => {
  // Once it has seen a comment, the parser gets everything.
  const parsed = rowsOf(`<!-- -->${sheet}`, 0)
  expect(parsed.map(({ number }) => number)).toEqual([1, 4])
  expect(parsed[0]!.cells[1]).toEqual({ text: 'tiga', numeric: false })
  expect(parsed[0]!.cells[2]).toEqual({ text: '28000.5', numeric: true })
  for (let at = 0; at <= Buffer.byteLength(sheet); at++) expect(rowsOf(sheet, at)).toEqual(parsed)
})

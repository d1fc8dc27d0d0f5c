import { strFromU8, unzipSync } from 'fflate'

/** A cell as whoever opens the file gets it: a number to reckon with, or a text; nothing where it is empty. */
export type SheetCell = number | string

/** The rows of a CSV as RFC 4180 has it, its numbers as numbers. Reads what somebody else would, and knows nothing of how it was written. */
export function csvCells(text: string): SheetCell[][] {
  const rows: SheetCell[][] = []
  let row: SheetCell[] = []
  for (const [, quoted, plain, end] of text.replace(/^\ufeff/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy)) {
    const written = quoted === undefined ? plain! : quoted.replaceAll('""', '"')
    // An apostrophe keeps a spreadsheet from reckoning with what is a text.
    row.push(quoted === undefined && /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written.replace(/^'(?=[=+\-@])/, ''))
    if (end === ',') continue
    rows.push(trimmed(row))
    row = []
    if (end === '') break
  }
  // A file ends with the end of its last line.
  return rows.at(-1)?.length === 0 ? rows.slice(0, -1) : rows
}

/** The rows of a workbook's first sheet (ECMA-376), each cell where its address says. */
export function workbookCells(file: Uint8Array): SheetCell[][] {
  const sheet = strFromU8(unzipSync(file)['xl/worksheets/sheet1.xml']!)
  const rows: SheetCell[][] = []
  for (const [, number, inside] of sheet.matchAll(/<row r="(\d+)"[^>]*>(.*?)<\/row>/gs)) {
    const row: SheetCell[] = []
    for (const [, column, attributes, content] of inside!.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)) {
      const written = /<(?:v|t)[^>]*>(.*?)<\/(?:v|t)>/s.exec(content!)?.[1] ?? ''
      row[placeOf(column!)] = attributes!.includes('inlineStr') ? written.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))) : Number(written)
    }
    rows[Number(number) - 1] = trimmed(Array.from(row, (cell) => cell ?? ''))
  }
  return Array.from(rows, (row) => row ?? [])
}

const placeOf = (column: string): number => [...column].reduce((place, letter) => place * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** Empty cells at a row's end are no cells. */
const trimmed = (row: SheetCell[]): SheetCell[] => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1)

import { createHash } from 'node:crypto'
import type { Currency } from '#contract/values.ts'
import { amountIn, countIn, HEADER_WITHIN, isBlank, monthFirstIn, textOf, timeIn } from '#platform/sheets'
import { FileRefused, MOST_ROWS, type RowOfSheet, type Workbook } from './file/index.ts'
import type { Here, Table } from './formats/format.ts'
import { cellAt, isHeaderAgain, namesIn, readHeader, type Columns } from './header.ts'
import { keepsColumn, looksPersonal } from './personal.ts'

/** What the first reading found: where the rows are, and which row is each order's last. */
export interface Survey<F extends Table = Table> {
  columns: Columns<F>
  sheet: string
  headerRow: number
  lastRowOf: ReadonlyMap<string, number>
  /** Days are written 7/31/2026 in this file: one whose second number is no month says it for all of them. */
  monthFirst: boolean
}

/** A column of a file that no format knows, with some of what stands in it; what looks like a person's is masked. */
export interface UnknownColumn {
  name: string
  samples: string[]
}

/** A table whose columns nobody has named yet. */
export class ColumnsUnknown extends Error {
  readonly columns: UnknownColumn[]
  constructor(columns: UnknownColumn[]) {
    super('The columns are not known.')
    this.columns = columns
  }
}

export interface Reading<F extends Table> {
  formats: readonly F[]
  /** The shop's own, where a format leaves them open. */
  currency: Currency
  zone: string
}

/**
 * The first reading of a file: finds the sheet, the header and the format, counts, and proves that the file can be
 * read to its end. Nothing of a file that fails here goes in. Throws `FileRefused`, or `ColumnsUnknown` for a table.
 */
export async function survey<F extends Table>(workbook: Workbook, reading: Reading<F>, tick: () => Promise<void>): Promise<Survey<F>> {
  const formats: Here<F>[] = reading.formats.map((format) => ({ ...format, currency: format.currency ?? reading.currency, zone: format.zone ?? reading.zone }))
  let columns: Columns<F> | null = null
  let idOf: (row: RowOfSheet) => string | null | 'no-order' = () => 'no-order'
  let sheet: string | null = null
  let headerRow = 0
  let top: RowOfSheet[] = []
  let rows = 0
  let orderRows = 0
  let monthFirst = false
  const lastRowOf = new Map<string, number>()
  const unknown: RowOfSheet[][] = []

  for await (const row of workbook.rows()) {
    if (++rows % 2000 === 0) await tick()
    if (row.cells.every(isBlank)) continue
    if (columns === null) {
      if (top[0]?.sheet !== row.sheet) unknown.push((top = []))
      if (top.length >= HEADER_WITHIN) continue
      top.push(row)
      columns = readHeader(row, formats)
      if (columns) [sheet, headerRow, idOf] = [row.sheet, row.number, orderIds(columns)]
      continue
    }
    if (row.sheet !== sheet) continue
    const id = idOf(row)
    if (id === null || id === 'no-order') continue
    monthFirst ||= monthFirstIn(cellAt(row, columns, 'orderedAt')) === true
    lastRowOf.set(id, row.number)
    if (++orderRows > MOST_ROWS) throw new FileRefused('shop.import-too-many-rows', { most: MOST_ROWS })
  }
  if (columns === null || sheet === null) {
    if (unknown.length === 0) throw new FileRefused('shop.import-empty')
    const named = unknown.map((rowsOfTop) => columnsAt(rowsOfTop, reading.currency)).find((found) => found.length > 1)
    throw named ? new ColumnsUnknown(named) : new FileRefused('shop.import-format-unknown')
  }
  if (lastRowOf.size === 0) throw new FileRefused('shop.import-empty')
  return { columns, sheet, headerRow, lastRowOf, monthFirst }
}

/**
 * Tells each row's order, asked row after row from the header on: null where its number is missing, `no-order` for rows
 * that are none. A file without numbers knows an order by what stands in its row; of equal rows each is one.
 */
export function orderIds(columns: Columns): (row: RowOfSheet) => string | null | 'no-order' {
  const seen = new Map<string, number>()
  const known = (['orderedAt', 'amount', 'product', 'quantity', 'phone'] as const).filter((field) => columns.of.has(field))
  return (row) => {
    if (isHeaderAgain(row, columns) || isDescription(row, columns)) return 'no-order'
    if (columns.of.has('id')) {
      const number = numberIn(row, columns)
      return number !== null && columns.format.numbersBeginAnew ? `${number} (${dayIn(row, columns)})` : number
    }
    if (isBlank(cellAt(row, columns, 'orderedAt'))) return null
    const hash = createHash('sha256').update(JSON.stringify(known.map((field) => textOf(cellAt(row, columns, field))))).digest('hex').slice(0, 24)
    const nth = (seen.get(hash) ?? 0) + 1
    seen.set(hash, nth)
    return `${hash}-${nth}`
  }
}

function dayIn(row: RowOfSheet, columns: Columns): string {
  const cell = cellAt(row, columns, 'orderedAt')
  return timeIn(cell, columns.format.zone)?.toISOString().slice(0, 10) ?? textOf(cell).slice(0, 40)
}

/** Null where it is blank, or where a spreadsheet program rounded it: 18 digits do not survive as a number. */
function numberIn(row: RowOfSheet, columns: Columns): string | null {
  const cell = cellAt(row, columns, 'id')
  const text = textOf(cell)
  if (text === '' || text.length > 100 || /^\d[.,]\d+E\+\d+$/i.test(text)) return null
  if (!cell!.numeric) return text
  return Number.isSafeInteger(Number(text)) ? String(Number(text)) : null
}

/** TikTok explains its columns in the row below the header: neither a number nor a time (which takes longer to see) stands there. */
const isDescription = (row: RowOfSheet, columns: Columns): boolean =>
  countIn(cellAt(row, columns, 'quantity')) === null && timeIn(cellAt(row, columns, 'orderedAt'), columns.format.zone) === null

const SAMPLES = 3

/** The columns of a table by its probable header: of the first rows the fullest that is all words. */
function columnsAt(rows: readonly RowOfSheet[], currency: Currency): UnknownColumn[] {
  const wordsIn = ({ cells }: RowOfSheet) => {
    const filled = cells.filter((cell) => !isBlank(cell))
    return filled.every((cell) => amountIn(cell, currency) === null && timeIn(cell, 'UTC') === null) ? filled.length : 0
  }
  const header = rows.reduce((best, row) => (wordsIn(row) > wordsIn(best) ? row : best), rows[0]!)
  if (wordsIn(header) < 2) return []
  const below = rows.filter(({ number }) => number > header.number)
  return namesIn(header).flatMap((name, column) => {
    if (name === '') return []
    const values = below.map(({ cells }) => textOf(cells[column]).slice(0, 40)).filter((value) => value !== '')
    const samples = [...new Set(values.map((value) => (!keepsColumn(name) || looksPersonal(value) ? '…' : value)))].slice(0, SAMPLES)
    return [{ name: name.slice(0, 200), samples }]
  })
}

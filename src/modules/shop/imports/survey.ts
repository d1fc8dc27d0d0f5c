import { createHash } from 'node:crypto'
import type { Currency } from '#contract/values.ts'
import { amountIn, countIn, HEADER_WITHIN, isBlank, monthFirstIn, textOf, timeIn } from '#platform/sheets'
import { FileRefused, MOST_ROWS, type RowOfSheet, type Workbook } from './file/index.ts'
import type { Here, Table } from './formats/format.ts'
import { cellAt, isHeaderAgain, namesIn, readHeader, type Columns } from './header.ts'
import { keepsColumn, looksPersonal } from './personal.ts'

/** What the first reading found: where the rows are, and which row is each order's last. */
export interface Survey<F extends Table = Table> {
  format: Here<F>
  /** By sheet: a file may have one for each month. */
  tables: ReadonlyMap<string, TableOfSheet<F>>
  /** Orders in all of them. */
  orders: number
  /** Days are written 7/31/2026 in this file: one whose second number is no month says it for all of them. */
  monthFirst: boolean
}

export interface TableOfSheet<F extends Table = Table> {
  columns: Columns<F>
  headerRow: number
  /** Of the orders that stand on no sheet before this one: where one is a copy of some of another, nothing is added twice. */
  lastRowOf: ReadonlyMap<string, number>
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
  let format: Here<F> | null = null
  const tables = new Map<string, TableOfSheet<F>>()
  /** Of the sheet that is read; with its header's row until the next one has been seen. */
  let open: { columns: Columns<F>; header: RowOfSheet | null; idOf: ReturnType<typeof orderIds>; lastRowOf: Map<string, number> } | null = null
  let sheet: string | null = null
  let top: RowOfSheet[] = []
  let rows = 0
  let orderRows = 0
  let monthFirst = false
  const unknown: RowOfSheet[][] = []

  for await (const row of workbook.rows()) {
    if (++rows % 2000 === 0) await tick()
    if (row.cells.every(isBlank)) continue
    if (row.sheet !== sheet) {
      ;[sheet, open] = [row.sheet, null]
      unknown.push((top = []))
    }
    if (open === null) {
      if (top.length >= HEADER_WITHIN) continue
      top.push(row)
      const columns: Columns<F> | null = headerAt(top, format ? [format] : formats)
      if (!columns) continue
      format ??= columns.format
      open = { columns, header: row, idOf: orderIds(columns), lastRowOf: new Map() }
      tables.set(row.sheet, { columns, headerRow: row.number, lastRowOf: open.lastRowOf })
      continue
    }
    if (open.header !== null) {
      const columns: Columns<F> | null = goneOn(open.columns, open.header, row)
      open.header = null
      if (columns) {
        ;[open.columns, open.idOf] = [columns, orderIds(columns)]
        tables.set(row.sheet, { columns, headerRow: row.number, lastRowOf: open.lastRowOf })
        continue
      }
    }
    const { columns, idOf, lastRowOf } = open
    const id = idOf(row)
    if (id === null || id === 'no-order' || isOnSheetBefore(tables, row.sheet, id)) continue
    monthFirst ||= (['orderedAt', 'paidAt'] as const).some((field) => monthFirstIn(cellAt(row, columns, field)) === true)
    lastRowOf.set(id, row.number)
    if (++orderRows > MOST_ROWS) throw new FileRefused('shop.import-too-many-rows', { most: MOST_ROWS })
  }
  if (format === null) {
    if (unknown.length === 0) throw new FileRefused('shop.import-empty')
    const named = unknown.map((rowsOfTop) => columnsAt(rowsOfTop, reading.currency)).find((found) => found.length > 1)
    throw named ? new ColumnsUnknown(named) : new FileRefused('shop.import-format-unknown')
  }
  const orders = [...tables.values()].reduce((sum, { lastRowOf }) => sum + lastRowOf.size, 0)
  if (orders === 0) throw new FileRefused('shop.import-empty')
  return { format, tables, orders, monthFirst }
}

/** In the last of these rows, or in the last two where some of its cells reach down over both. */
function headerAt<F extends Table>(top: readonly RowOfSheet[], formats: readonly Here<F>[]): Columns<F> | null {
  const [above, row] = [top.at(-2), top.at(-1)!]
  const alone = readHeader(row, formats)
  const both = above ? readHeader({ ...row, cells: oneAboveOther(above.cells, row.cells) }, formats) : null
  return both && both.of.size > (alone?.of.size ?? 0) ? both : alone
}

/** The header with the row below it, where that goes on with it: it names more columns, and says nothing of those that are named. */
function goneOn<F extends Table>(columns: Columns<F>, header: RowOfSheet, row: RowOfSheet): Columns<F> | null {
  if ([...columns.of.values()].flat().some((column) => !isBlank(row.cells[column]))) return null
  const both = readHeader({ ...row, cells: oneAboveOther(header.cells, row.cells) }, [columns.format])
  return both && both.of.size > columns.of.size ? both : null
}

const oneAboveOther = (above: RowOfSheet['cells'], below: RowOfSheet['cells']): RowOfSheet['cells'] =>
  Array.from({ length: Math.max(above.length, below.length) }, (_, column) => (isBlank(below[column]) ? above[column] : below[column]))

function isOnSheetBefore(tables: ReadonlyMap<string, TableOfSheet>, sheet: string, id: string): boolean {
  for (const [name, { lastRowOf }] of tables) {
    if (name === sheet) return false
    if (lastRowOf.has(id)) return true
  }
  return false
}

/** The rows of orders, each with its sheet's table and its order; of an order that stands on several sheets those of the first. */
export async function* orderRows<F extends Table>(workbook: Workbook, { tables }: Survey<F>): AsyncGenerator<{ row: RowOfSheet; table: TableOfSheet<F>; id: string | null }> {
  const idsOf = new Map([...tables].map(([sheet, { columns }]) => [sheet, orderIds(columns)]))
  for await (const row of workbook.rows()) {
    const table = tables.get(row.sheet)
    if (!table || row.number <= table.headerRow || row.cells.every(isBlank)) continue
    const id = idsOf.get(row.sheet)!(row)
    if (id !== 'no-order' && (id === null || table.lastRowOf.has(id))) yield { row, table, id }
  }
}

/**
 * Tells each row's order, asked row after row from the header on: null where its number is missing, `no-order` for rows
 * that are none. A file without numbers knows an order by what stands in its row; of equal rows each is one.
 */
function orderIds(columns: Columns): (row: RowOfSheet) => string | null | 'no-order' {
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

/** What stands in the place of a number below the table or above it: `TOTAL`, `Nomor unik pesanan`. */
const isWords = (text: string): boolean => !/\d/.test(text) && /\s|total|jumlah/i.test(text)

function dayIn(row: RowOfSheet, columns: Columns): string {
  const cell = cellAt(row, columns, 'orderedAt')
  return timeIn(cell, columns.format.zone)?.toISOString().slice(0, 10) ?? textOf(cell).slice(0, 40)
}

/** Null where it is blank, where it is none, or where a spreadsheet program rounded it: 18 digits do not survive as a number. */
function numberIn(row: RowOfSheet, columns: Columns): string | null {
  const cell = cellAt(row, columns, 'id')
  const text = textOf(cell)
  if (text === '' || text.length > 100 || /^\d[.,]\d+E\+\d+$/i.test(text)) return null
  if (!columns.format.numbersBeginAnew && isWords(text)) return null
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

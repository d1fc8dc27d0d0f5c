import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OrderState } from '#contract/shop.ts'
import { amountIn, countIn, HEADER_WITHIN, isBlank, textOf, timeIn } from '#platform/sheets'
import type { StoredRowError } from '../tables.ts'
import { formats } from './formats/registry.ts'
import type { Field } from './formats/format.ts'
import { cellAt, isHeaderAgain, readHeader, type Columns } from './header.ts'
import { keepsColumn, looksPersonal, withoutPhones } from './personal.ts'
import { FileRefused, MOST_ROWS, type RowOfSheet, type Workbook } from './xlsx/index.ts'

export interface ExportedLine {
  name: string
  sku: string | null
  variation: string | null
  quantity: number
  returned: number
  value: number
}

/** One order of an export, put together from its rows. */
export interface ExportedOrder {
  externalId: string
  orderedAt: Date
  state: OrderState
  salesPlace: SalesPlace
  /** The goods, less what was sent back. */
  amount: number
  /** What the marketplace kept; null where the export does not say. */
  fees: number | null
  /** The buyer's name at the marketplace, else the number: only to be hashed. */
  buyer: string | null
  channel: Channel | null
  note: string | null
  lines: ExportedLine[]
  extra: Record<string, string>
}

/** What the first reading found: where the rows are, and which row is each order's last. */
export interface Survey {
  columns: Columns
  sheet: string
  headerRow: number
  lastRowOf: ReadonlyMap<string, number>
}

/**
 * The first reading of a file: finds the sheet, the header and the format, counts, and proves that the file can be
 * read to its end. Nothing of a file that fails here goes in.
 */
export async function survey(workbook: Workbook, tick: () => Promise<void>): Promise<Survey> {
  let columns: Columns | null = null
  let sheet: string | null = null
  let headerRow = 0
  let seenIn = { sheet: '', rows: 0 }
  let rows = 0
  let orderRows = 0
  let any = false
  const lastRowOf = new Map<string, number>()

  for await (const row of workbook.rows()) {
    if (++rows % 2000 === 0) await tick()
    if (row.cells.every(isBlank)) continue
    any = true
    if (columns === null) {
      seenIn = row.sheet === seenIn.sheet ? { ...seenIn, rows: seenIn.rows + 1 } : { sheet: row.sheet, rows: 1 }
      if (seenIn.rows > HEADER_WITHIN) continue
      columns = readHeader(row, formats)
      if (columns) [sheet, headerRow] = [row.sheet, row.number]
      continue
    }
    if (row.sheet !== sheet || isHeaderAgain(row, columns)) continue
    const id = orderIdIn(row, columns)
    if (id === null || isDescription(row, columns)) continue
    lastRowOf.set(id, row.number)
    if (++orderRows > MOST_ROWS) throw new FileRefused('shop.import-too-many-rows', { most: MOST_ROWS })
  }
  if (columns === null || sheet === null) throw new FileRefused(any ? 'shop.import-format-unknown' : 'shop.import-empty')
  if (lastRowOf.size === 0) throw new FileRefused('shop.import-empty')
  return { columns, sheet, headerRow, lastRowOf }
}

export type FromFile = { order: ExportedOrder } | { error: StoredRowError }

/**
 * The second reading: each order as soon as its last row has gone by, whether its rows stand together or not. A row
 * that can't be read is told with its number and reason, and its order is left out whole: half an order would be a
 * wrong sum.
 */
export async function* ordersOfFile(workbook: Workbook, found: Survey): AsyncGenerator<FromFile> {
  const open = new Map<string, RowOfSheet[]>()
  for await (const row of workbook.rows()) {
    if (row.sheet !== found.sheet || row.number <= found.headerRow || row.cells.every(isBlank) || isHeaderAgain(row, found.columns)) continue
    if (isDescription(row, found.columns)) continue
    const id = orderIdIn(row, found.columns)
    if (id === null) {
      yield { error: errorOf(row, found.columns, 'id', { code: 'shop.row-without-order', cell: 'id' }) }
      continue
    }
    const whole = open.get(id) ?? []
    whole.push(row)
    open.set(id, whole)
    if (found.lastRowOf.get(id) !== row.number) continue
    open.delete(id)
    yield orderOf(id, whole, found.columns)
  }
}

/** Null where it is blank, or where a spreadsheet program rounded it: 18 digits do not survive as a number. */
function orderIdIn(row: RowOfSheet, columns: Columns): string | null {
  const cell = cellAt(row, columns, 'id')
  const text = textOf(cell)
  if (text === '' || text.length > 100) return null
  if (!cell!.numeric) return text
  return Number.isSafeInteger(Number(text)) ? String(Number(text)) : null
}

/** TikTok explains its columns in the row below the header: neither a time nor a number stands there. */
const isDescription = (row: RowOfSheet, columns: Columns): boolean =>
  timeIn(cellAt(row, columns, 'orderedAt'), columns.format.zone) === null && countIn(cellAt(row, columns, 'quantity')) === null

function orderOf(externalId: string, rows: readonly RowOfSheet[], columns: Columns): FromFile {
  const { format } = columns
  const first = rows[0]!
  const text = (field: Field) => rows.map((row) => textOf(cellAt(row, columns, field))).find((value) => value !== '') ?? ''

  const orderedAt = timeIn(cellAt(first, columns, 'orderedAt'), format.zone) ?? timeIn(cellAt(first, columns, 'paidAt'), format.zone)
  if (!orderedAt) return { error: errorOf(first, columns, externalId, { code: 'shop.row-time', cell: 'orderedAt' }) }
  const state = format.stateOf({ status: text('status'), substatus: text('substatus'), returnStatus: text('returnStatus') })
  if (state === null) return { error: errorOf(first, columns, externalId, { code: 'shop.row-status', cell: 'status' }) }

  const lines: ExportedLine[] = []
  for (const row of rows) {
    const line = lineOf(row, columns)
    if ('unreadable' in line) return { error: errorOf(row, columns, externalId, { code: line.unreadable, cell: line.cell }) }
    lines.push(line)
  }
  // Sent back in part: what was kept is a sale, and the rest is not.
  const partly = state === 'returned' && lines.some((line) => line.returned > 0) && lines.some((line) => line.returned < line.quantity)
  const buyer = text('buyer') || text('phone')
  return {
    order: {
      externalId,
      orderedAt,
      state: partly ? 'done' : state,
      salesPlace: format.salesPlaceOf?.(text('salesPlace')) ?? format.salesPlace,
      amount: lines.reduce((sum, line) => sum + (partly ? keptOf(line) : line.value), 0),
      fees: feesOf(first, columns),
      buyer: buyer === '' || /^\W*$/.test(buyer) ? null : buyer,
      channel: format.channelOf?.(text('creator')) ?? null,
      note: withoutPhones(text('sellerNote')).slice(0, 500) || null,
      lines,
      extra: extraOf(first, columns),
    },
  }
}

const keptOf = ({ value, quantity, returned }: ExportedLine): number =>
  quantity === 0 ? 0 : Math.round((value * Math.max(0, quantity - returned)) / quantity)

type Unreadable = { unreadable: string; cell: Field }

function lineOf(row: RowOfSheet, columns: Columns): ExportedLine | Unreadable {
  const { currency } = columns.format
  const quantity = countIn(cellAt(row, columns, 'quantity'))
  if (quantity === undefined || quantity === null) return { unreadable: 'shop.row-quantity', cell: 'quantity' }
  const price = amountIn(cellAt(row, columns, 'price'), currency)
  const value = amountIn(cellAt(row, columns, 'lineValue'), currency) ?? (isBlank(cellAt(row, columns, 'lineValue')) && price != null ? price * quantity : null)
  if (value === null || value === undefined) return { unreadable: 'shop.row-amount', cell: 'lineValue' }
  return {
    name: textOf(cellAt(row, columns, 'product')).slice(0, 200) || '?',
    sku: textOf(cellAt(row, columns, 'sku')).slice(0, 80) || null,
    variation: textOf(cellAt(row, columns, 'variation')).slice(0, 120) || null,
    quantity,
    returned: Math.min(countIn(cellAt(row, columns, 'returned')) ?? 0, quantity),
    value,
  }
}

/** Fees stand once for the whole order, on each of its rows. Unknown where the export has no such column filled. */
function feesOf(row: RowOfSheet, columns: Columns): number | null {
  const fees = (['fee1', 'fee2', 'fee3'] as const).map((field) => amountIn(cellAt(row, columns, field), columns.format.currency))
  if (fees.some((fee) => fee === null) || fees.every((fee) => fee === undefined)) return null
  return fees.reduce<number>((sum, fee) => sum + (fee ?? 0), 0)
}

const MOST_EXTRA = 80

/** The columns that nothing reads, as they stand on the order's first row; what is about a person is dropped. */
function extraOf(row: RowOfSheet, columns: Columns): Record<string, string> {
  const read = new Set([...columns.of.values()].flat())
  const personal = new Set(columns.format.personal)
  const extra: [string, string][] = []
  for (const [column, name] of columns.names.entries()) {
    if (read.has(column) || personal.has(name) || !keepsColumn(name) || isBlank(row.cells[column])) continue
    const value = textOf(row.cells[column]).slice(0, 300)
    if (!looksPersonal(value) && extra.length < MOST_EXTRA) extra.push([name.slice(0, 100), value])
  }
  return Object.fromEntries(extra)
}

function errorOf(row: RowOfSheet, columns: Columns, order: string, { code, cell }: { code: string; cell: Field }): StoredRowError {
  const at = columns.of.get(cell)?.[0]
  const value = textOf(cellAt(row, columns, cell)).slice(0, 60)
  return { row: row.number, column: at === undefined ? null : (columns.names[at] ?? null), code, values: { value: looksPersonal(value) ? '…' : value, order } }
}

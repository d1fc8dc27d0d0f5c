import type { Channel, SalesPlace } from '#contract/channels.ts'
import { cameBackStates, type OrderState } from '#contract/shop.ts'
import { isMoney, LARGEST_AMOUNT, type Money } from '#contract/values.ts'
import { amountIn, countIn, isBlank, signedAmountIn, textOf, timeIn } from '#platform/sheets'
import { creatorNamed } from '../model/creator.ts'
import type { StoredRowError } from './tables.ts'
import type { RowOfSheet, Workbook } from './file/index.ts'
import type { Field, Format, StatusWords } from './formats/format.ts'
import { cellAt, type Columns } from './header.ts'
import { keepsColumn, looksPersonal, withoutPhones } from './personal.ts'
import { orderRows, type Survey } from './survey.ts'

export interface ExportedLine {
  name: string
  sku: string | null
  variation: string | null
  quantity: number
  /** Pieces that came back and are out of the order's amount; none where the whole order did, whose amount stays whole. */
  returned: number
  /** Null where only the whole order's amount is known. */
  value: number | null
}

/** One order of an export, put together from its rows. */
export interface ExportedOrder {
  externalId: string
  orderedAt: Date
  state: OrderState
  salesPlace: SalesPlace
  /** In which all its amounts are. */
  currency: Money
  /** The goods, less what was sent back. */
  amount: number
  /** What the marketplace kept; null where the export does not say. */
  fees: number | null
  /** What it says the way back cost; not there where it says nothing, as in files of before. */
  returnCost?: number
  /** The buyer's name at the marketplace, else the number: only to be hashed. */
  buyer: string | null
  channel: Channel | null
  /** By whose video or live it was sold; not there where it names nobody, as in files of before. */
  creator?: string
  /** The voucher codes that it names, one a line; not there where it names none, so that what is known of older files still holds. */
  voucher?: string
  note: string | null
  lines: ExportedLine[]
  extra: Record<string, string>
}

export type FromFile = { order: ExportedOrder } | { error: StoredRowError }

/**
 * The second reading: each order as soon as its last row has gone by, whether its rows stand together or not. A row
 * that can't be read is told with its number and reason, and its order is left out whole: half an order would be a
 * wrong sum.
 */
export async function* ordersOfFile(workbook: Workbook, found: Survey<Format>): AsyncGenerator<FromFile> {
  const open = new Map<string, RowOfSheet[]>()
  const kept = new Map([...found.tables.values()].map(({ columns }) => [columns, columnsOfExtra(columns)]))
  for await (const { row, table, id } of orderRows(workbook, found)) {
    const { columns } = table
    if (id === null) {
      yield { error: errorOf(row, columns, 'id', { code: 'shop.row-without-order', cell: columns.of.has('id') ? 'id' : 'orderedAt' }) }
      continue
    }
    const whole = open.get(id) ?? []
    whole.push(row)
    open.set(id, whole)
    if (table.lastRowOf.get(id) !== row.number) continue
    open.delete(id)
    const order = orderOf(id, whole, { columns, kept: kept.get(columns)!, monthFirst: found.monthFirst })
    // A list without numbers has its orders told by their rows: the one reckoned for it says nothing to anybody.
    const number = columns.of.has('id') ? id : ''
    yield 'unreadable' in order ? { error: errorOf(order.row, columns, number, { code: order.unreadable, cell: order.cell }) } : { order }
  }
}

/** The rows of the order itself, and apart from them those of what was given back of it. Where the file has those alone, it is as it stands. */
function withoutRefunds(all: readonly RowOfSheet[], columns: Columns<Format>): { rows: readonly RowOfSheet[]; back: readonly RowOfSheet[] } {
  const { refundsBelowZero, currency } = columns.format
  const isBack = (row: RowOfSheet) => (signedAmountIn(cellAt(row, columns, 'amount'), currency) ?? 0) < 0
  const back = refundsBelowZero ? all.filter(isBack) : []
  return back.length === 0 || back.length === all.length ? { rows: all, back: [] } : { rows: all.filter((row) => !isBack(row)), back }
}

/** A line for each product, where a row names several in one cell: what each of them came to is not known then. */
function piecesOf(line: ExportedLine, row: RowOfSheet, columns: Columns<Format>): ExportedLine[] {
  const pieces = columns.format.piecesIn?.(textOf(cellAt(row, columns, 'product')))
  return pieces?.map(({ name, quantity }) => ({ ...line, name: name.slice(0, 200), quantity: Math.max(0, quantity), value: pieces.length === 1 ? line.value : null })) ?? [line]
}

/** The lines, with how many of each came back by the rows of what was given back. */
function lessReturned(lines: ExportedLine[], back: readonly RowOfSheet[], columns: Columns<Format>): ExportedLine[] {
  if (back.length === 0) return lines
  const came = new Map<string, number>()
  for (const row of back) for (const { name, quantity } of columns.format.piecesIn?.(textOf(cellAt(row, columns, 'product'))) ?? []) came.set(name, (came.get(name) ?? 0) - quantity)
  return lines.map((line) => ({ ...line, returned: Math.min(line.quantity, Math.max(line.returned, came.get(line.name) ?? 0)) }))
}

/** Codes that buyers typed, as one order may have used several; nothing where there is none. */
export function vouchersIn(text: string): { voucher?: string } {
  const voucher = text
    .split(/[,;|\n]/)
    .map((code) => code.trim())
    .filter((code) => code !== '' && !looksPersonal(code))
    .join('\n')
    .slice(0, 200)
  return voucher === '' ? {} : { voucher }
}

/** As what its rows are read. */
interface Read {
  columns: Columns<Format>
  kept: readonly [number, string][]
  monthFirst: boolean
}

interface Unreadable {
  unreadable: string
  row: RowOfSheet
  cell: Field
}

function orderOf(externalId: string, all: readonly RowOfSheet[], { columns, kept, monthFirst }: Read): ExportedOrder | Unreadable {
  const { format } = columns
  const { rows, back } = withoutRefunds(all, columns)
  const first = rows[0]!
  const text = (field: Field) => rows.map((row) => textOf(cellAt(row, columns, field))).find((value) => value !== '') ?? ''
  const time = (field: Field) => timeIn(cellAt(first, columns, field), format.zone, monthFirst)

  const orderedAt = time('orderedAt') ?? time('paidAt')
  // Nothing here is older than 1970, from which our ids count.
  if (!orderedAt || orderedAt.getTime() <= 0) return { unreadable: 'shop.row-time', row: first, cell: 'orderedAt' }
  const named = text('currency').toUpperCase()
  if (/^[A-Z]{3}$/.test(named) && !isMoney(named)) return { unreadable: 'shop.row-currency', row: first, cell: 'currency' }
  const currency = isMoney(named) ? named : format.currency

  const lines: ExportedLine[] = []
  const states: OrderState[] = []
  const amounts = amountsIn(rows, columns, currency)
  if ('unreadable' in amounts) return amounts
  for (const row of rows) {
    const words = format.statusOfRow ? wordsOf((field) => textOf(cellAt(row, columns, field))) : wordsOf(text)
    const state = format.stateOf(words)
    if (state === null) return { unreadable: 'shop.row-status', row, cell: 'status' }
    const line = lineOf(row, columns, currency, amounts.whole !== null)
    if ('unreadable' in line) return line
    states.push(state)
    const pieces = piecesOf(line, row, columns)
    lines.push(...(format.statusOfRow && isGone(state) ? pieces.map((piece) => ({ ...piece, returned: piece.quantity })) : pieces))
  }
  if (lines.length === 1 && lines[0]!.value === null) lines[0]!.value = amounts.whole
  const { state, partly } = stateOf(states, lines)
  const amount = amounts.whole ?? lines.reduce((sum, line) => sum + (partly ? keptOf(line) : (line.value ?? 0)), 0)
  // Sums of many lines too: what no order came to would be no order's on any screen.
  if (amount > LARGEST_AMOUNT) return { unreadable: 'shop.row-amount', row: first, cell: columns.of.has('amount') ? 'amount' : 'lineValue' }
  const givenBack = amounts.refunded + back.reduce((sum, row) => sum + Math.abs(signedAmountIn(cellAt(row, columns, 'amount'), currency) ?? 0), 0)
  const creator = creatorNamed(text('creator'))
  const buyer = text('buyer') || text('phone')
  const returnFee = isBack(state) ? sizeIn(first, columns, 'returnFee', currency) : 0
  return {
    externalId,
    orderedAt,
    state,
    salesPlace: format.salesPlaceOf?.(text('salesPlace')) ?? format.salesPlace,
    currency,
    amount: isGone(state) ? amount : Math.max(0, amount - givenBack),
    fees: feesOf(first, columns, currency),
    ...(returnFee && { returnCost: returnFee }),
    buyer: buyer === '' || /^\W*$/.test(buyer) ? null : buyer,
    channel: creator === null ? null : (format.creatorsOn ?? null),
    ...(creator && { creator }),
    ...vouchersIn(text('voucher')),
    note: withoutPhones(text('sellerNote')).slice(0, 500) || null,
    lines: lessReturned(lines.filter(({ name }) => name !== '').map((line) => (partly ? line : { ...line, returned: 0 })), isGone(state) ? [] : back, columns),
    extra: extraOf(first, kept),
  }
}

const wordsOf = (text: (field: keyof StatusWords) => string): StatusWords => ({
  status: text('status'),
  substatus: text('substatus'),
  returnStatus: text('returnStatus'),
  payment: text('payment'),
  cancelReason: text('cancelReason'),
  shippedAt: text('shippedAt'),
})

const isBack = (state: OrderState): boolean => (cameBackStates as readonly OrderState[]).includes(state)
const isGone = (state: OrderState): boolean => state === 'cancelled' || isBack(state)

/** What became of the order as a whole. Sent back in part: what was kept is a sale, and the rest is not. */
function stateOf(states: readonly OrderState[], lines: readonly ExportedLine[]): { state: OrderState; partly: boolean } {
  const [first] = states as [OrderState]
  if (states.every((state) => state === first)) {
    const partly = first === 'returned' && lines.some((line) => line.returned > 0) && lines.some((line) => line.returned < line.quantity)
    return { state: partly ? 'done' : first, partly }
  }
  if (states.every(isGone)) return { state: states.includes('returned') ? 'returned' : 'cod-failed', partly: false }
  return { state: states.includes('placed') ? 'placed' : 'done', partly: true }
}

const keptOf = ({ value, quantity, returned }: ExportedLine): number =>
  quantity === 0 || value === null ? 0 : Math.round((value * Math.max(0, quantity - returned)) / quantity)

/**
 * What the file says of the order as a whole. It repeats on each row or stands on the first, and counts once; where
 * rows differ, as in many a list kept by hand, each is a part of it.
 */
function amountsIn(rows: readonly RowOfSheet[], columns: Columns, currency: Money): { whole: number | null; refunded: number } | Unreadable {
  const whole: number[] = []
  for (const row of rows) {
    const amount = amountIn(cellAt(row, columns, 'amount'), currency)
    if (amount === null) return { unreadable: 'shop.row-amount', row, cell: 'amount' }
    if (amount !== undefined) whole.push(amount)
  }
  if (columns.format.needed.includes('amount') && whole.length === 0) return { unreadable: 'shop.row-amount', row: rows[0]!, cell: 'amount' }
  const refunded = sizeIn(rows[0]!, columns, 'refunded', currency)
  if (refunded === null) return { unreadable: 'shop.row-amount', row: rows[0]!, cell: 'refunded' }
  const once = new Set(whole).size === 1
  return {
    whole: whole.length === 0 ? null : once ? whole[0]! : whole.reduce((sum, amount) => sum + amount),
    refunded: refunded ?? 0,
  }
}

/** Discounts, refunds and fees are written with a minus or in brackets by some and without by others. Null for what can't be read. */
function sizeIn(row: RowOfSheet, columns: Columns, field: 'discount' | 'refunded' | 'returnFee' | 'fee1' | 'fee2' | 'fee3', currency: Money): number | null | undefined {
  const amount = signedAmountIn(cellAt(row, columns, field), currency)
  return amount && Math.abs(amount)
}

function lineOf(row: RowOfSheet, columns: Columns, currency: Money, wholeKnown: boolean): ExportedLine | Unreadable {
  const counted = countIn(cellAt(row, columns, 'quantity'))
  const quantity = counted === undefined && !columns.format.needed.includes('quantity') ? 1 : counted
  if (quantity === undefined || quantity === null) return { unreadable: 'shop.row-quantity', row, cell: 'quantity' }
  const price = amountIn(cellAt(row, columns, 'price'), currency)
  const discount = sizeIn(row, columns, 'discount', currency)
  if (discount === null) return { unreadable: 'shop.row-amount', row, cell: 'discount' }
  const written = amountIn(cellAt(row, columns, 'lineValue'), currency)
  const value = written === undefined && price != null ? price * quantity : written
  if (value === null || (value ?? 0) > LARGEST_AMOUNT || (value === undefined && !wholeKnown)) return { unreadable: 'shop.row-amount', row, cell: 'lineValue' }
  return {
    name: textOf(cellAt(row, columns, 'product')).slice(0, 200) || (columns.format.needed.includes('product') ? '?' : ''),
    sku: textOf(cellAt(row, columns, 'sku')).slice(0, 80) || null,
    variation: textOf(cellAt(row, columns, 'variation')).slice(0, 120) || null,
    quantity,
    returned: Math.min(countIn(cellAt(row, columns, 'returned')) ?? 0, quantity),
    value: value === undefined ? null : Math.max(0, value - (discount ?? 0)),
  }
}

/** Fees stand once for the whole order, on each of its rows. Unknown where the export has no such column filled. */
function feesOf(row: RowOfSheet, columns: Columns, currency: Money): number | null {
  const fees = (['fee1', 'fee2', 'fee3'] as const).map((field) => sizeIn(row, columns, field, currency))
  if (fees.some((fee) => fee === null) || fees.every((fee) => fee === undefined)) return null
  return fees.reduce<number>((sum, fee) => sum + (fee ?? 0), 0)
}

const MOST_EXTRA = 80
/** What only helps to tell what became of an order is shown with it all the same. */
const shownToo: readonly Field[] = ['payment', 'cancelReason', 'shippedAt', 'returnFee']

/** The columns that nothing keeps; what is about a person is dropped. */
function columnsOfExtra(columns: Columns): [column: number, name: string][] {
  const read = new Set([...columns.of].flatMap(([field, at]) => (shownToo.includes(field) ? [] : at)))
  const personal = new Set(columns.format.personal)
  return columns.names.flatMap((name, column) => (read.has(column) || personal.has(name) || !keepsColumn(name) ? [] : [[column, name.slice(0, 100)]]))
}

/** What stands in them on the order's first row. */
function extraOf(row: RowOfSheet, kept: readonly [number, string][]): Record<string, string> {
  const extra: [string, string][] = []
  for (const [column, name] of kept) {
    if (isBlank(row.cells[column])) continue
    const value = textOf(row.cells[column]).slice(0, 300)
    if (extra.length < MOST_EXTRA && !looksPersonal(value)) extra.push([name, value])
  }
  return Object.fromEntries(extra)
}

export function errorOf(row: RowOfSheet, columns: Columns, order: string, { code, cell }: { code: string; cell: Field }): StoredRowError {
  const at = columns.of.get(cell)?.[0]
  const value = textOf(cellAt(row, columns, cell)).slice(0, 60)
  return { row: row.number, column: at === undefined ? null : (columns.names[at] ?? null), code, values: { value: looksPersonal(value) ? '…' : value, order } }
}

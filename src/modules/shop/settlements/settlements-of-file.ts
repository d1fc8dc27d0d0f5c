import { settlementKinds, ownKinds, type SettlementKind } from '#contract/settlements.ts'
import { isMoney, type Money } from '#contract/values.ts'
import { filledCell, folded, isBlank, signedAmountIn, textOf, timeIn } from '#platform/sheets'
import type { RowOfSheet, Workbook } from '../imports/file/index.ts'
import type { Field } from '../imports/formats/format.ts'
import { cellAt, withoutTaxes, type Columns } from '../imports/header.ts'
import { errorOf } from '../imports/orders-of-file.ts'
import { orderRows, type Survey } from '../imports/survey.ts'
import type { StoredRowError } from '../imports/tables.ts'
import type { Market, SettlementFormat } from './format.ts'

/** What was paid out for an order at one time; goods and parts sum to `paidOut`, where the file says both. */
export interface SettledEntry {
  /** '' the order itself; else a refund's or an adjustment's own number, a day. */
  entry: string
  currency: Money
  paidOutAt: Date | null
  goods: number | null
  parts: Partial<Record<SettlementKind, number>>
  paidOut: number | null
}

export interface SettledOrder {
  market: Market
  externalId: string
  entries: SettledEntry[]
}

/** `uncounted`: a row that is of no order, and so is none of those that the file was found to hold. */
export type FromSettlements = { order: SettledOrder } | { error: StoredRowError; uncounted?: true }

/**
 * The second reading of a settlement file: each order as soon as its last row has gone by. A row that can't be read is told
 * with its number and reason, and its order is left out whole; what was paid out for no order in particular is told too.
 */
export async function* settlementsOfFile(workbook: Workbook, found: Survey<SettlementFormat>): AsyncGenerator<FromSettlements> {
  const open = new Map<string, RowOfSheet[]>()
  const kinds = new Map([...found.tables.values()].map(({ columns }) => [columns, kindsOf(columns)]))
  for await (const { row, table, id } of orderRows(workbook, found)) {
    const { columns } = table
    if (id === null) {
      const name = columns.format.settles.kindOfLine && textOf(cellAt(row, columns, 'entryKind'))
      yield { uncounted: true, error: name ? errorOf(row, columns, name, { code: 'shop.settlement-of-no-order', cell: 'paidOut' }) : errorOf(row, columns, 'id', { code: 'shop.row-without-order', cell: 'id' }) }
      continue
    }
    const whole = open.get(id) ?? []
    whole.push(row)
    open.set(id, whole)
    if (table.lastRowOf.get(id) !== row.number) continue
    open.delete(id)
    yield settled(id, whole, columns, kinds.get(columns)!, found.monthFirst)
  }
}

function settled(externalId: string, rows: readonly RowOfSheet[], columns: Columns<SettlementFormat>, kinds: Kinds, monthFirst: boolean): FromSettlements {
  const { settles, zone } = columns.format
  const text = (row: RowOfSheet, field: Field) => textOf(cellAt(row, columns, field))
  const stray = rows.find((row) => isStray(row, columns, externalId))
  if (stray) return { error: errorOf(stray, columns, text(stray, 'entryKind') || externalId, { code: 'shop.settlement-of-no-order', cell: 'paidOut' }) }

  const entries = new Map<string, SettledEntry>()
  for (const row of ofOneView(rows, columns)) {
    const paidOutAt = timeIn(cellAt(row, columns, 'paidAt'), zone, monthFirst)
    if (paidOutAt === null) return { error: errorOf(row, columns, externalId, { code: 'shop.row-time', cell: 'paidAt' }) }
    const currency = currencyOf(row, columns)
    if (currency === null) return { error: errorOf(row, columns, externalId, { code: 'shop.row-currency', cell: 'currency' }) }
    const sums = sumsOf(row, columns, kinds, currency)
    if ('unreadable' in sums) return { error: errorAt(row, columns, externalId, sums.unreadable) }

    const entry = entryOf(row, columns, externalId, settles.once ? null : (paidOutAt ?? null))
    const before = entries.get(entry)
    entries.set(entry, before ? added(before, { ...sums, paidOutAt: paidOutAt ?? null }) : { entry, currency, paidOutAt: paidOutAt ?? null, ...sums })
  }
  return { order: { market: settles.market, externalId, entries: [...entries.values()] } }
}

/** Of rows of an order and rows of its products those of the order; where there are none, those of its products sum to it. */
function ofOneView(rows: readonly RowOfSheet[], columns: Columns<SettlementFormat>): readonly RowOfSheet[] {
  const { isOfProduct } = columns.format.settles
  if (!isOfProduct || !columns.of.has('view')) return rows
  const ofOrder = rows.filter((row) => !isOfProduct(textOf(cellAt(row, columns, 'view'))))
  return ofOrder.length > 0 ? ofOrder : rows
}

/** An adjustment that names no order: what was paid for ads, say. */
function isStray(row: RowOfSheet, columns: Columns<SettlementFormat>, id: string): boolean {
  const { isOrder } = columns.format.settles
  return isOrder !== undefined && columns.of.has('entryKind') && !isOrder(textOf(cellAt(row, columns, 'entryKind'))) && textOf(cellAt(row, columns, 'entry')) === id && isAdjustmentAlone(row, columns)
}

/** Nothing was sold or refunded by it. */
const isAdjustmentAlone = (row: RowOfSheet, columns: Columns<SettlementFormat>): boolean =>
  (['goods', 'refunded'] as const).every((field) => !signedAmountIn(cellAt(row, columns, field), columns.format.currency))

function entryOf(row: RowOfSheet, columns: Columns<SettlementFormat>, id: string, paidOutAt: Date | null): string {
  const { isOrder } = columns.format.settles
  const number = isBlank(cellAt(row, columns, 'entry')) ? '' : textOf(cellAt(row, columns, 'entry'))
  const kind = textOf(cellAt(row, columns, 'entryKind'))
  return [number === id ? '' : number, isOrder && !isOrder(kind) ? kind : '', paidOutAt?.toISOString().slice(0, 10)].filter(Boolean).join(' ').slice(0, 200)
}

function currencyOf(row: RowOfSheet, columns: Columns<SettlementFormat>): Money | null {
  const named = textOf(cellAt(row, columns, 'currency')).toUpperCase()
  if (named === '') return columns.format.currency
  return isMoney(named) ? named : null
}

/** Which columns of the file make up each kind: of those that bear one name the first that holds something. */
type Kinds = ReadonlyMap<SettlementKind, readonly (readonly number[])[]>

function kindsOf({ format, names }: Columns<SettlementFormat>): Kinds {
  const words = names.map(withoutTaxes)
  const byName = Map.groupBy(words.keys(), (column) => folded(names[column]!))
  const named = (list: readonly string[]) =>
    [...byName.values()].filter(([column]) => {
      const word = words[column!]!
      return word !== '' && list.some((name) => (name.endsWith('*') ? word.startsWith(folded(name)) : word === withoutTaxes(name)))
    })
  const found = new Map<SettlementKind, readonly (readonly number[])[]>()
  for (const [kind, lists] of Object.entries(format.settles.kinds) as [SettlementKind, readonly (readonly string[])[]][]) {
    const columns = lists.map(named).find((some) => some.length > 0)
    if (columns) found.set(kind, columns)
  }
  return found
}

type Sums = Pick<SettledEntry, 'goods' | 'parts' | 'paidOut'>

/** One line of an order's account: what it came to is the goods', or its kind's. */
function lineOf(row: RowOfSheet, columns: Columns<SettlementFormat>, kind: SettlementKind | 'goods', currency: Money): Sums | { unreadable: number } {
  const amount = signedAmountIn(cellAt(row, columns, 'paidOut'), currency)
  if (amount === null) return { unreadable: columns.of.get('paidOut')![0]! }
  const paidOut = amount ?? 0
  return kind === 'goods' ? { goods: paidOut, parts: {}, paidOut } : { goods: 0, parts: inOrder(new Map([[kind, paidOut]])), paidOut }
}

/** What a row comes to. Whatever no column explains is told as `other`: what was paid out is what was paid out. */
function sumsOf(row: RowOfSheet, columns: Columns<SettlementFormat>, kinds: Kinds, currency: Money): Sums | { unreadable: number } {
  const { kindOfLine } = columns.format.settles
  if (kindOfLine) return lineOf(row, columns, kindOfLine(textOf(cellAt(row, columns, 'entryKind'))), currency)
  const parts = new Map<SettlementKind, number>()
  for (const [kind, at] of kinds)
    for (const columnsOfName of at) {
      const amount = signedAmountIn(filledCell(row.cells, columnsOfName), currency)
      if (amount === null) return { unreadable: columnsOfName.find((column) => !isBlank(row.cells[column]))! }
      if (amount) parts.set(kind, (parts.get(kind) ?? 0) + amount)
    }
  const whole: Partial<Record<'goods' | 'discount' | 'refunded' | 'paidOut', number>> = {}
  for (const field of ['goods', 'discount', 'refunded', 'paidOut'] as const) {
    const amount = signedAmountIn(cellAt(row, columns, field), currency)
    if (amount === null) return { unreadable: columns.of.get(field)![0]! }
    if (amount !== undefined) whole[field] = amount
  }
  if (whole.refunded) parts.set('refund', whole.refunded)
  const paidOut = whole.paidOut ?? null
  const read = { goods: whole.goods === undefined ? null : whole.goods + (whole.discount ?? 0), parts, paidOut }
  if (read.goods === null || paidOut === null) return { ...read, parts: inOrder(paidOut === null ? taken(parts) : parts) }
  const left = unexplained(read.goods, parts, paidOut)
  // Some write what was taken without its sign: where that explains the sum to the last unit, it is so.
  const signed = { goods: whole.goods! - Math.abs(whole.discount ?? 0), parts: taken(parts) }
  if (left !== 0 && unexplained(signed.goods, signed.parts, paidOut) === 0) return { ...signed, parts: inOrder(signed.parts), paidOut }
  if (left !== 0) parts.set('other', (parts.get('other') ?? 0) + left)
  return { ...read, parts: inOrder(parts) }
}

const unexplained = (goods: number, parts: ReadonlyMap<SettlementKind, number>, paidOut: number): number =>
  [...parts.values()].reduce((left, amount) => left - amount, paidOut - goods)

/** What is only ever taken; the others are given as well. */
const charges: ReadonlySet<SettlementKind> = new Set(['commission', 'service', 'processing', 'payment', 'affiliate', 'campaign', 'ads', 'insurance', 'voucher', 'refund', 'duty', 'tax', 'top-up'])
const taken = (parts: ReadonlyMap<SettlementKind, number>): Map<SettlementKind, number> => new Map([...parts].map(([kind, amount]) => [kind, charges.has(kind) ? -Math.abs(amount) : amount]))

const inOrder = (parts: ReadonlyMap<SettlementKind, number>): SettledEntry['parts'] =>
  Object.fromEntries(settlementKinds.flatMap((kind) => (parts.get(kind) ? [[kind, parts.get(kind)!]] : [])))

/** Two rows of one entry: what several products came to, or what was paid out in two parts. */
function added(one: SettledEntry, other: Sums & Pick<SettledEntry, 'paidOutAt'>): SettledEntry {
  const sum = (first: number | null, second: number | null) => (first === null && second === null ? null : (first ?? 0) + (second ?? 0))
  const parts = new Map(settlementKinds.map((kind) => [kind, (one.parts[kind] ?? 0) + (other.parts[kind] ?? 0)]))
  const paidOutAt = one.paidOutAt === null || (other.paidOutAt !== null && other.paidOutAt > one.paidOutAt) ? other.paidOutAt : one.paidOutAt
  return { ...one, goods: sum(one.goods, other.goods), parts: inOrder(parts), paidOut: sum(one.paidOut, other.paidOut), paidOutAt }
}

/** What the margin is reckoned from: what was paid out, and with it what was withheld and is the shop's own. */
export const receivedOf = ({ paidOut, parts }: Pick<SettledEntry, 'paidOut' | 'parts'>): number | null =>
  paidOut === null ? null : ownKinds.reduce((sum, kind) => sum - (parts[kind] ?? 0), paidOut)

/** Where only fees are told: what was kept of the order. */
export const keptOf = ({ paidOut, parts }: Pick<SettledEntry, 'paidOut' | 'parts'>): number | null =>
  paidOut === null ? Object.entries(parts).reduce((sum, [kind, amount]) => ((ownKinds as readonly string[]).includes(kind) ? sum : sum - amount), 0) : null

function errorAt(row: RowOfSheet, columns: Columns<SettlementFormat>, order: string, column: number): StoredRowError {
  return { row: row.number, column: columns.names[column] ?? null, code: 'shop.row-amount', values: { value: textOf(row.cells[column]).slice(0, 60), order } }
}

import { createHash } from 'node:crypto'
import { sql, type Insertable } from 'kysely'
import { newId } from '#platform/ids'
import type { ReadScope, WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { cameBackStates } from '#contract/shop.ts'
import type { Money } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { reckonMargins } from '../costs.ts'
import type { ExportedLine, ExportedOrder } from '../imports/orders-of-file.ts'
import { amountColumns } from '../in-own-currency.ts'
import { voucherNamed, type KnownVoucher } from '../model/voucher.ts'
import { knownVouchers } from '../queries/vouchers.ts'
import { tables, type ShopTables } from '../tables.ts'
import { touchColumns, type Touch } from '../touch.ts'
import { oneAtATime } from './one-at-a-time.ts'

export interface Counts {
  added: number
  changed: number
  unchanged: number
}

/** The shop's products by SKU and by name, both without case. */
export type KnownProducts = ReadonlyMap<string, string>

export async function knownProductsOf(scope: ReadScope): Promise<KnownProducts> {
  const rows = await tables(scope)
    .selectFrom('shopProducts')
    .select(['productId', 'name', 'sku'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('archivedAt', 'is', null)
    .execute()
  const known = new Map<string, string>()
  for (const row of rows) known.set(`name ${row.name.toLowerCase()}`, row.productId)
  for (const row of rows) if (row.sku !== null) known.set(`sku ${row.sku.toLowerCase()}`, row.productId)
  return known
}

const productOf = (known: KnownProducts, line: ExportedLine): string | null =>
  (line.sku === null ? undefined : known.get(`sku ${line.sku.toLowerCase()}`)) ?? known.get(`name ${line.name.toLowerCase()}`) ?? null

export interface BatchNeeds {
  secrets: Pick<Secrets, 'keyedHash'>
  known: KnownProducts
  /** Null for what was told one by one. */
  importId: string | null
  /** Whose buyers they are: the same name at two marketplaces is two buyers. */
  marketplace: string
  /** Where buyers can be asked how they found the shop, the answer is still to come. */
  foundUs?: 'missing'
}

/** Brings orders of an export in, in the transaction of the scope: new ones are added, known ones brought up to date. */
export async function takeBatch(scope: WriteScope, needs: BatchNeeds, given: readonly (ExportedOrder & { changedAt?: Date })[]): Promise<Counts> {
  if (given.length === 0) return { added: 0, changed: 0, unchanged: 0 }
  const shop = await workspace.shopProfile(scope)
  const orders = given.map(({ currency, changedAt, ...told }): Incoming => {
    const order = currency === shop.currency ? told : { ...told, currency }
    return { ...order, ...(changedAt && { changedAt }), fingerprint: fingerprintOf(order) }
  })
  await oneAtATime(scope)
  const before = await knownOrders(scope, orders)
  const fresh: Incoming[] = []
  const later: { orderId: string; order: Incoming }[] = []
  for (const order of orders) {
    const known = before.get(keyOf(order))
    if (!known) fresh.push(order)
    else if (isNews(known, order)) later.push({ orderId: known.orderId, order })
  }
  const added = await addOrders(scope, needs, fresh)
  for (const { orderId, order } of later) await renewOrder(scope, needs, orderId, order)
  const written = [...added, ...later]
  await writeExportedLines(scope, needs, written)
  await reckonMargins(scope, shop, { orderIds: written.map(({ orderId }) => orderId) })
  return { added: added.length, changed: later.length, unchanged: orders.length - added.length - later.length }
}

interface KnownOrder {
  orderId: string
  salesPlace: string
  externalId: string | null
  fingerprint: string | null
  state: string
  changedThereAt: Date | null
}

/** Its currency where that is another than the shop's. */
type Told = Omit<ExportedOrder, 'currency'> & { currency?: Money }
/** Where the source says when an order changed there, `changedAt`. */
type Incoming = Told & { changedAt?: Date; fingerprint: string }

const keyOf = ({ salesPlace, externalId }: { salesPlace: string; externalId: string | null }) => `${salesPlace} ${externalId}`

async function knownOrders(scope: WriteScope, orders: readonly Incoming[]): Promise<Map<string, KnownOrder>> {
  const [places, numbers] = [orders.map((order) => order.salesPlace), orders.map((order) => order.externalId)]
  // Each looked up by its number (as in `reckonMargins`): the store knew of too few orders yet, and read all that are in by now.
  const ids = sql`array(
    select o.order_id from unnest(${places}::text[], ${numbers}::text[]) as t (sales_place, external_id)
    cross join lateral (
      select order_id from shop_orders where workspace_id = ${scope.workspaceId} and sales_place = t.sales_place and external_id = t.external_id offset 0
    ) o
  )`
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId', 'salesPlace', 'externalId', 'fingerprint', 'state', 'changedThereAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where(sql<boolean>`order_id = any(${ids})`)
    .orderBy('orderId')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/**
 * What is older than what is known is no news: by the time that the source names, else an export that says `placed` of
 * an order that has since been decided.
 */
function isNews(known: KnownOrder, order: Incoming): boolean {
  if (known.fingerprint === order.fingerprint) return false
  if (order.changedAt) return known.changedThereAt === null || order.changedAt >= known.changedThereAt
  return order.state !== 'placed' || known.state === 'placed'
}

/** Equal for two exports that say the same of an order. */
const fingerprintOf = (order: Told): string => createHash('sha256').update(JSON.stringify(order)).digest('base64url')

async function addOrders(scope: WriteScope, needs: BatchNeeds, orders: readonly Incoming[]): Promise<{ orderId: string; order: Incoming }[]> {
  if (orders.length === 0) return []
  const now = scope.clock.now()
  const vouchers = orders.some(({ voucher }) => voucher) ? await knownVouchers(scope) : []
  const rows = orders.map((order) => ({
    workspaceId: scope.workspaceId,
    orderId: newId(order.orderedAt.getTime()),
    ...columnsOf(scope.workspaceId, order, needs),
    // A marketplace's buyers can't be asked.
    foundUs: needs.foundUs ?? ('not-asked' as const),
    said: null,
    saidDetail: null,
    code: codeIn(order),
    ...touchColumns(touchIn(order, vouchers)),
    personId: null,
    margin: null,
    marginBy: null,
    ...returnCostOf(order),
    returnCostBy: order.returnCost === undefined ? null : ('file' as const),
    source: 'import' as const,
    externalId: order.externalId,
    note: order.note,
    notedBy: scope.actor.kind === 'login' ? scope.actor.id : null,
    notedAt: now,
    changedAt: null,
    undoneAt: null,
  }))
  const added = await insertMany(scope, 'shopOrders', rows)
    // Another import of the same file, at the same time.
    .onConflict((conflict) => conflict.doNothing())
    .returning('orderId')
    .execute()
  const ids = new Set(added.map((row) => row.orderId))
  return orders.flatMap((order, index) => (ids.has(rows[index]!.orderId) ? [{ orderId: rows[index]!.orderId, order }] : []))
}

const codeIn = ({ voucher }: Incoming): string | null => voucher?.replaceAll('\n', ', ') ?? null

/** The voucher that it names; else who brought its buyer. */
function touchIn({ voucher, channel, orderedAt: at }: Incoming, vouchers: readonly KnownVoucher[]): Touch | null {
  const named = voucher === undefined ? null : voucherNamed(voucher, at, vouchers)
  const found = named ? { channel: named.channel, by: 'voucher' as const } : channel && { channel, by: 'link' as const }
  return found && { ...found, at, linkId: null, postId: null }
}

async function renewOrder(scope: WriteScope, needs: BatchNeeds, orderId: string, order: Incoming): Promise<void> {
  const db = tables(scope)
  // A marketplace may call cancelled what its seller saw come back.
  const staysFailed = sql<boolean>`(state = 'cod-failed' and ${order.state} = 'cancelled')`
  // What a file said of the way back it may correct; what its owner said stays, for as long as the goods are back.
  const isBack = (cameBackStates as readonly string[]).includes(order.state)
  const { returnCost: ofFile, originalReturnCost } = returnCostOf(order)
  const told = ofFile ?? originalReturnCost
  const returnCost = isBack
    ? { returnCost: sql<number | null>`case when return_cost_by = 'said' then return_cost else ${ofFile}::bigint end`, returnCostBy: sql<'said' | 'file' | null>`case when return_cost_by = 'said' then 'said' when ${told}::bigint is not null then 'file' end` }
    : { returnCost: sql<number | null>`case when ${staysFailed} then return_cost end`, returnCostBy: sql<'said' | 'file' | null>`case when ${staysFailed} then return_cost_by end` }
  await db
    .updateTable('shopOrders')
    .set({
      ...columnsOf(scope.workspaceId, order, needs),
      ...returnCost,
      originalReturnCost: isBack ? originalReturnCost : sql<number | null>`case when ${staysFailed} then original_return_cost end`,
      state: sql`case when ${staysFailed} then state else ${order.state} end`,
      changedAt: scope.clock.now(),
    })
    .$if(order.voucher !== undefined, (query) => query.set(({ fn, val }) => ({ code: fn.coalesce('code', val(codeIn(order))) })))
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .execute()
  await db.deleteFrom('shopOrderLines').where('workspaceId', '=', scope.workspaceId).where('orderId', '=', orderId).execute()
}

function returnCostOf({ currency, returnCost: told }: Incoming): { returnCost: number | null; originalReturnCost: number | null } {
  const cost = told ?? null
  return currency === undefined ? { returnCost: cost, originalReturnCost: null } : { returnCost: null, originalReturnCost: cost }
}

/** What an export says of an order, new or known. Notes and found-us answers are the shop's own, and stay. */
const columnsOf = (workspaceId: string, order: Incoming, needs: BatchNeeds) => ({
  orderedAt: order.orderedAt,
  ...amountColumns(order.currency ?? null, order),
  state: order.state,
  salesPlace: order.salesPlace,
  ...(order.creator && { creator: order.creator }),
  // Under the shop's own id: no two shops can find out that they share a buyer.
  buyerHash: order.buyer === null ? null : needs.secrets.keyedHash(`${workspaceId} ${needs.marketplace} ${order.buyer.toLowerCase()}`),
  importId: needs.importId,
  ...(order.changedAt && { changedThereAt: order.changedAt }),
  fingerprint: order.fingerprint,
  extra: order.extra,
})

async function writeExportedLines(scope: WriteScope, needs: BatchNeeds, written: readonly { orderId: string; order: Incoming }[]): Promise<void> {
  const rows = written.flatMap(({ orderId, order }) =>
    order.lines.map((line, index) => ({
      workspaceId: scope.workspaceId,
      orderId,
      line: index + 1,
      productId: productOf(needs.known, line),
      ...line,
    })),
  )
  if (rows.length > 0) await insertMany(scope, 'shopOrderLines', rows).execute()
}

/**
 * Rows in one value, which the store takes apart by the table's own types: a value each is written into the statement, sent, read and
 * planned one by one, and thousands of them take several times as long.
 */
function insertMany<Table extends 'shopOrders' | 'shopOrderLines'>(scope: WriteScope, table: Table, rows: readonly Insertable<ShopTables[Table]>[]) {
  // Some say what others do not: unknown there.
  const columns = [...new Set(rows.flatMap(Object.keys))] as (keyof ShopTables[Table] & string)[]
  const names = columns.map(inTheStore)
  // What is left out is null.
  const told = rows.map((row) => {
    const said: Record<string, unknown> = {}
    for (const [at, column] of columns.entries()) if (row[column as never] != null) said[names[at]!] = row[column as never]
    return said
  })
  return tables(scope)
    .insertInto(table)
    .columns(columns)
    .expression(sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from json_populate_recordset(null::${sql.table(table)}, ${wellFormed(JSON.stringify(told))}::json)`)
}

/** A text that was cut in the midst of an emoji is none for the store; in JSON only such halves stand as `\udxxx`. */
const wellFormed = (json: string): string => (json.includes('\\ud') ? json.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (sign, half?: string) => (half ? '\ufffd' : sign)) : json)

const inTheStore = (column: string): string => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
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
import { idsOfNumbers } from '../orders-by-number.ts'
import { rowsAtOnce, type ColumnTypes } from '../rows-at-once.ts'
import { tables, type ShopTables } from '../tables.ts'
import { touchColumns, type Touch } from '../touch.ts'
import { keepBefore } from './import-changes.ts'
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
  const later: Renewed[] = []
  const again: Renewed[] = []
  for (const order of orders) {
    const known = before.get(keyOf(order))
    if (!known) fresh.push(order)
    // Taken back with the import that brought it: this one brings it anew.
    else if (known.undoneWith !== null) again.push({ orderId: known.orderId, order })
    else if (isNews(known, order)) later.push({ orderId: known.orderId, order })
  }
  const added = [...(await addOrders(scope, needs, fresh)), ...(await bringAgain(scope, needs, again))]
  if (needs.importId !== null) await keepBefore(scope, needs.importId, later.map(({ orderId }) => orderId))
  await renewOrders(scope, needs, later)
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
  undoneWith: string | null
}

interface Renewed {
  orderId: string
  order: Incoming
}

/** Its currency where that is another than the shop's. */
type Told = Omit<ExportedOrder, 'currency'> & { currency?: Money }
/** Where the source says when an order changed there, `changedAt`. */
type Incoming = Told & { changedAt?: Date; fingerprint: string }

const keyOf = ({ salesPlace, externalId }: { salesPlace: string; externalId: string | null }) => `${salesPlace} ${externalId}`

async function knownOrders(scope: WriteScope, orders: readonly Incoming[]): Promise<Map<string, KnownOrder>> {
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId', 'salesPlace', 'externalId', 'fingerprint', 'state', 'changedThereAt', 'undoneWith'])
    .where('workspaceId', '=', scope.workspaceId)
    .where(sql<boolean>`order_id = any(${idsOfNumbers(scope.workspaceId, orders)})`)
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

async function addOrders(scope: WriteScope, needs: BatchNeeds, orders: readonly Incoming[]): Promise<Renewed[]> {
  if (orders.length === 0) return []
  const now = scope.clock.now()
  const vouchers = orders.some(({ voucher }) => voucher) ? await knownVouchers(scope) : []
  const rows = orders.map((order) => ({
    workspaceId: scope.workspaceId,
    orderId: newId(order.orderedAt.getTime()),
    ...columnsOf(scope.workspaceId, order, needs),
    // A marketplace's buyers can't be asked.
    foundUs: needs.foundUs ?? ('not-asked' as const),
    code: codeIn(order),
    ...touchColumns(touchIn(order, vouchers)),
    ...returnCostOf(order),
    returnCostBy: order.returnCost === undefined ? null : ('file' as const),
    source: 'import' as const,
    importId: needs.importId,
    externalId: order.externalId,
    note: order.note,
    notedBy: scope.actor.kind === 'login' ? scope.actor.id : null,
    notedAt: now,
  }))
  const { names, table } = rowsAtOnce(orderColumns, rows)
  const added = await tables(scope)
    .insertInto('shopOrders')
    .columns(names)
    .expression(sql`select * from ${table} n`)
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

/** Orders that were taken back with their import stand again, as this one says, and are its own: new, and changed by nobody since. */
async function bringAgain(scope: WriteScope, needs: BatchNeeds, again: readonly Renewed[]): Promise<readonly Renewed[]> {
  await renewOrders(scope, needs, again)
  if (again.length > 0)
    await tables(scope)
      .updateTable('shopOrders')
      .set({ importId: needs.importId, undoneAt: null, undoneWith: null, changedAt: null, notedAt: scope.clock.now() })
      .where('workspaceId', '=', scope.workspaceId)
      .where(sql<boolean>`order_id = any(${again.map(({ orderId }) => orderId)}::uuid[])`)
      .execute()
  return again
}

async function renewOrders(scope: WriteScope, needs: BatchNeeds, later: readonly Renewed[]): Promise<void> {
  if (later.length === 0) return
  const { table } = rowsAtOnce(
    orderColumns,
    later.map(({ orderId, order }) => ({ orderId, ...columnsOf(scope.workspaceId, order, needs), ...returnCostOf(order), code: codeIn(order), creator: order.creator ?? null, changedThereAt: order.changedAt ?? null })),
  )
  // A marketplace may call cancelled what its seller saw come back.
  const staysFailed = sql<boolean>`(o.state = 'cod-failed' and n.state = 'cancelled')`
  // What a file said of the way back it may correct; what its owner said stays, for as long as the goods are back.
  const isBack = sql<boolean>`(n.state = any(${[...cameBackStates]}))`
  await sql`
    update shop_orders o
    set ordered_at = n.ordered_at, amount = n.amount, fees = n.fees, original_currency = n.original_currency, original_amount = n.original_amount, original_fees = n.original_fees,
      unsettled = null,
      sales_place = n.sales_place, buyer_hash = n.buyer_hash, fingerprint = n.fingerprint, extra = n.extra, changed_at = ${scope.clock.now()},
      creator = coalesce(n.creator, o.creator), changed_there_at = coalesce(n.changed_there_at, o.changed_there_at), code = coalesce(o.code, n.code),
      state = case when ${staysFailed} then o.state else n.state end,
      return_cost = case when ${isBack} then case when o.return_cost_by = 'said' then o.return_cost else n.return_cost end when ${staysFailed} then o.return_cost end,
      original_return_cost = case when ${isBack} then n.original_return_cost when ${staysFailed} then o.original_return_cost end,
      return_cost_by = case
        when ${isBack} then case when o.return_cost_by = 'said' then 'said' when coalesce(n.return_cost, n.original_return_cost) is not null then 'file' end
        when ${staysFailed} then o.return_cost_by
      end
    from ${table} n
    where o.workspace_id = ${scope.workspaceId} and o.order_id = n.order_id`.execute(scope.db)
  const ids = later.map(({ orderId }) => orderId)
  await tables(scope).deleteFrom('shopOrderLines').where('workspaceId', '=', scope.workspaceId).where(sql<boolean>`order_id = any(${ids}::uuid[])`).execute()
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
  ...(order.changedAt && { changedThereAt: order.changedAt }),
  fingerprint: order.fingerprint,
  extra: order.extra,
})

const orderColumns = {
  orderId: 'uuid',
  workspaceId: 'uuid',
  orderedAt: 'timestamptz',
  amount: 'bigint',
  originalCurrency: 'text',
  originalAmount: 'bigint',
  originalFees: 'bigint',
  originalReturnCost: 'bigint',
  state: 'text',
  returnCost: 'bigint',
  returnCostBy: 'text',
  salesPlace: 'text',
  foundUs: 'text',
  code: 'text',
  trackedChannel: 'text',
  trackedBy: 'text',
  trackedAt: 'timestamptz',
  trackedLinkId: 'uuid',
  trackedPostId: 'uuid',
  creator: 'text',
  buyerHash: 'text',
  fees: 'bigint',
  source: 'text',
  externalId: 'text',
  importId: 'uuid',
  fingerprint: 'text',
  extra: 'jsonb',
  note: 'text',
  notedBy: 'uuid',
  notedAt: 'timestamptz',
  changedThereAt: 'timestamptz',
} as const satisfies Partial<ColumnTypes<keyof ShopTables['shopOrders']>>

async function writeExportedLines(scope: WriteScope, needs: BatchNeeds, written: readonly Renewed[]): Promise<void> {
  const rows = written.flatMap(({ orderId, order }) =>
    order.lines.map((line, index) => ({
      workspaceId: scope.workspaceId,
      orderId,
      line: index + 1,
      productId: productOf(needs.known, line),
      ...line,
    })),
  )
  if (rows.length === 0) return
  const { names, table } = rowsAtOnce(lineColumns, rows)
  await tables(scope).insertInto('shopOrderLines').columns(names).expression(sql`select * from ${table} n`).execute()
}

const lineColumns = {
  orderId: 'uuid',
  workspaceId: 'uuid',
  line: 'integer',
  productId: 'uuid',
  name: 'text',
  sku: 'text',
  variation: 'text',
  quantity: 'integer',
  returned: 'integer',
  value: 'bigint',
} as const satisfies ColumnTypes<keyof ShopTables['shopOrderLines']>

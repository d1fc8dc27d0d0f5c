import { createHash } from 'node:crypto'
import { newId } from '#platform/ids'
import type { ReadScope, WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { queries as workspace } from '#modules/workspace'
import { reckonMargins } from '../costs.ts'
import type { ExportedLine, ExportedOrder } from '../imports/orders-of-file.ts'
import { tables } from '../tables.ts'

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
  importId: string
  /** Whose buyers they are: the same name at two marketplaces is two buyers. */
  marketplace: string
}

/** Brings orders of an export in, in the transaction of the scope: new ones are added, known ones brought up to date. */
export async function takeBatch(scope: WriteScope, needs: BatchNeeds, orders: readonly ExportedOrder[]): Promise<Counts> {
  if (orders.length === 0) return { added: 0, changed: 0, unchanged: 0 }
  const before = await knownOrders(scope, orders)
  const fresh: ExportedOrder[] = []
  const later: { orderId: string; order: ExportedOrder }[] = []
  for (const order of orders) {
    const known = before.get(keyOf(order))
    if (!known) fresh.push(order)
    else if (isNews(known, order)) later.push({ orderId: known.orderId, order })
  }
  const added = await addOrders(scope, needs, fresh)
  for (const { orderId, order } of later) await renewOrder(scope, needs, orderId, order)
  const written = [...added, ...later]
  await writeExportedLines(scope, needs, written)
  const { zone } = await workspace.shopProfile(scope)
  await reckonMargins(scope, zone, { orderIds: written.map(({ orderId }) => orderId) })
  return { added: added.length, changed: later.length, unchanged: orders.length - added.length - later.length }
}

interface KnownOrder {
  orderId: string
  salesPlace: string
  externalId: string | null
  fingerprint: string | null
  state: string
}

const keyOf = ({ salesPlace, externalId }: { salesPlace: string; externalId: string | null }) => `${salesPlace} ${externalId}`

async function knownOrders(scope: WriteScope, orders: readonly ExportedOrder[]): Promise<Map<string, KnownOrder>> {
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId', 'salesPlace', 'externalId', 'fingerprint', 'state'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('externalId', 'in', orders.map((order) => order.externalId))
    .where('salesPlace', 'in', [...new Set(orders.map((order) => order.salesPlace))])
    .orderBy('orderId')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** An export that is older than what is known says `placed` of an order that has since been decided. */
const isNews = (known: KnownOrder, order: ExportedOrder): boolean =>
  known.fingerprint !== fingerprintOf(order) && !(order.state === 'placed' && known.state !== 'placed')

/** Equal for two exports that say the same of an order. */
const fingerprintOf = (order: ExportedOrder): string => createHash('sha256').update(JSON.stringify(order)).digest('base64url')

async function addOrders(scope: WriteScope, needs: BatchNeeds, orders: readonly ExportedOrder[]): Promise<{ orderId: string; order: ExportedOrder }[]> {
  if (orders.length === 0) return []
  const now = scope.clock.now()
  const rows = orders.map((order) => ({
    workspaceId: scope.workspaceId,
    orderId: newId(order.orderedAt.getTime()),
    ...columnsOf(scope.workspaceId, order, needs),
    // A marketplace's buyers can't be asked.
    foundUs: 'not-asked' as const,
    said: null,
    saidDetail: null,
    code: null,
    trackedChannel: order.channel,
    trackedBy: order.channel === null ? null : ('link' as const),
    trackedAt: order.channel === null ? null : order.orderedAt,
    trackedLinkId: null,
    trackedPostId: null,
    personId: null,
    margin: null,
    marginBy: null,
    source: 'import' as const,
    externalId: order.externalId,
    note: order.note,
    notedBy: scope.actor.kind === 'login' ? scope.actor.id : null,
    notedAt: now,
    changedAt: null,
    undoneAt: null,
  }))
  const added = await tables(scope)
    .insertInto('shopOrders')
    .values(rows)
    // Another import of the same file, at the same time.
    .onConflict((conflict) => conflict.doNothing())
    .returning('orderId')
    .execute()
  const ids = new Set(added.map((row) => row.orderId))
  return orders.flatMap((order, index) => (ids.has(rows[index]!.orderId) ? [{ orderId: rows[index]!.orderId, order }] : []))
}

async function renewOrder(scope: WriteScope, needs: BatchNeeds, orderId: string, order: ExportedOrder): Promise<void> {
  const db = tables(scope)
  await db
    .updateTable('shopOrders')
    .set({ ...columnsOf(scope.workspaceId, order, needs), changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .execute()
  await db.deleteFrom('shopOrderLines').where('workspaceId', '=', scope.workspaceId).where('orderId', '=', orderId).execute()
}

/** What an export says of an order, new or known. Notes and found-us answers are the shop's own, and stay. */
const columnsOf = (workspaceId: string, order: ExportedOrder, needs: BatchNeeds) => ({
  orderedAt: order.orderedAt,
  amount: order.amount,
  state: order.state,
  salesPlace: order.salesPlace,
  fees: order.fees,
  // Under the shop's own id: no two shops can find out that they share a buyer.
  buyerHash: order.buyer === null ? null : needs.secrets.keyedHash(`${workspaceId} ${needs.marketplace} ${order.buyer.toLowerCase()}`),
  importId: needs.importId,
  fingerprint: fingerprintOf(order),
  extra: JSON.stringify(order.extra) as never,
})

async function writeExportedLines(scope: WriteScope, needs: BatchNeeds, written: readonly { orderId: string; order: ExportedOrder }[]): Promise<void> {
  const rows = written.flatMap(({ orderId, order }) =>
    order.lines.map((line, index) => ({
      workspaceId: scope.workspaceId,
      orderId,
      line: index + 1,
      productId: productOf(needs.known, line),
      ...line,
    })),
  )
  // PostgreSQL takes 65,535 values a statement.
  for (let at = 0; at < rows.length; at += 4000) await tables(scope).insertInto('shopOrderLines').values(rows.slice(at, at + 4000)).execute()
}

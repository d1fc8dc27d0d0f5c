import { sql, type Selectable } from 'kysely'
import type { ImportUndone } from '#contract/order-imports.ts'
import { queries as workspace } from '#modules/workspace'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { reckonMargins } from '../costs.ts'
import { isUndoable, tells } from '../queries/orders-imports.ts'
import { exchange } from '../settlements/settlement-changes.ts'
import { tables, type ShopTables } from '../tables.ts'
import { changeSides } from './import-changes.ts'
import { oneAtATime } from './one-at-a-time.ts'

type Outcome = Promise<Refusal<'shop.import-unknown' | 'shop.import-not-undoable'> | undefined>

/**
 * Takes an import back as a whole: orders that came with it are in no list and no sum any more, those that it changed are as they were
 * before; of settlements, what it told of orders is told no more. What was changed since stays as it is, and what a later file tells of
 * stays as that says. Twice is once.
 */
export async function undoImport(scope: WriteScope, importId: string): Outcome {
  const record = await held(scope, importId)
  if (isRefusal(record)) return record
  const at = scope.clock.now()
  if (record.undoneAt !== null) return undefined
  if (!isUndoable(record, at)) return refuse('shop.import-not-undoable')
  if (tells(record) === 'settlements') {
    const { orderIds, ...did } = await exchange(scope, importId)
    await reckonMargins(scope, await workspace.shopProfile(scope), { orderIds })
    return note(scope, importId, { at, did: { ...did, kept: 0 } }, orderIds.length)
  }

  const told = (await handOnAdded(scope, importId)) + (await handOnChanged(scope, importId))
  const { changed, moved } = await changedBy(scope, importId)
  await forget(scope, importId, moved)
  await changeSides(scope, importId, changed)
  const { taken, left } = await takeAdded(scope, importId, at)
  await reckonMargins(scope, await workspace.shopProfile(scope), { orderIds: changed })
  return note(scope, importId, { at, did: { taken, restored: changed.length, kept: left + moved.length, told } }, taken + changed.length)
}

/** Brings back what was taken back with an import, but for what was changed since. Twice is once. */
export async function restoreImport(scope: WriteScope, importId: string): Outcome {
  const record = await held(scope, importId)
  if (isRefusal(record)) return record
  if (record.undoneAt === null) return undefined
  if (tells(record) === 'settlements') {
    const { orderIds } = await exchange(scope, importId)
    await reckonMargins(scope, await workspace.shopProfile(scope), { orderIds })
    return note(scope, importId, null, orderIds.length)
  }

  const again = await tables(scope)
    .updateTable('shopOrders')
    .set({ undoneAt: null, undoneWith: null })
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneWith', '=', importId)
    .returning('orderId')
    .execute()
  const { changed, moved } = await changedBy(scope, importId)
  await forget(scope, importId, moved)
  await changeSides(scope, importId, changed)
  await reckonMargins(scope, await workspace.shopProfile(scope), { orderIds: [...changed, ...again.map(({ orderId }) => orderId)] })
  return note(scope, importId, null, again.length + changed.length)
}

/** Nothing else comes in while its orders are looked over. */
async function held(scope: WriteScope, importId: string): Promise<Selectable<ShopTables['shopImports']> | Refusal<'shop.import-unknown'>> {
  await oneAtATime(scope)
  const record = await tables(scope).selectFrom('shopImports').selectAll().where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId).forUpdate().executeTakeFirst()
  return record ?? refuse('shop.import-unknown')
}

/** The first of the later imports that changed an order is the one that brought it, from now on. Answers how many orders. */
async function handOnAdded(scope: WriteScope, importId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with heirs as (
      select distinct on (c.order_id) c.order_id, c.import_id, c.changed_at,
        coalesce((c.other -> 'order' ->> 'changed_at')::timestamptz <= o.noted_at, true) as untouched
      from shop_import_changes c
      join shop_orders o on o.workspace_id = c.workspace_id and o.order_id = c.order_id
      join shop_imports i on i.workspace_id = c.workspace_id and i.import_id = c.import_id and i.undone_at is null
      where o.workspace_id = ${scope.workspaceId} and o.import_id = ${importId} and o.undone_at is null
      order by c.order_id, c.changed_at
    ), gone as (
      delete from shop_import_changes c using heirs h where c.workspace_id = ${scope.workspaceId} and c.order_id = h.order_id and c.import_id = h.import_id
    )
    update shop_orders o set import_id = h.import_id, noted_at = case when h.untouched then h.changed_at else o.noted_at end
    from heirs h where o.workspace_id = ${scope.workspaceId} and o.order_id = h.order_id`.execute(scope.db)
  return Number(numAffectedRows ?? 0)
}

/** What a later import would lead back to is how an order was before this one, unless it was changed in between. Answers how many orders. */
async function handOnChanged(scope: WriteScope, importId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with heirs as (
      select distinct on (l.order_id) l.order_id, l.import_id, c.other, c.changed_at
      from shop_import_changes c
      join shop_import_changes l on l.workspace_id = c.workspace_id and l.order_id = c.order_id and l.import_id <> c.import_id and l.changed_at >= c.changed_at
      join shop_imports i on i.workspace_id = l.workspace_id and i.import_id = l.import_id and i.undone_at is null
      where c.workspace_id = ${scope.workspaceId} and c.import_id = ${importId}
      order by l.order_id, l.changed_at
    ), bridged as (
      update shop_import_changes l set other = h.other from heirs h
      where l.workspace_id = ${scope.workspaceId} and l.order_id = h.order_id and l.import_id = h.import_id
        and (l.other -> 'order' ->> 'changed_at')::timestamptz = h.changed_at
    )
    delete from shop_import_changes c using heirs h where c.workspace_id = ${scope.workspaceId} and c.import_id = ${importId} and c.order_id = h.order_id`.execute(scope.db)
  return Number(numAffectedRows ?? 0)
}

/** Orders that it changed: those that nobody changed since it or its undoing, and the others. */
async function changedBy(scope: WriteScope, importId: string): Promise<{ changed: string[]; moved: string[] }> {
  const { rows } = await sql<{ orderId: string; since: boolean }>`
    select o.order_id, o.changed_at is distinct from c.changed_at as since
    from shop_import_changes c join shop_orders o on o.workspace_id = c.workspace_id and o.order_id = c.order_id
    where c.workspace_id = ${scope.workspaceId} and c.import_id = ${importId}
    order by o.order_id for update of o`.execute(scope.db)
  const ids = (since: boolean) => rows.flatMap((row) => (row.since === since ? [row.orderId] : []))
  return { changed: ids(false), moved: ids(true) }
}

async function forget(scope: WriteScope, importId: string, orderIds: readonly string[]): Promise<void> {
  await tables(scope)
    .deleteFrom('shopImportChanges')
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .where(sql<boolean>`order_id = any(${orderIds}::uuid[])`)
    .execute()
}

/** Orders that it brought go, but for those that were changed since: these stand, and are left. */
async function takeAdded(scope: WriteScope, importId: string, at: Date): Promise<{ taken: number; left: number }> {
  const ofImport = sql<boolean>`(workspace_id = ${scope.workspaceId} and import_id = ${importId} and undone_at is null)`
  const { numUpdatedRows } = await tables(scope)
    .updateTable('shopOrders')
    .set({ undoneAt: at, undoneWith: importId })
    .where(ofImport)
    .where(sql<boolean>`(changed_at is null or changed_at <= noted_at)`)
    .executeTakeFirstOrThrow()
  const { left } = await tables(scope).selectFrom('shopOrders').select(({ fn }) => fn.countAll<number>().as('left')).where(ofImport).executeTakeFirstOrThrow()
  return { taken: Number(numUpdatedRows), left: Number(left) }
}

async function note(scope: WriteScope, importId: string, undone: { at: Date; did: ImportUndone } | null, changed: number): Promise<undefined> {
  await tables(scope)
    .updateTable('shopImports')
    .set({ undoneAt: undone?.at ?? null, undone: undone && (JSON.stringify(undone.did) as never) })
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .execute()
  await scope.announce({ type: 'OrdersImported', importId, added: 0, changed })
}

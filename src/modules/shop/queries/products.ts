import { sql } from 'kysely'
import type { Product, ProductCost } from '#contract/shop.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** A product's first cost holds since ever. */
export const SINCE_EVER = '-infinity'

/** What the shop sells, the most recently sold first; `only` asks for one, also an archived one. */
export async function products(scope: ReadScope, { archived = false, only }: { archived?: boolean; only?: string } = {}): Promise<Product[]> {
  const { zone } = await workspace.shopProfile(scope)
  const today = dayIn(zone, scope.clock.now())
  let query = tables(scope)
    .selectFrom('shopProducts as p')
    .select((eb) => [
      'p.productId as id',
      'p.name',
      'p.sku',
      'p.price',
      'p.archivedAt',
      eb
        .selectFrom('shopOrderLines as l')
        .innerJoin('shopOrders as o', (join) => join.onRef('o.workspaceId', '=', 'l.workspaceId').onRef('o.orderId', '=', 'l.orderId'))
        .select((sub) => sub.fn.max('o.orderedAt').as('at'))
        .whereRef('l.workspaceId', '=', 'p.workspaceId')
        .whereRef('l.productId', '=', 'p.productId')
        .where('o.undoneAt', 'is', null)
        .as('lastSoldAt'),
    ])
    .where('p.workspaceId', '=', scope.workspaceId)
  if (only !== undefined) query = query.where('p.productId', '=', only)
  else if (!archived) query = query.where('p.archivedAt', 'is', null)
  const rows = await query.orderBy(sql`last_sold_at desc nulls last`).orderBy('p.addedAt', 'desc').limit(500).execute()
  const costs = await costsOf(scope, rows.map((row) => row.id))

  return rows.map(({ archivedAt, lastSoldAt, ...product }) => {
    const own = costs.get(product.id) ?? []
    return {
      ...product,
      cost: own.find(({ from }) => from === null || from <= today)?.cost ?? null,
      costs: own,
      archived: archivedAt !== null,
      lastSoldAt: lastSoldAt?.toISOString() ?? null,
    }
  })
}

async function costsOf(scope: ReadScope, ids: readonly string[]): Promise<Map<string, ProductCost[]>> {
  const costs = new Map<string, ProductCost[]>()
  if (ids.length === 0) return costs
  const rows = await tables(scope)
    .selectFrom('shopProductCosts')
    .select(['productId', 'fromDay', 'cost'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('productId', 'in', [...ids])
    .orderBy('fromDay', 'desc')
    .execute()
  for (const { productId, fromDay, cost } of rows)
    costs.set(productId, [...(costs.get(productId) ?? []), { from: fromDay === SINCE_EVER ? null : fromDay, cost }])
  return costs
}

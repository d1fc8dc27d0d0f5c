import { unsoldStates } from '#contract/shop.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

const MOST = 20

/** Products of which pieces were sold since then and whose cost nobody told, the most sold first: their margin is unknown. */
export async function productsWithoutCost(scope: ReadScope, since: Date): Promise<{ id: string; name: string; sold: number }[]> {
  return tables(scope)
    .selectFrom('shopOrderLines as line')
    .innerJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'line.workspaceId').onRef('order.orderId', '=', 'line.orderId'))
    .innerJoin('shopProducts as product', (join) =>
      join.onRef('product.workspaceId', '=', 'line.workspaceId').onRef('product.productId', '=', 'line.productId'),
    )
    .leftJoin('shopProductCosts as cost', (join) =>
      join.onRef('cost.workspaceId', '=', 'product.workspaceId').onRef('cost.productId', '=', 'product.productId'),
    )
    .select(({ fn }) => ['product.productId as id', 'product.name', fn.sum<number>('line.quantity').as('sold')])
    .where('line.workspaceId', '=', scope.workspaceId)
    .where('order.orderedAt', '>=', since)
    .where('order.undoneAt', 'is', null)
    .where('order.state', 'not in', [...unsoldStates])
    .where('product.archivedAt', 'is', null)
    .where('cost.productId', 'is', null)
    .groupBy(['product.productId', 'product.name'])
    .orderBy('sold', 'desc')
    .orderBy('product.productId')
    .limit(MOST)
    .execute()
}

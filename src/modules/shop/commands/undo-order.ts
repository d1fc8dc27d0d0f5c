import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Takes an order back: it is in no list and no sum any more, until it is restored. Twice is once. */
export const undoOrder = (scope: WriteScope, orderId: string) => setUndone(scope, orderId, scope.clock.now())

/** Brings an order back that was taken back. Twice is once. */
export const restoreOrder = (scope: WriteScope, orderId: string) => setUndone(scope, orderId, null)

async function setUndone(scope: WriteScope, orderId: string, undoneAt: Date | null): Promise<Refusal<'shop.order-unknown'> | undefined> {
  const db = tables(scope)
  const order = await db
    .selectFrom('shopOrders')
    .select('undoneAt')
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  if (!order) return refuse('shop.order-unknown')
  if ((order.undoneAt === null) === (undoneAt === null)) return undefined
  await db.updateTable('shopOrders').set({ undoneAt, undoneWith: null }).where('workspaceId', '=', scope.workspaceId).where('orderId', '=', orderId).execute()
  await scope.announce({ type: 'OrderChanged', orderId })
  return undefined
}

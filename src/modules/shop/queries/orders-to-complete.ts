import { sql } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { Money } from '#contract/values.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface OrderToComplete {
  id: string
  orderedAt: Date
  /** As it was paid: in the shop's own currency (null), or another. */
  amount: number
  currency: Money | null
  salesPlace: SalesPlace
  /** What the order itself tells, as a proposal for the answer. */
  tracked: Channel | null
}

/**
 * Orders that still wait for "how did you find us?", the latest first. Marketplace orders are left out: their buyers
 * can't be asked.
 */
export async function ordersToComplete(scope: ReadScope, { most = 50 }: { most?: number } = {}): Promise<OrderToComplete[]> {
  return tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId as id', 'orderedAt', sql<number>`coalesce(original_amount, amount)`.as('amount'), 'originalCurrency as currency', 'salesPlace', 'trackedChannel as tracked'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('foundUs', '=', 'missing')
    .where('source', '=', 'entered')
    .where('state', 'in', ['placed', 'done'])
    .orderBy('orderedAt', 'desc')
    .limit(most)
    .execute()
}

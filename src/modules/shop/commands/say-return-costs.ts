import type { SayReturnCosts } from '#contract/shop.ts'
import { queries as workspace } from '#modules/workspace'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { readAmount } from '../model/amounts.ts'
import { tables } from '../tables.ts'
import type { ShopNeeds } from './note-order.ts'

/**
 * Says of many orders at once what it cost that they failed at the door: of these, or of all of which nobody said so. Null takes it
 * back. Answers of which it was said.
 */
export async function sayReturnCosts(scope: WriteScope, { language = 'id' }: Pick<ShopNeeds, 'language'>, { amount, orders }: SayReturnCosts): Promise<{ orders: string[] } | Refusal> {
  const { currency } = await workspace.shopProfile(scope)
  const cost = amount === null ? null : readAmount(amount, { currency, language, where: 'amount', orZero: true })
  if (isRefusal(cost)) return cost
  let query = tables(scope)
    .updateTable('shopOrders')
    .set({ returnCost: cost, returnCostBy: cost === null ? null : 'said', changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', '=', 'cod-failed')
  if (orders) query = query.where('orderId', 'in', orders.length > 0 ? orders : ['00000000-0000-0000-0000-000000000000'])
  // What a file told in another currency is known, and waits for its rate.
  else query = query.where('returnCost', 'is', null).where('returnCostBy', 'is', null)
  const rows = await query.returning('orderId').execute()
  // The book looks at all of them whichever is told.
  if (rows[0]) await scope.announce({ type: 'OrderChanged', orderId: rows[0].orderId })
  return { orders: rows.map(({ orderId }) => orderId) }
}

import { sql } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import type { WriteScope } from '#platform/scope'
import { reckonMargins } from '../costs.ts'
import { paidStates } from '../model/payment.ts'
import { feeOf } from '../payments/money.ts'
import { feeMoney, feeSaid, payAccountRow } from '../queries/pay-accounts.ts'
import { tables } from '../tables.ts'
import { paidIn } from './settle-payment.ts'

/**
 * Brings what its owner has said that an account keeps to the orders that were waiting for it: paid to that account, and nobody knew what was
 * kept of them. What a provider told, or was said before, stays.
 */
export async function bringFees(scope: WriteScope, accountId: string): Promise<void> {
  const account = (await payAccountRow(scope, accountId))!
  const said = feeSaid(account)
  if (said === null) return
  const shop = await workspace.shopProfile(scope)
  const waiting = await tables(scope)
    .selectFrom('shopPayments as payment')
    .innerJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'payment.workspaceId').onRef('order.orderId', '=', 'payment.orderId'))
    .select(['order.orderId', 'order.originalCurrency', 'payment.paidAmount', 'payment.paidCurrency', 'payment.currency'])
    .where('payment.workspaceId', '=', scope.workspaceId)
    .where('payment.accountId', '=', accountId)
    .where('payment.state', 'in', [...paidStates])
    .where('payment.fee', 'is', null)
    .where('order.fees', 'is', null)
    .where('order.originalFees', 'is', null)
    .orderBy('order.orderId')
    .forUpdate('order')
    .execute()
  // It holds in the currency that it was said in, for what was paid and what the order is told in alike.
  const money = feeMoney(account, shop.currency)
  const known = waiting.filter((row) => paidIn(row) === money && (row.originalCurrency ?? shop.currency) === money)
  if (known.length === 0) return
  const orderIds = known.map(({ orderId }) => orderId)
  const fees = known.map(({ paidAmount }) => feeOf(paidAmount!, said)!)
  await sql`
    update shop_orders o
    set fees = case when o.original_currency is null then n.fees end, original_fees = case when o.original_currency is not null then n.fees end, changed_at = ${scope.clock.now()}
    from unnest(${orderIds}::uuid[], ${fees}::bigint[]) as n (order_id, fees)
    where o.workspace_id = ${scope.workspaceId} and o.order_id = n.order_id`.execute(scope.db)
  await reckonMargins(scope, shop, { orderIds })
  for (const orderId of orderIds) await scope.announce({ type: 'OrderChanged', orderId })
}

import { sql } from 'kysely'
import type { Currency, Money } from '#contract/values.ts'
import { queries as workspace, worthOn } from '#modules/workspace'
import type { WriteScope } from '#platform/scope'
import { tables } from './tables.ts'

/** In the shop's own currency (null) as it is; in another it is kept as it was told, until `bringToOwn`. */
export const amountColumns = (currency: Money | null, { amount, fees }: { amount: number; fees: number | null }) =>
  currency === null
    ? { amount, fees, originalCurrency: null, originalAmount: null, originalFees: null }
    : { amount: null, fees: null, originalCurrency: currency, originalAmount: amount, originalFees: fees }

export interface OwnMoney {
  currency: Currency
  zone: string
}

/**
 * Brings what orders were told in another currency to the shop's own, by the rate of the day of the shop that each was placed on: of these
 * orders, or of all in a currency from a day on (its rates changed). Without a rate the amount is not known. Answers whose worth moved.
 */
export async function bringToOwn(scope: WriteScope, own: OwnMoney, of: { orderIds: readonly string[] } | { currency: Money; from: string }): Promise<{ orderId: string; day: string }[]> {
  const day = sql<string>`to_char(ordered_at at time zone ${sql.lit(own.zone)}, 'YYYY-MM-DD')`
  let query = tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId', day.as('day'), 'originalCurrency', 'originalAmount', 'originalFees', 'originalReturnCost', 'amount', 'fees', 'returnCost', 'returnCostBy'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('originalCurrency', 'is not', null)
  if ('orderIds' in of) query = query.where(sql<boolean>`order_id = any(${[...of.orderIds]}::uuid[])`)
  else query = query.where('originalCurrency', '=', of.currency).where(day, '>=', of.from)
  const rows = await query.orderBy('orderId').forUpdate().execute()
  if (rows.length === 0) return []

  const rates = await workspace.rates(scope)
  const moved = rows.flatMap((row) => {
    const inOwn = (amount: number | null) => (amount === null ? null : worthOn(rates, { currency: row.originalCurrency!, day: row.day, amount }, own.currency))
    const [amount, fees] = [inOwn(row.originalAmount), inOwn(row.originalFees)]
    // Its owner's word is in the shop's own currency already.
    const returnCost = row.returnCostBy === 'file' || row.returnCostBy === 'settled' ? inOwn(row.originalReturnCost) : row.returnCost
    return amount === row.amount && fees === row.fees && returnCost === row.returnCost ? [] : [{ orderId: row.orderId, day: row.day, amount, fees, returnCost }]
  })
  const column = (name: 'orderId' | 'amount' | 'fees' | 'returnCost') => moved.map((row) => row[name])
  if (moved.length > 0)
    await sql`
      update shop_orders o set amount = own.amount, fees = own.fees, return_cost = own.return_cost
      from unnest(${column('orderId')}::uuid[], ${column('amount')}::bigint[], ${column('fees')}::bigint[], ${column('returnCost')}::bigint[]) as own (order_id, amount, fees, return_cost)
      where o.workspace_id = ${scope.workspaceId} and o.order_id = own.order_id`.execute(scope.db)
  return moved.map(({ orderId, day }) => ({ orderId, day }))
}

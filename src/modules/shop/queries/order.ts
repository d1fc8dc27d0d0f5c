import { cameBackStates, type OrderOpened } from '#contract/shop.ts'
import type { Money } from '#contract/values.ts'
import { queries as people } from '#modules/people'
import { queries as workspace, rateOn } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'
import { formOrderOf } from './form-orders.ts'
import { orderById } from './orders.ts'
import { settlementOf } from './settlements.ts'

/** One order, opened: its buyer's number too, and who noted it. */
export async function order(
  scope: ReadScope,
  { secrets }: { secrets: Pick<Secrets, 'open'> },
  orderId: string,
): Promise<OrderOpened | Refusal<'shop.order-unknown'>> {
  const shown = await orderById(scope, orderId)
  if (!shown) return refuse('shop.order-unknown')
  const row = await tables(scope)
    .selectFrom('shopOrders')
    .select(['personId', 'extra', 'fees', 'notedBy', 'notedAt', 'changedAt', 'undoneAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow()
  return {
    ...shown,
    phone: row.personId === null ? null : await people.phoneOf(scope, secrets, row.personId),
    notedBy: row.notedBy === null ? null : await workspace.nameOfLogin(scope, row.notedBy),
    notedAt: row.notedAt.toISOString(),
    changedAt: row.changedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    lastReturnCost: await lastReturnCost(scope),
    failedWithoutCost: await othersWithoutCost(scope, orderId),
    rate: shown.original && shown.amount !== null ? await rateOfOrder(scope, shown.original.currency, shown.orderedAt) : null,
    fees: row.fees,
    settlement: await settlementOf(scope, shown, shown.original?.currency ?? (await workspace.shopProfile(scope)).currency),
    form: await cameByForm(scope, secrets, orderId),
    extra: row.extra,
  }
}

async function rateOfOrder(scope: ReadScope, currency: Money, orderedAt: string): Promise<OrderOpened['rate']> {
  const { zone } = await workspace.shopProfile(scope)
  const held = rateOn(await workspace.rates(scope, currency), currency, dayIn(zone, new Date(orderedAt)))
  return held && { rate: held.rate, from: held.from }
}

async function cameByForm(scope: ReadScope, secrets: Pick<Secrets, 'open'>, orderId: string): Promise<OrderOpened['form']> {
  const sent = await formOrderOf(scope, { secrets }, orderId)
  return sent && { delivery: sent.delivery, deliveryFee: sent.deliveryFee, address: sent.address, note: sent.note }
}

/** Of the orders that came back, what the newest one of which it was said cost. */
async function lastReturnCost(scope: ReadScope): Promise<number | null> {
  const last = await tables(scope)
    .selectFrom('shopOrders')
    .select('returnCost')
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('returnCost', 'is not', null)
    .where('state', 'in', [...cameBackStates])
    .orderBy('orderedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.returnCost ?? null
}

async function othersWithoutCost(scope: ReadScope, orderId: string): Promise<number> {
  const { count } = await tables(scope)
    .selectFrom('shopOrders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '<>', orderId)
    .where('undoneAt', 'is', null)
    .where('state', '=', 'cod-failed')
    .where('returnCost', 'is', null)
    .where('returnCostBy', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

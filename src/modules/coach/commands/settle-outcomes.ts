import { queries as shop } from '#modules/shop'
import type { WriteScope } from '#platform/scope'
import { OUTCOME_DAYS, ordersBrought, SETTLED_AFTER_DAYS } from '../model/learning.ts'
import { tables } from '../tables.ts'

const DAY = 86_400_000

/**
 * Looks what became of the things that were done: an order that can be traced to one settles it, ten days without one
 * settle it as none. For the schedule; run again it changes nothing. Answers how many were settled.
 */
export async function settleOutcomes(scope: WriteScope): Promise<number> {
  const db = tables(scope)
  const now = scope.clock.now()
  const open = await db
    .selectFrom('coachOutcomes')
    .select(['memberId', 'itemKey', 'day', 'doneAt', 'traceBy', 'traceOf'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('settledAt', 'is', null)
    .orderBy('doneAt')
    .forUpdate()
    .execute()
  if (open.length === 0) return 0

  const idOf = ({ memberId, itemKey, day }: (typeof open)[number]) => `${memberId} ${itemKey} ${day}`
  const span = { from: open[0]!.doneAt, to: new Date(open.at(-1)!.doneAt.getTime() + OUTCOME_DAYS * DAY + 1) }
  const [orders, counted] = await Promise.all([shop.ordersTraced(scope, span), countedOrders(scope)])
  const brought = ordersBrought(
    open.map((one) => ({ id: idOf(one), at: one.doneAt, trace: { by: one.traceBy, of: one.traceOf } })),
    orders.filter(({ id }) => !counted.has(id)),
  )
  let settled = 0
  for (const one of open) {
    const orderId = brought.get(idOf(one)) ?? null
    if (orderId === null && now.getTime() - one.doneAt.getTime() < SETTLED_AFTER_DAYS * DAY) continue
    await db
      .updateTable('coachOutcomes')
      .set({ orderId, settledAt: now })
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', one.memberId)
      .where('itemKey', '=', one.itemKey)
      .where('day', '=', one.day)
      .execute()
    settled++
  }
  return settled
}

/** Orders that count for a doing already. */
async function countedOrders(scope: WriteScope): Promise<Set<string>> {
  const rows = await tables(scope)
    .selectFrom('coachOutcomes')
    .select('orderId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', 'is not', null)
    .execute()
  return new Set(rows.map(({ orderId }) => orderId!))
}

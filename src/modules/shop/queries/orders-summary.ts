import { sql } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OrdersSummary } from '#contract/shop.ts'
import type { Month } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { addMonths, monthIn, startOfMonth } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** A month at a glance; the running one unless said. */
export async function ordersSummary(scope: ReadScope, wanted: Month | undefined): Promise<OrdersSummary> {
  const { zone } = await workspace.shopProfile(scope)
  const month = wanted ?? monthIn(zone, scope.clock.now())
  const ofMonth = tables(scope)
    .selectFrom('shopOrders')
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('orderedAt', '>=', startOfMonth(zone, month))
    .where('orderedAt', '<', startOfMonth(zone, addMonths(month, 1)))
  const sold = ofMonth.where('state', 'in', ['placed', 'done'])
  const sums = [sql<number>`count(*)`.as('orders'), sql<number>`coalesce(sum(amount), 0)`.as('amount')] as const

  const whole = await ofMonth
    .select([
      sql<number>`count(*) filter (where state in ('placed', 'done'))`.as('orders'),
      sql<number>`coalesce(sum(amount) filter (where state in ('placed', 'done')), 0)`.as('amount'),
      sql<number>`coalesce(sum(margin) filter (where state in ('placed', 'done')), 0)`.as('margin'),
      sql<number>`count(margin) filter (where state in ('placed', 'done'))`.as('marginKnown'),
      sql<number>`count(*) filter (where margin_by = 'usual' and state in ('placed', 'done'))`.as('marginEstimated'),
      sql<number>`count(*) filter (where state in ('placed', 'done') and found_us = 'missing' and source = 'entered')`.as('missing'),
      sql<number>`count(*) filter (where state = 'cancelled')`.as('cancelled'),
      sql<number>`count(*) filter (where state = 'returned')`.as('returned'),
      sql<number>`count(*) filter (where state = 'cod-failed')`.as('codFailed'),
    ])
    .executeTakeFirstOrThrow()
  const withoutRate = await sold
    .select(['originalCurrency as currency', sql<number>`count(*)`.as('orders'), sql<number>`sum(original_amount)`.as('amount')])
    .where('amount', 'is', null)
    .groupBy('originalCurrency')
    .orderBy('originalCurrency')
    .$castTo<OrdersSummary['withoutRate'][number]>()
    .execute()
  const channel = sql<Channel | null>`coalesce(said, tracked_channel)`
  const byChannel = await sold.select([channel.as('channel'), ...sums]).groupBy(channel).orderBy('orders', 'desc').orderBy('amount', 'desc').execute()
  const bySalesPlace = await sold
    .select(['salesPlace', ...sums])
    .groupBy('salesPlace')
    .orderBy('orders', 'desc')
    .orderBy('amount', 'desc')
    .$castTo<{ salesPlace: SalesPlace; orders: number; amount: number }>()
    .execute()
  const day = sql<string>`to_char(ordered_at at time zone ${sql.lit(zone)}, 'YYYY-MM-DD')`
  const byDay = await sold.select([day.as('day'), ...sums]).groupBy('day').orderBy('day', 'desc').execute()
  return { month, ...whole, withoutRate, byChannel, bySalesPlace, byDay }
}

import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface OrdersOfDay {
  day: string
  said: Channel | null
  tracked: Channel | null
  orders: number
  /** The sum of the margins that are known, and of how many orders, in the smallest unit. */
  margin: number
  marginKnown: number
  /** Of these orders, those that carried the code that was asked for. */
  withCode: number
}

/**
 * Standing orders day by day of the shop's own, both ends included, by what was said and tracked of them. `code` (letters
 * and digits) is looked for as a whole word of what was typed.
 */
export async function ordersByDay(scope: ReadScope, { from, to, code = null }: { from: string; to: string; code?: string | null }): Promise<OrdersOfDay[]> {
  const { zone } = await workspace.shopProfile(scope)
  const day = sql<string>`to_char(ordered_at at time zone ${sql.lit(zone)}, 'YYYY-MM-DD')`
  const carriesCode = code === null ? sql`false` : sql`code ~* ${`\\m${code}\\M`}`
  return tables(scope)
    .selectFrom('shopOrders')
    .select([
      day.as('day'),
      'said',
      'trackedChannel as tracked',
      sql<number>`count(*)`.as('orders'),
      sql<number>`coalesce(sum(margin), 0)`.as('margin'),
      sql<number>`count(margin)`.as('marginKnown'),
      sql<number>`count(*) filter (where ${carriesCode})`.as('withCode'),
    ])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', 'in', ['placed', 'done'])
    .where('orderedAt', '>=', startOfDay(zone, from))
    .where('orderedAt', '<', startOfDay(zone, addDays(to, 1)))
    .groupBy(['day', 'said', 'trackedChannel'])
    .orderBy('day')
    .execute()
}

import { sql } from 'kysely'
import { marketplaces } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface FoundUsOfDay {
  day: string
  /** Whose buyer could be asked how they found the shop: a marketplace's baseline is left out. */
  askable: number
  answered: number
  /** With evidence of what brought them: a code, a link, a known number. */
  tracked: number
  /** Whose buyer says that a person told them. */
  byPeople: number
}

/** How buyers found the shop, day by day of its own, both ends included; days without an order are left out. */
export async function foundUsByDay(scope: ReadScope, { from, to }: { from: string; to: string }): Promise<FoundUsOfDay[]> {
  const { zone } = await workspace.shopProfile(scope)
  const day = sql<string>`to_char(ordered_at at time zone ${sql.lit(zone)}, 'YYYY-MM-DD')`
  const askable = sql`(sales_place not in (${sql.join(marketplaces)}) or tracked_channel is not null or said is not null)`
  return tables(scope)
    .selectFrom('shopOrders')
    .select([
      day.as('day'),
      sql<number>`count(*) filter (where ${askable})`.as('askable'),
      sql<number>`count(*) filter (where ${askable} and found_us in ('said', 'unsure'))`.as('answered'),
      sql<number>`count(*) filter (where tracked_channel is not null and tracked_channel <> 'direct')`.as('tracked'),
      sql<number>`count(*) filter (where said in ('word-of-mouth', 'referral'))`.as('byPeople'),
    ])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', 'in', ['placed', 'done'])
    .where('orderedAt', '>=', startOfDay(zone, from))
    .where('orderedAt', '<', startOfDay(zone, addDays(to, 1)))
    .groupBy('day')
    .orderBy('day')
    .execute()
}

import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import { queries as analytics } from '#modules/analytics'
import { rowsVersion } from '#platform/db'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface TrafficOfDay {
  siteId: string
  site: string
  channel: Channel
  day: string
  visits: number
  /** What a thousand of them earn, in the smallest unit. */
  perThousand: number
}

/** Visits that earn of themselves, up to a day, the oldest first; those that earn nothing are left out. */
export async function trafficForPayback(scope: ReadScope, to: string): Promise<TrafficOfDay[]> {
  const rows = await tables(scope)
    .selectFrom('shopTrafficVisits as seen')
    .innerJoinLateral(
      (db) =>
        db
          .selectFrom('shopTrafficWorths as worth')
          .select('worth.perThousand')
          .whereRef('worth.workspaceId', '=', 'seen.workspaceId')
          .whereRef('worth.siteId', '=', 'seen.siteId')
          .whereRef('worth.fromDay', '<=', 'seen.day')
          .orderBy('worth.fromDay', 'desc')
          .limit(1)
          .as('worth'),
      (join) => join.onTrue(),
    )
    .select(['seen.siteId', 'seen.channel', 'seen.day', 'seen.visits', 'worth.perThousand'])
    .where('seen.workspaceId', '=', scope.workspaceId)
    .where('seen.day', '<=', to)
    .where('worth.perThousand', '>', 0)
    .orderBy('seen.day')
    .orderBy('seen.siteId')
    .orderBy('seen.channel')
    .execute()
  if (rows.length === 0) return []
  const names = new Map((await analytics.sites(scope)).map(({ id, name }) => [id, name]))
  // A site that was removed has earned what it earned.
  return rows.map((row) => ({ ...row, site: names.get(row.siteId) ?? '' }))
}

/** Changes whenever `trafficForPayback` may answer otherwise. */
export async function trafficVersion(scope: ReadScope): Promise<string> {
  const of = (table: 'shopTrafficVisits' | 'shopTrafficWorths', key: 'day' | 'fromDay') =>
    tables(scope).selectFrom(table).select(rowsVersion(key).as('version')).where('workspaceId', '=', scope.workspaceId)
  const { visits, worths } = await tables(scope)
    .selectFrom(of('shopTrafficVisits', 'day').as('visits'))
    .crossJoin(of('shopTrafficWorths', 'fromDay').as('worths'))
    .select([sql<string>`visits.version`.as('visits'), sql<string>`worths.version`.as('worths')])
    .executeTakeFirstOrThrow()
  return `${visits} ${worths}`
}

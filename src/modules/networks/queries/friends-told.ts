import { sql } from 'kysely'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** How many friends were told of an account, by month in `zone`, the first month first; a month without any has no row. */
export const friendsTold = (scope: ReadScope, zone: string): Promise<{ month: string; told: number }[]> =>
  tables(scope)
    .selectFrom('networksFriends')
    .select([sql<string>`to_char(told_at at time zone ${sql.lit(zone)}, 'YYYY-MM')`.as('month'), ({ fn }) => fn.countAll<number>().as('told')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('toldAt', 'is not', null)
    .groupBy('month')
    .orderBy('month')
    .execute()

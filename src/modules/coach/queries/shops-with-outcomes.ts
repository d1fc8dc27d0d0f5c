import type { Kysely } from 'kysely'
import { tables } from '../tables.ts'

/** The shops where something was done of which it is not known yet whether it brought an order; for the schedule, across shops. */
export async function shopsWithOutcomes(db: Kysely<{}>): Promise<string[]> {
  const rows = await tables({ db }).selectFrom('coachOutcomes').select('workspaceId').distinct().where('settledAt', 'is', null).orderBy('workspaceId').execute()
  return rows.map(({ workspaceId }) => workspaceId)
}

import type { Kysely } from 'kysely'
import { tables } from '../tables.ts'

/** The shops in which a timer runs, for the schedule: it asks across shops, and so takes the database itself. */
export async function shopsWithTimers(db: Kysely<{}>): Promise<string[]> {
  const rows = await tables({ db }).selectFrom('effortTimers').select('workspaceId').distinct().orderBy('workspaceId').execute()
  return rows.map(({ workspaceId }) => workspaceId)
}

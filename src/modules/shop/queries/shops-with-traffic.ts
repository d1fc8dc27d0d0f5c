import type { Kysely } from 'kysely'
import { tables } from '../tables.ts'

/** The shops some of whose visits earn, for the schedule: it asks across shops, and so takes the database itself. */
export async function shopsWithTraffic(db: Kysely<{}>): Promise<string[]> {
  const rows = await tables({ db }).selectFrom('shopTrafficWorths').select('workspaceId').distinct().orderBy('workspaceId').execute()
  return rows.map(({ workspaceId }) => workspaceId)
}

import type { Resolution } from '#contract/stage.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../stage-tables.ts'

/** What the shop has resolved so far. */
export async function resolutionOf(scope: ReadScope): Promise<Resolution> {
  const row = await tables(scope)
    .selectFrom('coachResolutions')
    .select(['autopostOff', 'hour', 'people', 'changedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .executeTakeFirst()
  return row ? { ...row, changedAt: row.changedAt.toISOString() } : { autopostOff: false, hour: null, people: [], changedAt: null }
}

import type { Channel } from '#contract/channels.ts'
import type { Activity, Footing } from '#contract/effort.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface MinutesSpent {
  id: string
  memberId: string
  channel: Channel | null
  activity: Activity
  day: string
  minutes: number
  footing: Footing
  /** The truth is believed to lie within minutes ± this: half the width, not a standard deviation. */
  spreadMinutes: number
}

/** Every kept entry from one day to another, both included, oldest first. Drafts count once somebody kept them. */
export async function minutesSpent(scope: ReadScope, { from, to }: { from: string; to: string }): Promise<MinutesSpent[]> {
  return tables(scope)
    .selectFrom('effortEntries')
    .select(['entryId as id', 'memberId', 'channel', 'activity', 'day', 'minutes', 'footing', 'spreadMinutes'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('state', '=', 'kept')
    .where('minutes', '>', 0)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('entryId')
    .execute()
}

import { sql } from 'kysely'
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

/** An entry in the order of the query's columns. */
type Packed = [id: string, memberId: string, channel: Channel | null, activity: Activity, day: string, minutes: number, footing: Footing, spreadMinutes: number]

/**
 * Every kept entry from one day to another, both included, oldest first. Drafts count once somebody kept them. They come
 * in one piece of JSON: the driver would take five times as long over a few thousand rows, cell by cell.
 */
export async function minutesSpent(scope: ReadScope, { from, to }: { from: string; to: string }): Promise<MinutesSpent[]> {
  const { packed } = await tables(scope)
    .selectFrom('effortEntries')
    .select(
      sql<string>`coalesce(json_agg(
        json_build_array(entry_id, member_id, channel, activity, day, minutes, footing, spread_minutes) order by day, entry_id
      ), '[]')::text`.as('packed'),
    )
    .where('workspaceId', '=', scope.workspaceId)
    .where('state', '=', 'kept')
    .where('minutes', '>', 0)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .executeTakeFirstOrThrow()
  return (JSON.parse(packed) as Packed[]).map(([id, memberId, channel, activity, day, minutes, footing, spreadMinutes]) => ({ id, memberId, channel, activity, day, minutes, footing, spreadMinutes }))
}

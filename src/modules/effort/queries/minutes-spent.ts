import { sql, type RawBuilder } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { Activity, Footing } from '#contract/effort.ts'
import { packed, unpacked } from '#platform/db'
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

const columns: { [Name in keyof MinutesSpent]: RawBuilder<unknown> } = {
  id: sql`entry_id`,
  memberId: sql`member_id`,
  channel: sql`channel`,
  activity: sql`activity`,
  day: sql`day`,
  minutes: sql`minutes`,
  footing: sql`footing`,
  spreadMinutes: sql`spread_minutes`,
}

/** Every kept entry from one day to another, both included, oldest first. Drafts count once somebody kept them. */
export async function minutesSpent(scope: ReadScope, days: Days): Promise<MinutesSpent[]> {
  return minutesUnpacked((await minutesPacked(scope, days).executeTakeFirstOrThrow()).entries)
}

interface Days {
  from: string
  to: string
}

export const minutesPacked = (scope: ReadScope, { from, to }: Days) =>
  tables(scope)
    .selectFrom('effortEntries')
    .select(packed(columns, sql`day, entry_id`).as('entries'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('state', '=', 'kept')
    .where('minutes', '>', 0)
    .where('day', '>=', from)
    .where('day', '<=', to)

export function minutesUnpacked(entries: string): MinutesSpent[] {
  const of = unpacked<MinutesSpent>(entries)
  return of.id.map((id, at) => ({
    id,
    memberId: of.memberId[at]!,
    channel: of.channel[at]!,
    activity: of.activity[at]!,
    day: of.day[at]!,
    minutes: of.minutes[at]!,
    footing: of.footing[at]!,
    spreadMinutes: of.spreadMinutes[at]!,
  }))
}

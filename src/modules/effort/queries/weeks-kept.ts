import { addDays, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { weekKept, WEEKS } from '../timebox.ts'
import { timeboxes } from './timeboxes.ts'

interface WeeksKept {
  kept: number
  of: number
  /** Each of them, the oldest first. */
  each: boolean[]
}

/** Of the whole weeks before this one, thirteen at most and none before the member's first minutes: how many were kept. */
export async function weeksKept(scope: ReadScope, { memberId, day }: { memberId: string; day: string }): Promise<WeeksKept> {
  const thisMonday = addDays(day, 1 - weekdayOf(day))
  const [rows, first, all] = await Promise.all([
    entriesOf(scope, memberId)
      .select(({ fn }) => ['day', fn.sum<number>('minutes').as('minutes')])
      .where('day', '>=', addDays(thisMonday, -7 * WEEKS))
      .where('day', '<', thisMonday)
      .groupBy('day')
      .execute(),
    entriesOf(scope, memberId).select('day').orderBy('day').limit(1).executeTakeFirst(),
    timeboxes(scope),
  ])
  if (!first) return { kept: 0, of: 0, each: [] }
  const minutesOf = new Map(rows.map((row) => [row.day, row.minutes]))
  // A week that began without its member is not held against them.
  const since = addDays(first.day, (8 - weekdayOf(first.day)) % 7)
  const weeks = Array.from({ length: WEEKS }, (_, index) => addDays(thisMonday, -7 * (index + 1))).filter((monday) => monday >= since)
  const each = weeks.toReversed().map((monday) => weekKept(all.get(memberId) ?? [], monday, minutesOf))
  return { kept: each.filter(Boolean).length, of: each.length, each }
}

const entriesOf = (scope: ReadScope, memberId: string) =>
  tables(scope)
    .selectFrom('effortEntries')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('state', '=', 'kept')
    .where('minutes', '>', 0)

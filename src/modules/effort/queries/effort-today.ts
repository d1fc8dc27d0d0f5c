import type { ReadScope } from '#platform/scope'
import { BOX_MINUTES } from '../model.ts'
import { tables } from '../tables.ts'
import { timerState } from './timer-state.ts'

export interface EffortToday {
  boxMinutes: number
  /** Kept minutes of the day, a running timer included up to now. */
  spentMinutes: number
  /** Drafts that wait to be kept, of this day and the six before. */
  drafts: { count: number; minutes: number }
  /** Whether anything was tapped for this day's evening. */
  eveningNoted: boolean
  forgottenTimer: { id: string; minutes: number } | null
}

/** A member's day as Today needs it. */
export async function effortToday(
  scope: ReadScope,
  { memberId, day, draftsFrom }: { memberId: string; day: string; draftsFrom: string },
): Promise<EffortToday> {
  const [entries, evening, timer] = await Promise.all([
    tables(scope)
      .selectFrom('effortEntries')
      .select(['day', 'minutes', 'state'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('day', '>=', draftsFrom)
      .where('day', '<=', day)
      .where('state', '<>', 'removed')
      .execute(),
    tables(scope)
      .selectFrom('effortEvenings')
      .select('channel')
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('day', '=', day)
      .limit(1)
      .executeTakeFirst(),
    timerState(scope, memberId),
  ])
  const sumOf = (rows: { minutes: number }[]) => rows.reduce((sum, row) => sum + row.minutes, 0)
  const drafts = entries.filter((entry) => entry.state === 'draft')
  const kept = entries.filter((entry) => entry.state === 'kept' && entry.day === day)
  const running = timer.running
    ? Math.floor((Date.parse(timer.now) - Date.parse(timer.running.startedAt)) / 60_000)
    : 0
  return {
    boxMinutes: BOX_MINUTES,
    spentMinutes: sumOf(kept) + running,
    drafts: { count: drafts.length, minutes: sumOf(drafts) },
    eveningNoted: evening !== undefined,
    forgottenTimer: timer.forgotten && { id: timer.forgotten.id, minutes: timer.forgotten.mostMinutes },
  }
}

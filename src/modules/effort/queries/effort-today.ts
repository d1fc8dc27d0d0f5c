import type { Timebox } from '#contract/effort.ts'
import { addDays, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { overBox } from '../model.ts'
import { tables } from '../tables.ts'
import { boxBetween } from '../timebox.ts'
import { timeboxOf, timeboxes } from './timeboxes.ts'
import { timerState } from './timer-state.ts'

export interface EffortToday {
  /** Kept minutes of the day, a running timer included up to now. */
  spentMinutes: number
  timebox: Timebox
  /** Whether the day is one of its days, and which is the next. */
  boxDay: boolean
  nextBoxDay: string
  /** The week so far, a running timer included; what is beyond the box of its days by more than a quarter. */
  week: { minutes: number; over: number }
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
  const monday = addDays(day, 1 - weekdayOf(day))
  const [entries, evening, timer, own, all] = await Promise.all([
    tables(scope)
      .selectFrom('effortEntries')
      .select(['day', 'minutes', 'state'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('day', '>=', draftsFrom < monday ? draftsFrom : monday)
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
    timeboxOf(scope, { memberId, day }),
    timeboxes(scope),
  ])
  const sumOf = (rows: { minutes: number }[]) => rows.reduce((sum, row) => sum + row.minutes, 0)
  const drafts = entries.filter((entry) => entry.state === 'draft' && entry.day >= draftsFrom)
  const kept = entries.filter((entry) => entry.state === 'kept' && entry.day === day)
  const running = timer.running
    ? Math.floor((Date.parse(timer.now) - Date.parse(timer.running.startedAt)) / 60_000)
    : 0
  const ofWeek = sumOf(entries.filter((entry) => entry.state === 'kept' && entry.day >= monday)) + running
  return {
    spentMinutes: sumOf(kept) + running,
    timebox: own.timebox,
    boxDay: own.boxDay,
    nextBoxDay: own.next,
    week: { minutes: ofWeek, over: overBox(ofWeek, boxBetween(all.get(memberId) ?? [], monday, addDays(monday, 6))) },
    drafts: { count: drafts.length, minutes: sumOf(drafts) },
    eveningNoted: evening !== undefined,
    forgottenTimer: timer.forgotten && { id: timer.forgotten.id, minutes: timer.forgotten.mostMinutes },
  }
}

import type { ForgottenTimer, TimerState } from '#contract/effort.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { isForgotten, MINUTES_OF_DAY, minutesOf, offersOf } from '../model.ts'
import { tables } from '../tables.ts'
import { timeboxOf } from './timeboxes.ts'

/**
 * A member's timer as any of their phones shows it. One that was forgotten is told as such from that minute on, also
 * before the next command or the schedule has written it down.
 */
export async function timerState(scope: ReadScope, memberId: string): Promise<TimerState> {
  const now = scope.clock.now()
  const row = await tables(scope)
    .selectFrom('effortTimers')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  const forgotten = row && isForgotten(row, now)
  return {
    now: now.toISOString(),
    running:
      row && !forgotten
        ? {
            id: row.timerId,
            channel: row.channel,
            activity: row.activity,
            startedAt: row.startedAt.toISOString(),
            boxMinutes: row.boxMinutes,
            beforeSeconds: row.beforeSeconds,
          }
        : null,
    paused: row ? null : await presentPause(scope, memberId),
    forgotten: forgotten
      ? asked({ ...row, id: row.timerId, lastSignAt: row.aliveAt, foundAt: now, boxMinutes: row.boxMinutes })
      : await unanswered(scope, memberId),
  }
}

/** What the member paused today; yesterday's pause is over. */
export async function pausedTimer(scope: ReadScope, memberId: string) {
  const row = await tables(scope)
    .selectFrom('effortPauses')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (!row) return null
  const { zone } = await workspace.shopProfile(scope)
  return dayIn(zone, row.pausedAt) === dayIn(zone, scope.clock.now()) ? row : null
}

async function presentPause(scope: ReadScope, memberId: string): Promise<TimerState['paused']> {
  const paused = await pausedTimer(scope, memberId)
  if (!paused) return null
  const { channel, activity, boxMinutes, beforeSeconds } = paused
  return { channel, activity, boxMinutes, beforeSeconds }
}

async function unanswered(scope: ReadScope, memberId: string): Promise<ForgottenTimer | null> {
  const entry = await tables(scope)
    .selectFrom('effortEntries')
    .select(['entryId as id', 'day', 'channel', 'activity', 'startedAt', 'endedAt', 'foundAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('foundAt', 'is not', null)
    .where('state', '=', 'kept')
    .orderBy('foundAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!entry?.startedAt || !entry.endedAt || !entry.foundAt) return null
  const { timebox } = await timeboxOf(scope, { memberId, day: entry.day })
  return asked({ ...entry, boxMinutes: timebox.minutes, startedAt: entry.startedAt, lastSignAt: entry.endedAt, foundAt: entry.foundAt })
}

function asked(timer: {
  id: string
  channel: ForgottenTimer['channel']
  activity: ForgottenTimer['activity']
  startedAt: Date
  lastSignAt: Date
  foundAt: Date
  boxMinutes: number
}): ForgottenTimer {
  const { id, channel, activity, startedAt, lastSignAt, foundAt, boxMinutes } = timer
  return {
    id,
    channel,
    activity,
    startedAt: startedAt.toISOString(),
    lastSignAt: lastSignAt.toISOString(),
    offers: offersOf(startedAt, lastSignAt, foundAt, boxMinutes),
    mostMinutes: mostMinutes(startedAt, foundAt),
  }
}

/** How long a timer that was found forgotten can have been at most; never more than an entry holds. */
export const mostMinutes = (startedAt: Date, foundAt: Date): number =>
  Math.min(MINUTES_OF_DAY, minutesOf({ start: startedAt, end: foundAt }))

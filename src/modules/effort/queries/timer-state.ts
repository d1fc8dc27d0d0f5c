import type { ForgottenTimer, TimerState } from '#contract/effort.ts'
import type { ReadScope } from '#platform/scope'
import { BOX_MINUTES, isForgotten, MINUTES_OF_DAY, minutesOf, offersOf } from '../model.ts'
import { tables } from '../tables.ts'

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
            boxMinutes: BOX_MINUTES,
          }
        : null,
    forgotten: forgotten
      ? asked({ ...row, id: row.timerId, lastSignAt: row.aliveAt, foundAt: now })
      : await unanswered(scope, memberId),
  }
}

async function unanswered(scope: ReadScope, memberId: string): Promise<ForgottenTimer | null> {
  const entry = await tables(scope)
    .selectFrom('effortEntries')
    .select(['entryId as id', 'channel', 'activity', 'startedAt', 'endedAt', 'foundAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('foundAt', 'is not', null)
    .where('state', '=', 'kept')
    .orderBy('foundAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!entry?.startedAt || !entry.endedAt || !entry.foundAt) return null
  return asked({ ...entry, startedAt: entry.startedAt, lastSignAt: entry.endedAt, foundAt: entry.foundAt })
}

function asked(timer: {
  id: string
  channel: ForgottenTimer['channel']
  activity: ForgottenTimer['activity']
  startedAt: Date
  lastSignAt: Date
  foundAt: Date
}): ForgottenTimer {
  const { id, channel, activity, startedAt, lastSignAt, foundAt } = timer
  return {
    id,
    channel,
    activity,
    startedAt: startedAt.toISOString(),
    lastSignAt: lastSignAt.toISOString(),
    offers: offersOf(startedAt, lastSignAt, foundAt),
    mostMinutes: mostMinutes(startedAt, foundAt),
  }
}

/** How long a timer that was found forgotten can have been at most; never more than an entry holds. */
export const mostMinutes = (startedAt: Date, foundAt: Date): number =>
  Math.min(MINUTES_OF_DAY, minutesOf({ start: startedAt, end: foundAt }))

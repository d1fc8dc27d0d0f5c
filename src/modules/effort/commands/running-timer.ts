import type { Insertable, Selectable } from 'kysely'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { freePieces, isForgotten, minutesOf, type Span } from '../model.ts'
import { tables, type EffortTables } from '../tables.ts'
import { dropPause } from './drop-pause.ts'
import { cutDrafts, insertSpan, takenSpans } from './spans.ts'

export type TimerRow = Selectable<EffortTables['effortTimers']>
export type StoredEntry = Selectable<EffortTables['effortEntries']>

// All of this is called under the member's lock.

/** The member's running timer. One that was forgotten is stopped first, at its last sign of life. */
export async function runningTimer(scope: WriteScope, memberId: string): Promise<TimerRow | null> {
  const row = await tables(scope)
    .selectFrom('effortTimers')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (!row) return null
  const now = scope.clock.now()
  if (!isForgotten(row, now)) return row
  await endTimer(scope, row, row.aliveAt, now)
  return null
}

/** Sets a timer running; what was paused is over then. */
export async function beginTimer(scope: WriteScope, timer: Omit<Insertable<EffortTables['effortTimers']>, 'workspaceId' | 'timerId' | 'aliveAt'>): Promise<void> {
  const now = scope.clock.now()
  const timerId = newId(now.getTime())
  await dropPause(scope, timer.memberId)
  await tables(scope)
    .insertInto('effortTimers')
    .values({ ...timer, workspaceId: scope.workspaceId, timerId, aliveAt: now })
    .execute()
  await scope.announce({ type: 'TimerStarted', timerId, memberId: timer.memberId, channel: timer.channel })
}

/**
 * Turns a timer into its entry, which keeps the timer's id. Under half a minute nothing is noted, except of a forgotten
 * one, which has a question to ask.
 */
export async function endTimer(scope: WriteScope, timer: TimerRow, at: Date, foundAt: Date | null): Promise<StoredEntry | null> {
  const { workspaceId, memberId, timerId } = timer
  await tables(scope).deleteFrom('effortTimers').where('workspaceId', '=', workspaceId).where('memberId', '=', memberId).execute()
  await scope.announce({ type: 'TimerStopped', timerId, memberId, forgotten: foundAt !== null })
  const span = await countedOnce(scope, memberId, { start: timer.startedAt, end: at < timer.startedAt ? timer.startedAt : at })
  if (foundAt === null && minutesOf(span) === 0) return null

  const { channel, activity, aboutKind, aboutKey } = timer
  const entry = await insertSpan(scope, { entryId: timerId, memberId, channel, activity, aboutKind, aboutKey, span, footing: 'timer', state: 'kept', foundAt })
  await scope.announce({ type: 'MinutesLogged', entryId: timerId, memberId, channel, day: entry.day, minutes: entry.minutes })
  return entry
}

// Overlaps only where the machine's clock was set back meanwhile: the longest stretch that nothing else covers is kept.
export async function countedOnce(scope: WriteScope, memberId: string, span: Span): Promise<Span> {
  await cutDrafts(scope, memberId, span)
  const pieces = freePieces(span, await takenSpans(scope, memberId, span))
  const [longest] = pieces.sort((one, other) => minutesOf(other) - minutesOf(one))
  return longest ?? { start: span.start, end: span.start }
}

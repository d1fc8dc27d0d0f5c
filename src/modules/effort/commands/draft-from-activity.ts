import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { freePieces, MERGE_MINUTES, minutesAfter, minutesOf, spreadOf, type Span } from '../model.ts'
import { tables } from '../tables.ts'
import { followTimer } from './follow-timer.ts'
import { lockMember } from './member-lock.ts'
import { notePostSpan } from './note-post-span.ts'
import { runningTimer } from './running-timer.ts'
import type { SomethingDone } from './something-done.ts'
import { insertSpan, takenSpans } from './spans.ts'

/**
 * Drafts the minutes of something that was done in Kicau: the last `minutes` before it was finished, without those that
 * a timer or another draft has already. What follows within ten minutes on the same channel lengthens the draft.
 * A running timer hears that somebody is there, and follows. Answers the draft's id; null where every minute is counted already,
 * so that a reaction that runs twice drafts once.
 */
export async function draftFromActivity(scope: WriteScope, done: SomethingDone): Promise<string | null> {
  await lockMember(scope, done.memberId)
  const wanted: Span = { start: minutesAfter(done.at, -done.minutes), end: done.at }
  const running = await runningTimer(scope, done.memberId)
  if (done.postId !== undefined) await notePostSpan(scope, done, done.postId)
  if (running && running.aliveAt < done.at) await heard(scope, done)
  if (running && done.follows) await followTimer(scope, running, done)
  const timed = running ? [{ start: running.startedAt, end: wanted.end }] : []
  const taken = [...(await takenSpans(scope, done.memberId, wanted)), ...timed]
  const piece = freePieces(wanted, taken).at(-1)
  // Timer and drafts end to the second: a sliver between two of them is no work of its own.
  if (!piece || minutesOf(piece) === 0) return null

  const entryId = (await lengthen(scope, done, piece)) ?? (await begin(scope, done, piece))
  await scope.announce({ type: 'MinutesDrafted', entryId, memberId: done.memberId })
  return entryId
}

const heard = (scope: WriteScope, { memberId, at }: SomethingDone) =>
  tables(scope)
    .updateTable('effortTimers')
    .set({ aliveAt: at })
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .execute()

async function lengthen(scope: WriteScope, done: SomethingDone, piece: Span): Promise<string | null> {
  const db = tables(scope)
  let earlier = db
    .selectFrom('effortEntries')
    .select(['entryId', 'startedAt', 'endedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', done.memberId)
    .where('state', '=', 'draft')
    .where('activity', '=', done.activity)
    .where('endedAt', '<=', piece.start)
    .where('endedAt', '>=', minutesAfter(piece.start, -MERGE_MINUTES))
    .orderBy('endedAt', 'desc')
    .limit(1)
  earlier = done.channel === null ? earlier.where('channel', 'is', null) : earlier.where('channel', '=', done.channel)
  const draft = await earlier.executeTakeFirst()
  if (!draft?.startedAt || !draft.endedAt) return null
  const between = await takenSpans(scope, done.memberId, { start: draft.endedAt, end: piece.end })
  if (between.length > 0) return null

  const minutes = minutesOf({ start: draft.startedAt, end: piece.end })
  await db
    .updateTable('effortEntries')
    .set({ endedAt: piece.end, minutes, spreadMinutes: spreadOf('drafted', minutes) })
    .where('workspaceId', '=', scope.workspaceId)
    .where('entryId', '=', draft.entryId)
    .execute()
  return draft.entryId
}

async function begin(scope: WriteScope, done: SomethingDone, span: Span): Promise<string> {
  const { memberId, channel, activity } = done
  const entryId = newId(scope.clock.now().getTime())
  await insertSpan(scope, { entryId, memberId, channel, activity, span, footing: 'drafted', state: 'draft', foundAt: null })
  return entryId
}

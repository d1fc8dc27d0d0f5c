import type { Channel } from '#contract/channels.ts'
import type { About, Activity, Footing } from '#contract/effort.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { freePieces, minutesOf, spreadOf, type Span } from '../model.ts'
import { tables } from '../tables.ts'

// All of this is called under the member's lock.

export interface TakenSpan extends Span {
  entryId: string
  state: 'draft' | 'kept' | 'removed'
  footing: Footing
}

/** The member's spans that touch this one, drafts included, oldest first. */
export async function takenSpans(scope: WriteScope, memberId: string, span: Span): Promise<TakenSpan[]> {
  const rows = await tables(scope)
    .selectFrom('effortEntries')
    .select(['entryId', 'state', 'footing', 'startedAt as start', 'endedAt as end'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('state', '<>', 'removed')
    .where('startedAt', '<', span.end)
    .where('endedAt', '>', span.start)
    .orderBy('startedAt')
    .execute()
  return rows as TakenSpan[]
}

/**
 * Takes a span out of the drafts that lie in it: what was timed, or said, is not drafted a second time.
 * A draft of which two ends are left becomes two; one of which nothing is left is removed.
 */
export async function cutDrafts(scope: WriteScope, memberId: string, span: Span): Promise<void> {
  const db = tables(scope)
  for (const draft of (await takenSpans(scope, memberId, span)).filter((taken) => taken.state === 'draft')) {
    const [first, ...others] = freePieces(draft, [span]).filter((piece) => minutesOf(piece) > 0)
    const row = await db
      .updateTable('effortEntries')
      .set(first ? lengths(first) : { state: 'removed', stateBefore: 'draft' })
      .where('workspaceId', '=', scope.workspaceId)
      .where('entryId', '=', draft.entryId)
      .returningAll()
      .executeTakeFirstOrThrow()
    for (const other of others)
      await db
        .insertInto('effortEntries')
        .values({ ...row, ...lengths(other), entryId: newId(other.start.getTime()) })
        .execute()
  }
}

const lengths = (span: Span) => ({
  startedAt: span.start,
  endedAt: span.end,
  minutes: minutesOf(span),
  spreadMinutes: spreadOf('drafted', minutesOf(span)),
})

export interface NewSpan {
  entryId: string
  memberId: string
  channel: Channel | null
  activity: Activity
  aboutKind?: About['kind'] | null
  aboutKey?: string | null
  span: Span
  footing: 'timer' | 'drafted'
  state: 'draft' | 'kept'
  /** When a timer that stopped itself was found. */
  foundAt: Date | null
}

/** Writes a span down. It belongs, whole, to the day on which it began: an evening past midnight is still that evening. */
export async function insertSpan(scope: WriteScope, { span, ...entry }: NewSpan) {
  const { zone } = await workspace.shopProfile(scope)
  const minutes = minutesOf(span)
  return tables(scope)
    .insertInto('effortEntries')
    .values({
      ...entry,
      workspaceId: scope.workspaceId,
      day: dayIn(zone, span.start),
      startedAt: span.start,
      endedAt: span.end,
      minutes,
      spreadMinutes: spreadOf(entry.footing, minutes),
      stateBefore: null,
      notedAt: scope.clock.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

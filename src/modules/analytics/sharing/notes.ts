import type { DayNote, NoteDay } from '#contract/visit-sharing.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** A year of daily notes twice over: more are read by nobody. */
const MOST_SHOWN = 800

/** The notes of some days, the first day first. */
export const dayNotes = (scope: ReadScope, { from, to }: { from: string; to: string }): Promise<DayNote[]> =>
  tables(scope)
    .selectFrom('analyticsNotes')
    .select(['id', 'day', 'text'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('notedAt')
    .limit(MOST_SHOWN)
    .execute()

export async function noteDay(scope: WriteScope, { day, text }: NoteDay): Promise<DayNote> {
  const notedAt = scope.clock.now()
  const note = { id: newId(notedAt.getTime()), day, text }
  await tables(scope).insertInto('analyticsNotes').values({ ...note, workspaceId: scope.workspaceId, notedAt }).execute()
  await scope.announce({ type: 'DayNotesChanged' })
  return note
}

export async function removeDayNote(scope: WriteScope, id: string): Promise<Refusal | undefined> {
  const gone = await tables(scope).deleteFrom('analyticsNotes').where('workspaceId', '=', scope.workspaceId).where('id', '=', id).returning('id').executeTakeFirst()
  if (!gone) return refuse('analytics.note-unknown')
  await scope.announce({ type: 'DayNotesChanged' })
}

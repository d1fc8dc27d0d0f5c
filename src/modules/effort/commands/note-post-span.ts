import type { WriteScope } from '#platform/scope'
import { freePieces, minutesAfter, type Span } from '../model.ts'
import { tables } from '../tables.ts'
import type { SomethingDone } from './something-done.ts'
import { takenSpans } from './spans.ts'

/**
 * Notes when somebody worked on a post: the last minutes before it was done, without those of another post, or of another
 * thing that was drafted. What a timer counted in them is not left out: it is minutes of the post.
 */
export async function notePostSpan(scope: WriteScope, { memberId, at, minutes }: SomethingDone, postId: string): Promise<void> {
  const wanted: Span = { start: minutesAfter(at, -minutes), end: at }
  const drafted = (await takenSpans(scope, memberId, wanted)).filter(({ footing }) => footing === 'drafted')
  const pieces = freePieces(wanted, [...drafted, ...(await postSpans(scope, memberId, wanted))])
  if (pieces.length === 0) return
  await tables(scope)
    .insertInto('effortPostSpans')
    .values(pieces.map(({ start, end }) => ({ workspaceId: scope.workspaceId, memberId, postId, startedAt: start, endedAt: end })))
    .execute()
}

const postSpans = (scope: WriteScope, memberId: string, span: Span): Promise<Span[]> =>
  tables(scope)
    .selectFrom('effortPostSpans')
    .select(['startedAt as start', 'endedAt as end'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('startedAt', '<', span.end)
    .where('endedAt', '>', span.start)
    .execute()

import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { tables, type PublishingTables } from '../tables.ts'

type Kind = PublishingTables['publishingAttempts']['kind']

/** Notes that something is about to be tried; answers the note's id. */
export async function beginAttempt(scope: WriteScope, targetId: string, kind: Kind): Promise<string> {
  const begunAt = scope.clock.now()
  const attemptId = newId(begunAt.getTime())
  await tables(scope)
    .insertInto('publishingAttempts')
    .values({ workspaceId: scope.workspaceId, attemptId, targetId, kind, begunAt, endedAt: null, outcome: null, detail: null })
    .execute()
  return attemptId
}

export async function endAttempt(scope: WriteScope, attemptId: string, outcome: string, detail?: string): Promise<void> {
  await tables(scope)
    .updateTable('publishingAttempts')
    .set({ endedAt: scope.clock.now(), outcome, detail: detail ?? null })
    .where('workspaceId', '=', scope.workspaceId)
    .where('attemptId', '=', attemptId)
    .execute()
}

/** Notes something that was done at once. */
export async function noteAttempt(scope: WriteScope, { targetId, kind, outcome }: { targetId: string; kind: Kind; outcome: string }): Promise<void> {
  await endAttempt(scope, await beginAttempt(scope, targetId, kind), outcome)
}

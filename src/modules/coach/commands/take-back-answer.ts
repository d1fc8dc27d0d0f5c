import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Undo: the thing is on the list again, if its module still has it. */
export async function takeBackAnswer(scope: WriteScope, { memberId, key }: { memberId: string; key: string }): Promise<void> {
  await tables(scope)
    .deleteFrom('coachAnswers')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('itemKey', '=', key)
    .execute()
  await scope.announce({ type: 'ItemReturned', memberId, key })
}

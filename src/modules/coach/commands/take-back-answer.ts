import type { WriteScope } from '#platform/scope'
import { askedNow } from '../queries/today.ts'
import { tables } from '../tables.ts'

/** Undo: the thing is on the list again, if its module still has it. */
export async function takeBackAnswer(scope: WriteScope, { memberId, key }: { memberId: string; key: string }): Promise<void> {
  const { day } = await askedNow(scope, memberId)
  await forgetDoing(scope, { memberId, key, day })
  await tables(scope)
    .deleteFrom('coachAnswers')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('itemKey', '=', key)
    .execute()
  await scope.announce({ type: 'ItemReturned', memberId, key })
}

/** What was said to be done today was not, or not yet. What is settled already stands. */
export async function forgetDoing(scope: WriteScope, { memberId, key, day }: { memberId: string; key: string; day: string }): Promise<void> {
  await tables(scope)
    .deleteFrom('coachOutcomes')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('itemKey', '=', key)
    .where('day', '=', day)
    .where('settledAt', 'is', null)
    .execute()
}

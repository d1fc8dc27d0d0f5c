import type { WriteScope } from '#platform/scope'
import { askedNow } from '../queries/today.ts'
import { tables } from '../tables.ts'

/** All that the member put off beyond today is on the list again, if its modules still have it. */
export async function bringBack(scope: WriteScope, memberId: string): Promise<void> {
  const { day } = await askedNow(scope, memberId)
  const back = await tables(scope)
    .deleteFrom('coachAnswers')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('answer', '=', 'later')
    .where('againFrom', '>', day)
    .returning('itemKey')
    .execute()
  for (const { itemKey } of back) await scope.announce({ type: 'ItemReturned', memberId, key: itemKey })
}

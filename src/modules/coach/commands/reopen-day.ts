import type { WriteScope } from '#platform/scope'
import { askedNow } from '../queries/today.ts'
import { tables } from '../tables.ts'

/** Opens today again, as if it had not been ended. */
export async function reopenDay(scope: WriteScope, memberId: string): Promise<void> {
  const { day } = await askedNow(scope, memberId)
  await tables(scope)
    .deleteFrom('coachDays')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .execute()
  await scope.announce({ type: 'DayReopened', memberId, day })
}

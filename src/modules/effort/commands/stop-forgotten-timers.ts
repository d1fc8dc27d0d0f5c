import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { lockMember } from './member-lock.ts'
import { runningTimer } from './running-timer.ts'

/** Stops the shop's forgotten timers, each at its last sign of life; for the schedule. Answers how many. */
export async function stopForgottenTimers(scope: WriteScope): Promise<number> {
  const timers = await tables(scope)
    .selectFrom('effortTimers')
    .select('memberId')
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('memberId')
    .execute()
  let stopped = 0
  for (const { memberId } of timers) {
    await lockMember(scope, memberId)
    if (!(await runningTimer(scope, memberId))) stopped++
  }
  return stopped
}

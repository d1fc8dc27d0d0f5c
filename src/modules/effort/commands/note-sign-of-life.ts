import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { lockMember } from './member-lock.ts'
import { runningTimer } from './running-timer.ts'

/** Somebody is still there: a screen of Kicau was looked at, or something was done in it. Without a timer, nothing. */
export async function noteSignOfLife(scope: WriteScope, memberId: string): Promise<void> {
  await lockMember(scope, memberId)
  const running = await runningTimer(scope, memberId)
  const now = scope.clock.now()
  if (!running || running.aliveAt >= now) return
  await tables(scope)
    .updateTable('effortTimers')
    .set({ aliveAt: now })
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .execute()
}

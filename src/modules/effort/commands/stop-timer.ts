import type { Entry } from '#contract/effort.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry } from '../model.ts'
import { tables } from '../tables.ts'
import { dropPause } from './drop-pause.ts'
import { lockMember } from './member-lock.ts'
import { endTimer, runningTimer } from './running-timer.ts'

/**
 * Stops the member's timer. Its entry is null where it ran less than half a minute. A timer that the other phone has
 * stopped meanwhile, or that stopped itself, answers with the entry it became.
 */
export async function stopTimer(
  scope: WriteScope,
  { memberId, id }: { memberId: string; id: string },
): Promise<{ entry: Entry | null } | Refusal<'effort.timer-unknown'>> {
  await lockMember(scope, memberId)
  await dropPause(scope, memberId)
  const running = await runningTimer(scope, memberId)
  if (running?.timerId === id) {
    const entry = await endTimer(scope, running, scope.clock.now(), null)
    return { entry: entry && presentEntry(entry) }
  }
  const entry = await tables(scope)
    .selectFrom('effortEntries')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('entryId', '=', id)
    .executeTakeFirst()
  return entry ? { entry: presentEntry(entry) } : refuse('effort.timer-unknown', { where: 'id' })
}

import type { Entry } from '#contract/effort.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry, sittingSeconds } from '../model.ts'
import { tables } from '../tables.ts'
import { lockMember } from './member-lock.ts'
import { endTimer, runningTimer } from './running-timer.ts'

/** Ends the entry that runs, and keeps what it was about: `resumeTimer` goes on with it, in the same box. */
export async function pauseTimer(
  scope: WriteScope,
  { memberId, id }: { memberId: string; id: string },
): Promise<{ entry: Entry | null } | Refusal<'effort.timer-unknown'>> {
  await lockMember(scope, memberId)
  const running = await runningTimer(scope, memberId)
  if (running?.timerId !== id) return refuse('effort.timer-unknown', { where: 'id' })
  const now = scope.clock.now()
  const entry = await endTimer(scope, running, now, null)
  const { channel, activity, boxMinutes } = running
  await tables(scope)
    .insertInto('effortPauses')
    .values({ workspaceId: scope.workspaceId, memberId, channel, activity, boxMinutes, beforeSeconds: sittingSeconds(running, now), pausedAt: now })
    .execute()
  await scope.announce({ type: 'TimerPaused', memberId })
  return { entry: entry && presentEntry(entry) }
}

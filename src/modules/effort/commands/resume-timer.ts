import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { pausedTimer } from '../queries/timer-state.ts'
import { lockMember } from './member-lock.ts'
import { beginTimer } from './running-timer.ts'

/** Goes on with what was paused; the box goes on where it was. */
export async function resumeTimer(scope: WriteScope, memberId: string): Promise<undefined | Refusal<'effort.timer-unknown'>> {
  await lockMember(scope, memberId)
  const paused = await pausedTimer(scope, memberId)
  if (!paused) return refuse('effort.timer-unknown')
  const { channel, activity, boxMinutes, beforeSeconds } = paused
  await beginTimer(scope, { memberId, channel, activity, boxMinutes, beforeSeconds, startedAt: scope.clock.now() })
}

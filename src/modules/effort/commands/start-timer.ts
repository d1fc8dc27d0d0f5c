import type { Channel } from '#contract/channels.ts'
import type { Activity } from '#contract/effort.ts'
import { newId } from '#platform/ids'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { lockMember, memberKnown } from './member-lock.ts'
import { endTimer, runningTimer } from './running-timer.ts'

export interface TimerWanted {
  memberId: string
  channel: Channel | null
  activity: Activity
  /** The running timer that the member saw and wants ended for this one. */
  instead?: string
}

/** Starts the member's timer; `started: false` where one runs already, which then goes on. */
export async function startTimer(
  scope: WriteScope,
  wanted: TimerWanted,
): Promise<{ started: boolean } | Refusal<'effort.member-unknown'>> {
  const { memberId, channel, activity } = wanted
  const unknown = await memberKnown(scope, memberId)
  if (unknown) return unknown
  await lockMember(scope, memberId)

  const now = scope.clock.now()
  const running = await runningTimer(scope, memberId)
  if (running && running.timerId !== wanted.instead) return { started: false }
  if (running) await endTimer(scope, running, now, null)

  const timerId = newId(now.getTime())
  await tables(scope)
    .insertInto('effortTimers')
    .values({ workspaceId: scope.workspaceId, memberId, timerId, channel, activity, startedAt: now, aliveAt: now })
    .execute()
  await scope.announce({ type: 'TimerStarted', timerId, memberId, channel })
  return { started: true }
}

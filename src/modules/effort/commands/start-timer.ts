import type { Channel } from '#contract/channels.ts'
import type { About, Activity } from '#contract/effort.ts'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { sittingSeconds } from '../model.ts'
import { timeboxOf } from '../queries/timeboxes.ts'
import { today } from './day-rules.ts'
import { lockMember, memberKnown } from './member-lock.ts'
import { beginTimer, endTimer, runningTimer } from './running-timer.ts'

export interface TimerWanted {
  memberId: string
  channel: Channel | null
  activity: Activity
  /** What it is for. */
  about?: About | null
  /** The running timer that the member saw and wants ended for this one. */
  instead?: string
}

/**
 * Starts the member's timer; `started: false` where one runs already, which then goes on. In place of another it goes on
 * with its sitting: the box counts both. Where that one ran less than half a minute its seconds are the new one's.
 */
export async function startTimer(
  scope: WriteScope,
  wanted: TimerWanted,
): Promise<{ started: boolean } | Refusal<'effort.member-unknown'>> {
  const { memberId, channel, activity, about } = wanted
  const unknown = await memberKnown(scope, memberId)
  if (unknown) return unknown
  await lockMember(scope, memberId)

  const now = scope.clock.now()
  const running = await runningTimer(scope, memberId)
  if (running && running.timerId !== wanted.instead) return { started: false }
  const entry = running && (await endTimer(scope, running, now, null))
  const slip = running !== null && entry === null
  await beginTimer(scope, {
    memberId,
    channel,
    activity,
    aboutKind: about?.kind ?? null,
    aboutKey: about?.key ?? null,
    startedAt: slip ? running.startedAt : now,
    boxMinutes: running?.boxMinutes ?? (await timeboxOf(scope, { memberId, day: await today(scope) })).timebox.minutes,
    beforeSeconds: !running ? 0 : slip ? running.beforeSeconds : sittingSeconds(running, now),
  })
  return { started: true }
}

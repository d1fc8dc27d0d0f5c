import type { Entry } from '#contract/effort.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry, spreadOf } from '../model.ts'
import { mostMinutes } from '../queries/timer-state.ts'
import { changeEntry, entryToChange, type By, type NoEntry } from './entry-to-change.ts'
import { lockMember } from './member-lock.ts'
import { endAfter, type NoLength } from './new-length.ts'
import { runningTimer } from './running-timer.ts'

/** Says how long a forgotten timer really was; 0 removes it. Answered with what it had counted, it stays timed. */
export async function answerForgotten(
  scope: WriteScope,
  { id, minutes, by }: { id: string; minutes: number; by: By },
): Promise<Entry | NoEntry | NoLength | Refusal<'effort.already-answered'>> {
  // The question is asked from the minute a timer counts as forgotten; it may not have been written down yet.
  await lockMember(scope, by.memberId)
  await runningTimer(scope, by.memberId)
  const entry = await entryToChange(scope, id, by)
  if (isRefusal(entry)) return entry
  if (!entry.foundAt || !entry.startedAt || entry.state !== 'kept') return refuse('effort.already-answered', { where: 'id' })
  const most = mostMinutes(entry.startedAt, entry.foundAt)
  if (minutes > most) return refuse('effort.longer-than-possible', { where: 'minutes', values: { most } })

  if (minutes === 0) return presentEntry(await changeEntry(scope, entry, { foundAt: null, state: 'removed', stateBefore: 'kept' }))
  if (minutes === entry.minutes) return presentEntry(await changeEntry(scope, entry, { foundAt: null }))
  const endedAt = await endAfter(scope, entry, minutes, entry.foundAt)
  if (isRefusal(endedAt)) return endedAt
  const footing = 'guess'
  return presentEntry(
    await changeEntry(scope, entry, { foundAt: null, endedAt, minutes, footing, spreadMinutes: spreadOf(footing, minutes) }),
  )
}

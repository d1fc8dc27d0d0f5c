import type { Entry } from '#contract/effort.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry, spreadOf } from '../model.ts'
import { fitsDay } from './day-rules.ts'
import { changeEntry, entryToChange, type By, type NoEntry } from './entry-to-change.ts'
import { endAfter, type NoLength } from './new-length.ts'

/** Keeps a draft: from now on it counts. With `minutes` it is kept with another length. */
export async function keepDraft(
  scope: WriteScope,
  { id, by, minutes: wanted }: { id: string; by: By; minutes?: number },
): Promise<Entry | NoEntry | NoLength | Refusal<'effort.already-kept' | 'effort.day-full'>> {
  const entry = await entryToChange(scope, id, by)
  if (isRefusal(entry)) return entry
  if (entry.state === 'removed') return refuse('effort.entry-unknown', { where: 'id' })
  if (entry.state === 'kept') return refuse('effort.already-kept', { where: 'id' })
  const minutes = wanted ?? entry.minutes
  const full = await fitsDay(scope, { memberId: entry.memberId, day: entry.day, minutes })
  if (full) return full
  const endedAt = minutes === entry.minutes ? entry.endedAt : await endAfter(scope, entry, minutes, scope.clock.now())
  if (isRefusal(endedAt)) return endedAt
  const kept = await changeEntry(scope, entry, { state: 'kept', minutes, endedAt, spreadMinutes: spreadOf(entry.footing, minutes) })
  await scope.announce({
    type: 'MinutesLogged',
    entryId: kept.entryId,
    memberId: kept.memberId,
    channel: kept.channel,
    day: kept.day,
    minutes: kept.minutes,
  })
  return presentEntry(kept)
}

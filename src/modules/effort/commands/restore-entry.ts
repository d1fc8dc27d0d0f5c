import type { Entry } from '#contract/effort.ts'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry } from '../model.ts'
import { fitsDay } from './day-rules.ts'
import { changeEntry, entryToChange, type By, type NoEntry } from './entry-to-change.ts'
import { eveningEntries } from './note-evening.ts'
import { endAfter, type NoLength } from './new-length.ts'

/**
 * Brings a removed entry back as it was. Where its minutes were given to another meanwhile it is refused, since a
 * minute counts once; an evening that was tapped anew gets its old answer back.
 */
export async function restoreEntry(
  scope: WriteScope,
  { id, by }: { id: string; by: By },
): Promise<Entry | NoEntry | NoLength | Refusal<'effort.day-full'>> {
  const entry = await entryToChange(scope, id, by)
  if (isRefusal(entry)) return entry
  if (entry.state !== 'removed') return presentEntry(entry)
  const state = entry.stateBefore ?? 'kept'

  if (entry.footing === 'evening' && entry.channel && state === 'kept')
    for (const later of await eveningEntries(scope, { memberId: entry.memberId, day: entry.day, channel: entry.channel }))
      await changeEntry(scope, later, { state: 'removed', stateBefore: 'kept' })
  const full = state === 'kept' ? await fitsDay(scope, entry) : undefined
  if (full) return full
  if (entry.startedAt) {
    const end = await endAfter(scope, { ...entry, endedAt: entry.startedAt }, entry.minutes, scope.clock.now())
    if (isRefusal(end)) return end
  }
  return presentEntry(await changeEntry(scope, entry, { state, stateBefore: null }))
}

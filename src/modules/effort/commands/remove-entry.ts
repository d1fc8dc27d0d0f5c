import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { changeEntry, entryToChange, type By, type NoEntry } from './entry-to-change.ts'

/** Removes an entry from every sum. It can be restored; removing it twice changes nothing. */
export async function removeEntry(scope: WriteScope, { id, by }: { id: string; by: By }): Promise<undefined | NoEntry> {
  const entry = await entryToChange(scope, id, by)
  if (isRefusal(entry)) return entry
  if (entry.state !== 'removed') await changeEntry(scope, entry, { state: 'removed', stateBefore: entry.state })
}

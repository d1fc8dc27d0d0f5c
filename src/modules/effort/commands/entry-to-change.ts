import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { lockMember } from './member-lock.ts'
import type { StoredEntry } from './running-timer.ts'

/** Who asks for a change: everyone may change their own minutes, an owner anybody's. */
export interface By {
  memberId: string
  owner: boolean
}

export type NoEntry = Refusal<'effort.entry-unknown' | 'effort.not-yours'>

/** The entry, under its member's lock. */
export async function entryToChange(scope: WriteScope, id: string, by: By): Promise<StoredEntry | NoEntry> {
  const ofMember = await read(scope, id)
  if (!ofMember) return refuse('effort.entry-unknown', { where: 'id' })
  if (ofMember.memberId !== by.memberId && !by.owner) return refuse('effort.not-yours', { where: 'id' })
  await lockMember(scope, ofMember.memberId)
  // Read again: it may have been changed while this waited for the lock.
  return (await read(scope, id)) ?? refuse('effort.entry-unknown', { where: 'id' })
}

const read = (scope: WriteScope, id: string): Promise<StoredEntry | undefined> =>
  tables(scope)
    .selectFrom('effortEntries')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('entryId', '=', id)
    .executeTakeFirst()

export async function changeEntry(scope: WriteScope, entry: StoredEntry, change: Partial<StoredEntry>): Promise<StoredEntry> {
  const changed = await tables(scope)
    .updateTable('effortEntries')
    .set(change)
    .where('workspaceId', '=', scope.workspaceId)
    .where('entryId', '=', entry.entryId)
    .returningAll()
    .executeTakeFirstOrThrow()
  await scope.announce({ type: 'MinutesChanged', entryId: changed.entryId, memberId: changed.memberId, day: changed.day })
  return changed
}

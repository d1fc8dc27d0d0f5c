import type { Opening } from '#contract/ledger.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { openingColumns } from '../queries/book-kept.ts'
import { tables } from '../tables.ts'
import { notAhead } from './day-rules.ts'
import { memberKnown } from './member-lock.ts'

export type OpeningWanted = Omit<Opening, 'id'>
export type NotOpened = Refusal<'effort.day-ahead' | 'effort.member-unknown' | 'effort.opening-without-member' | 'effort.opening-empty'>
type NoOpening = Refusal<'effort.opening-unknown'>

/** Notes hours (somebody's) and money that had gone in before the first month. */
export async function noteOpening(scope: WriteScope, { memberId, minutes, ...wanted }: OpeningWanted): Promise<Opening | NotOpened> {
  if (minutes === 0 && wanted.amount === 0) return refuse('effort.opening-empty', { where: 'amount' })
  if (minutes > 0 && !memberId) return refuse('effort.opening-without-member', { where: 'memberId' })
  const refusal = (await notAhead(scope, wanted.day)) ?? (minutes > 0 ? await memberKnown(scope, memberId!) : undefined)
  if (refusal) return refusal
  const now = scope.clock.now()
  const opening = { ...wanted, memberId: minutes > 0 ? memberId : null, minutes }
  const openingId = newId(now.getTime())
  await tables(scope)
    .insertInto('effortOpenings')
    .values({ workspaceId: scope.workspaceId, openingId, ...opening, notedAt: now, removedAt: null })
    .execute()
  await scope.announce({ type: 'OpeningChanged', openingId })
  return { id: openingId, ...opening }
}

/** Takes an opening entry out of every sum. It can be restored. */
export async function removeOpening(scope: WriteScope, id: string): Promise<undefined | NoOpening> {
  if (!(await keep(scope, id, scope.clock.now()))) return refuse('effort.opening-unknown', { where: 'id' })
}

/** Brings it back. */
export const restoreOpening = async (scope: WriteScope, id: string): Promise<Opening | NoOpening> =>
  (await keep(scope, id, null)) ?? refuse('effort.opening-unknown', { where: 'id' })

async function keep(scope: WriteScope, id: string, removedAt: Date | null): Promise<Opening | undefined> {
  const row = await tables(scope)
    .updateTable('effortOpenings')
    .set({ removedAt })
    .where('workspaceId', '=', scope.workspaceId)
    .where('openingId', '=', id)
    .returning(openingColumns)
    .executeTakeFirst()
  if (row) await scope.announce({ type: 'OpeningChanged', openingId: id })
  return row
}

import type { UsualMargin } from '#contract/usual-margins.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { SINCE_EVER } from './products.ts'

/** What the owner said usually stays of an order: of all places first, then place by place, the newest word first. */
export async function usualMargins(scope: ReadScope): Promise<UsualMargin[]> {
  const rows = await tables(scope)
    .selectFrom('shopUsualMargins')
    .select(['salesPlace', 'fromDay', 'keeps', 'feeShare', 'feeFixed'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('salesPlace')
    .orderBy('fromDay', 'desc')
    .execute()
  return rows.map(({ salesPlace, fromDay, keeps, feeShare, feeFixed }) => ({
    salesPlace: salesPlace === 'any' ? null : salesPlace,
    from: fromDay === SINCE_EVER ? null : fromDay,
    keeps: keeps === null ? null : keeps / 100,
    fee: feeShare === null ? null : { percent: feeShare / 100, fixed: feeFixed! },
  }))
}

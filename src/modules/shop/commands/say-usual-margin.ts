import type { UsualMargin } from '#contract/usual-margins.ts'
import { queries as workspace } from '#modules/workspace'
import type { WriteScope } from '#platform/scope'
import { reckonMargins } from '../costs.ts'
import { SINCE_EVER } from '../queries/products.ts'
import { tables } from '../tables.ts'

/**
 * Says what usually stays of an order, from a day on. The same day is replaced; with neither share nor fee its word is taken
 * back. The margins of the orders it holds for are reckoned anew.
 */
export async function sayUsualMargin(scope: WriteScope, { salesPlace, from, keeps, fee }: UsualMargin): Promise<void> {
  const key = { workspaceId: scope.workspaceId, salesPlace: salesPlace ?? ('any' as const), fromDay: from ?? SINCE_EVER }
  const said = { keeps: ofTenThousand(keeps), feeShare: ofTenThousand(fee?.percent), feeFixed: fee?.fixed ?? null, notedAt: scope.clock.now() }
  const db = tables(scope)
  if (keeps === null && fee === null)
    await db
      .deleteFrom('shopUsualMargins')
      .where('workspaceId', '=', key.workspaceId)
      .where('salesPlace', '=', key.salesPlace)
      .where('fromDay', '=', key.fromDay)
      .execute()
  else
    await db
      .insertInto('shopUsualMargins')
      .values({ ...key, ...said })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'salesPlace', 'fromDay']).doUpdateSet(said))
      .execute()
  await reckonMargins(scope, await workspace.shopProfile(scope), 'all')
  await scope.announce({ type: 'UsualMarginSaid', from })
}

const ofTenThousand = (percent: number | null | undefined): number | null => (percent == null ? null : Math.round(percent * 100))

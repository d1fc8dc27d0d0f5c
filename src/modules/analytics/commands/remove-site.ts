import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Stops counting a site, in every process within half a minute. What was counted stays. */
export async function removeSite(scope: WriteScope, id: string): Promise<void | Refusal<'analytics.site-unknown'>> {
  const { numUpdatedRows } = await tables(scope)
    .updateTable('analyticsSites')
    .set({ removedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) return refuse('analytics.site-unknown')
  await scope.announce({ type: 'SiteRemoved', siteId: id })
}

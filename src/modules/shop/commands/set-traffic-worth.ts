import { queries as analytics } from '#modules/analytics'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface TrafficWorth {
  siteId: string
  /** The first day it holds, until the site's next one. */
  from: string
  /** What a thousand visits earn of themselves, in the smallest unit; 0: nothing any more. */
  perThousand: number
}

/** Says what a site's visits earn from a day on. The days before keep what they had; the same day is replaced. */
export async function setTrafficWorth(scope: WriteScope, { siteId, from, perThousand }: TrafficWorth): Promise<undefined | Refusal<'shop.site-unknown'>> {
  const known = await analytics.sites(scope)
  if (!known.some(({ id }) => id === siteId)) return refuse('shop.site-unknown', { where: 'siteId' })
  await tables(scope)
    .insertInto('shopTrafficWorths')
    .values({ workspaceId: scope.workspaceId, siteId, fromDay: from, perThousand, notedAt: scope.clock.now() })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'siteId', 'fromDay']).doUpdateSet({ perThousand, notedAt: scope.clock.now() }))
    .execute()
  await scope.announce({ type: 'TrafficWorthSet', siteId, from })
}

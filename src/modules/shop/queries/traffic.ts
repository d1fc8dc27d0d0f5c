import type { Traffic } from '#contract/traffic.ts'
import { queries as analytics } from '#modules/analytics'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

const LATELY_DAYS = 30

/** The shop's sites with what their visits earn of themselves, the newest word first. */
export async function traffic(scope: ReadScope): Promise<Traffic> {
  const [known, { zone }, worths] = await Promise.all([
    analytics.sites(scope),
    workspace.shopProfile(scope),
    tables(scope).selectFrom('shopTrafficWorths').select(['siteId', 'fromDay as from', 'perThousand']).where('workspaceId', '=', scope.workspaceId).orderBy('fromDay', 'desc').execute(),
  ])
  const counted = await tables(scope)
    .selectFrom('shopTrafficVisits')
    .select(({ fn }) => ['siteId', fn.sum<number>('visits').as('visits')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('day', '>', addDays(dayIn(zone, scope.clock.now()), -LATELY_DAYS))
    .groupBy('siteId')
    .execute()
  return {
    days: LATELY_DAYS,
    sites: known.map(({ id, name }) => {
      const own = worths.filter(({ siteId }) => siteId === id).map(({ from, perThousand }) => ({ from, perThousand }))
      return { id, name, worths: own, visits: own.length > 0 ? Number(counted.find(({ siteId }) => siteId === id)?.visits ?? 0) : null }
    }),
  }
}

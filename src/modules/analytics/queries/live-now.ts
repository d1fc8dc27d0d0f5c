import type { LiveVisits } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import { LIVE_SECONDS } from '../model.ts'
import { HITS_IN_SPAN, spanParams } from './visits.ts'

const MOST_PAGES = 10
/** The last hit is looked for no further back. */
const LOOK_BACK_MS = 90 * 86_400_000

/** Who was on the shop's sites, or on this one, in the last five minutes, and on which page last. */
export async function liveNow(scope: ReadScope, site?: string): Promise<LiveVisits> {
  const now = scope.clock.now().getTime()
  const soon = new Date(now + 60_000)
  const which = site === undefined ? '' : ' and site_id = {liveSite:UUID}'
  const params = (from: number) => ({ ...spanParams({ from: new Date(from), to: soon }), ...(site !== undefined && { liveSite: site }) })
  const [pages, [last]] = await Promise.all([
    scope.hits.query<{ host: string; path: string; visitors: number }>(
      `select last_host as host, last_path as path, count() as visitors
      from (
        select visitor, argMax(host, at) as last_host, argMax(path, at) as last_path
        from analytics_hits where ${HITS_IN_SPAN}${which} and visitor != 0 and kind in ('view', 'goal', 'outbound', 'engagement', 'order-code')
        group by site_id, visitor
      )
      group by host, path order by visitors desc, host, path`,
      params(now - LIVE_SECONDS * 1000),
    ),
    scope.hits.query<{ hits: number; last_at: number }>(
      `select count() as hits, toUnixTimestamp64Milli(max(at)) as last_at from analytics_hits where ${HITS_IN_SPAN}${which}`,
      params(now - LOOK_BACK_MS),
    ),
  ])
  return {
    visitors: pages.reduce((total, page) => total + page.visitors, 0),
    pages: pages.slice(0, MOST_PAGES),
    lastHitAt: last!.hits === 0 ? null : new Date(last!.last_at).toISOString(),
  }
}

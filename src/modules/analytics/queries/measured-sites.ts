import type { MeasuredSites } from '#contract/visit-sites.ts'
import { queries as workspace } from '#modules/workspace'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { goalsOfSites } from './goals.ts'
import { siteSettings } from './site-settings.ts'
import { sites } from './sites.ts'

/** As the table of what programs did says it (migrations/clickhouse). */
export const BOT_DAYS = 400

/** What is measured on the shop's sites, as it is set just now: what the public page says. */
export async function measuredSites(scope: ReadScope): Promise<MeasuredSites> {
  const [{ name, slug }, all, goals] = await Promise.all([workspace.shopProfile(scope), sites(scope), goalsOfSites(scope)])
  const settings = await Promise.all(all.map(({ id }) => siteSettings(scope, id)))
  return {
    shop: name,
    slug,
    sites: all.flatMap(({ id, host }, at) => {
      const known = settings[at]!
      if (isRefusal(known)) return []
      const { engaged, outbound, missing, consent } = known
      const cross = known.cross && known.joined.length > 0
      return [{ host, engaged, outbound, missing, cross, consent, goals: goals.filter(({ site }) => site === id).map((goal) => goal.name) }]
    }),
    botDays: BOT_DAYS,
  }
}

import { analyticsRoutes as contract } from '#contract/analytics.ts'
import { serve, type Served } from '#platform/http'
import type { Secrets } from '#platform/secrets'
import { addSite } from './commands/add-site.ts'
import { removeSite } from './commands/remove-site.ts'
import { renameSite } from './commands/rename-site.ts'
import { inPeriod } from './period.ts'
import { liveNow } from './queries/live-now.ts'
import { sites } from './queries/sites.ts'
import { visitsByChannel } from './queries/visits-by-channel.ts'
import { visitsByPost } from './queries/visits-by-post.ts'
import { visitsSummary } from './queries/visits-summary.ts'
import { importRoutes, type ImportRoutesNeeds } from './import-routes.ts'
import type { NamesNeeds } from './names.ts'
import { goalRoutes } from './goal-routes.ts'
import { questionRoutes } from './question-routes.ts'
import { sharingRoutes } from './sharing-routes.ts'
import type { SharingNeeds } from './sharing/shares.ts'
import { siteRoutes } from './site-routes.ts'

export const analyticsRoutes = (needs: NamesNeeds & ImportRoutesNeeds & Omit<SharingNeeds, 'secrets'> & { secrets: Secrets; mailWorks: boolean }): Served[] => [
  serve(contract.visitsSummary, ({ scope, query }) => inPeriod(scope, query, ({ span, zone }) => visitsSummary(scope, span, zone))),
  serve(contract.visitsByChannel, ({ scope, query }) => inPeriod(scope, query, async ({ span }) => ({ channels: await visitsByChannel(scope, span) }))),
  serve(contract.visitsByPost, ({ scope, query }) => inPeriod(scope, query, async ({ span }) => ({ posts: await visitsByPost(scope, span) }))),
  serve(contract.liveNow, ({ scope, query }) => liveNow(scope, query.site)),
  serve(contract.sites, ({ scope }) => sites(scope)),
  serve(contract.addSite, ({ scope, body }) => addSite(scope, body)),
  serve(contract.renameSite, ({ scope, params, body }) => renameSite(scope, params.id, body.name)),
  serve(contract.removeSite, ({ scope, params }) => removeSite(scope, params.id)),
  ...questionRoutes(needs),
  ...importRoutes(needs),
  ...sharingRoutes(needs),
  ...goalRoutes(),
  ...siteRoutes(needs),
]

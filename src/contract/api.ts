import { adsReportsRoutes } from './ads-reports.ts'
import { analyticsRoutes } from './analytics.ts'
import { attributionRoutes } from './attribution.ts'
import { channelPageRoutes } from './channel-page.ts'
import { coachRoutes } from './coach.ts'
import { effortRoutes } from './effort.ts'
import { experimentsRoutes } from './experiments.ts'
import { ledgerRoutes } from './ledger.ts'
import { linksRoutes } from './links.ts'
import { liveRoutes } from './live.ts'
import { networksRoutes } from './networks.ts'
import { paybackRoutes } from './payback.ts'
import { publishingRoutes } from './publishing.ts'
import { reportsRoutes } from './reports.ts'
import { shopRoutes } from './shop.ts'
import { stageRoutes } from './stage.ts'
import { whatIfRoutes } from './what-if.ts'
import { workspaceRoutes } from './workspace.ts'

// Every route of Kicau: a line a module. The web's client, the server's check that each route is served once,
// and the tests that try every route as a stranger all read this object.
export const api = {
  workspace: workspaceRoutes,
  effort: effortRoutes,
  adsReports: adsReportsRoutes,
  coach: coachRoutes,
  stage: stageRoutes,
  live: liveRoutes,
  links: linksRoutes,
  analytics: analyticsRoutes,
  payback: paybackRoutes,
  attribution: attributionRoutes,
  ledger: ledgerRoutes,
  whatIf: whatIfRoutes,
  channelPage: channelPageRoutes,
  experiments: experimentsRoutes,
  networks: networksRoutes,
  publishing: publishingRoutes,
  shop: shopRoutes,
  reports: reportsRoutes,
}

export type Api = typeof api

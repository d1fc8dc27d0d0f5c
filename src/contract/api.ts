import { adsReportsRoutes } from './ads-reports.ts'
import { analyticsRoutes } from './analytics.ts'
import { attributionRoutes } from './attribution.ts'
import { buyButtonsRoutes } from './buy-buttons.ts'
import { channelPageRoutes } from './channel-page.ts'
import { chatsRoutes } from './chats.ts'
import { coachRoutes } from './coach.ts'
import { costsRoutes } from './costs.ts'
import { effortRoutes } from './effort.ts'
import { experimentsRoutes } from './experiments.ts'
import { friendsRoutes } from './friends.ts'
import { leadsRoutes } from './leads.ts'
import { ledgerRoutes } from './ledger.ts'
import { linkQrRoutes } from './link-qr.ts'
import { linksRoutes } from './links.ts'
import { liveRoutes } from './live.ts'
import { networksRoutes } from './networks.ts'
import { orderFormRoutes } from './order-form.ts'
import { orderImportsRoutes } from './order-imports.ts'
import { paybackLinesRoutes } from './payback-lines.ts'
import { paybackRoutes } from './payback.ts'
import { payAccountsRoutes } from './pay-accounts.ts'
import { paymentsRoutes } from './payments.ts'
import { publishingRoutes } from './publishing.ts'
import { ratesRoutes } from './rates.ts'
import { reportsRoutes } from './reports.ts'
import { shopRoutes } from './shop.ts'
import { ownDomainRoutes } from './own-domain.ts'
import { shopPageRoutes } from './shop-page.ts'
import { stageRoutes } from './stage.ts'
import { teamRoutes } from './team.ts'
import { trafficRoutes } from './traffic.ts'
import { usualMarginsRoutes } from './usual-margins.ts'
import { utmTemplateRoutes } from './utm-templates.ts'
import { toldRoutes, visitImportsRoutes } from './visit-imports.ts'
import { vouchersRoutes } from './vouchers.ts'
import { visitSharingRoutes } from './visit-sharing.ts'
import { visitGoalsRoutes } from './visit-goals.ts'
import { visitQuestionRoutes } from './visit-questions.ts'
import { visitSitesRoutes } from './visit-sites.ts'
import { webshopsRoutes } from './webshops.ts'
import { whatIfRoutes } from './what-if.ts'
import { workspaceRoutes } from './workspace.ts'

// Every route of Kicau: a line a module. The web's client, the server's check that each route is served once,
// and the tests that try every route as a stranger all read this object.
export const api = {
  workspace: workspaceRoutes,
  team: teamRoutes,
  effort: effortRoutes,
  costs: costsRoutes,
  adsReports: adsReportsRoutes,
  coach: coachRoutes,
  stage: stageRoutes,
  live: liveRoutes,
  links: linksRoutes,
  linkQr: linkQrRoutes,
  shopPage: shopPageRoutes,
  ownDomain: ownDomainRoutes,
  utmTemplates: utmTemplateRoutes,
  analytics: analyticsRoutes,
  visitQuestions: visitQuestionRoutes,
  visitImports: visitImportsRoutes,
  told: toldRoutes,
  visitSharing: visitSharingRoutes,
  visitGoals: visitGoalsRoutes,
  visitSites: visitSitesRoutes,
  payback: paybackRoutes,
  paybackLines: paybackLinesRoutes,
  attribution: attributionRoutes,
  ledger: ledgerRoutes,
  leads: leadsRoutes,
  traffic: trafficRoutes,
  usualMargins: usualMarginsRoutes,
  rates: ratesRoutes,
  whatIf: whatIfRoutes,
  channelPage: channelPageRoutes,
  experiments: experimentsRoutes,
  networks: networksRoutes,
  friends: friendsRoutes,
  payAccounts: payAccountsRoutes,
  buyButtons: buyButtonsRoutes,
  payments: paymentsRoutes,
  publishing: publishingRoutes,
  shop: shopRoutes,
  orderForm: orderFormRoutes,
  orderImports: orderImportsRoutes,
  chats: chatsRoutes,
  webshops: webshopsRoutes,
  vouchers: vouchersRoutes,
  reports: reportsRoutes,
}

export type Api = typeof api

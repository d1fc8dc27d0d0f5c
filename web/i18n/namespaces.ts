import type analytics from '$locales/id/analytics.json'
import type attribution from '$locales/id/attribution.json'
import type channelPage from '$locales/id/channel-page.json'
import type channels from '$locales/id/channels.json'
import type coach from '$locales/id/coach.json'
import type effort from '$locales/id/effort.json'
import type experiments from '$locales/id/experiments.json'
import type leads from '$locales/id/leads.json'
import type ledger from '$locales/id/ledger.json'
import type links from '$locales/id/links.json'
import type measured from '$locales/id/measured.json'
import type orderForm from '$locales/id/order-form.json'
import type networks from '$locales/id/networks.json'
import type payback from '$locales/id/payback.json'
import type pay from '$locales/id/pay.json'
import type paybackLines from '$locales/id/payback-lines.json'
import type publishing from '$locales/id/publishing.json'
import type rates from '$locales/id/rates.json'
import type reports from '$locales/id/reports.json'
import type selfTest from '$locales/id/self-test.json'
import type stage from '$locales/id/stage.json'
import type shop from '$locales/id/shop.json'
import type team from '$locales/id/team.json'
import type traffic from '$locales/id/traffic.json'
import type ui from '$locales/id/ui.json'
import type visitSharing from '$locales/id/visit-sharing.json'
import type visitSites from '$locales/id/visit-sites.json'
import type vouchers from '$locales/id/vouchers.json'
import type whatIf from '$locales/id/what-if.json'
import type workspace from '$locales/id/workspace.json'
import type worth from '$locales/id/worth.json'

// A line a namespace: an import above, a name here. The Indonesian file is the one that keys are typed by;
// `tests/architecture/locales.test.ts` holds the other two to it.
interface Words {
  'self-test': typeof selfTest
  analytics: typeof analytics
  attribution: typeof attribution
  'channel-page': typeof channelPage
  'visit-sites': typeof visitSites
  'what-if': typeof whatIf
  channels: typeof channels
  coach: typeof coach
  effort: typeof effort
  experiments: typeof experiments
  leads: typeof leads
  ledger: typeof ledger
  links: typeof links
  measured: typeof measured
  networks: typeof networks
  'order-form': typeof orderForm
  pay: typeof pay
  payback: typeof payback
  'payback-lines': typeof paybackLines
  publishing: typeof publishing
  rates: typeof rates
  reports: typeof reports
  shop: typeof shop
  vouchers: typeof vouchers
  stage: typeof stage
  team: typeof team
  traffic: typeof traffic
  ui: typeof ui
  'visit-sharing': typeof visitSharing
  workspace: typeof workspace
  worth: typeof worth
}

export type Namespace = keyof Words

// `t` finds `orders_one` and `orders_other` under the name `orders`.
type WithoutPlural<K extends string> = K extends `${infer Stem}_${'zero' | 'one' | 'other'}` ? Stem : K
type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${KeysOf<T[K]>}`
}[keyof T & string]

/** `'ui:places.today'`: every key of every namespace. */
export type WordKey = { [N in Namespace]: `${N}:${KeysOf<Words[N]>}` }[Namespace]

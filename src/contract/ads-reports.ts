import { z } from 'zod'
import { route } from './route.ts'
import { Day, Id, Instant, Money, noContent, ShopParams, ShopThingParams } from './values.ts'

export const adNetworks = ['meta', 'tiktok'] as const
export const AdNetwork = z.enum(adNetworks)
export type AdNetwork = z.infer<typeof AdNetwork>
/** What Meta's ads are counted for where a report does not say on which platform they ran. */
export const adChannels = ['instagram', 'facebook'] as const
/** No report of an ads manager is larger. */
export const MOST_REPORT_BYTES = 5 * 1024 * 1024

/** A report of an ads manager as it was taken in. */
export const AdsReport = z.object({
  id: Id,
  network: AdNetwork,
  fileName: z.string(),
  takenAt: Instant,
  from: Day,
  to: Day,
  /** Another than the shop's, in which its sums are; null: the shop's own. */
  currency: Money.nullable(),
  /** Rows read, and the sum of their spend. */
  rows: z.int(),
  sum: z.int(),
  /** What the report says it sums up to, where that is something else. */
  otherTotal: z.int().nullable(),
  /** Rows over several days, spread evenly over them; rows that only sum up others, passed over. */
  spreadRows: z.int(),
  sumRows: z.int(),
  /** Costs: one for each campaign, ad set, day and channel. `removed`: an earlier report had them, this one has not. */
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  /** Rows that could not be read; `errors` names the first 200. */
  failedRows: z.int(),
  errors: z.array(z.object({ row: z.int(), column: z.string().nullable(), text: z.string() })),
  undone: z.boolean(),
  /** Whether it changed anything, and no later report of its network did. */
  undoable: z.boolean(),
})
export type AdsReport = z.infer<typeof AdsReport>

const shop = '/api/shops/:shop'

export const adsReportsRoutes = {
  takeAdsReport: route({
    method: 'POST',
    path: `${shop}/costs/reports`,
    who: 'member',
    summary: "Takes in the spend of a CSV report from Meta's or TikTok's ads manager; the same report again changes nothing.",
    params: ShopParams,
    query: z.object({ channel: z.enum(adChannels).optional() }),
    answer: AdsReport,
    upload: true,
  }),
  adsReports: route({
    method: 'GET',
    path: `${shop}/costs/reports`,
    who: 'member',
    summary: 'The latest reports that were taken in.',
    params: ShopParams,
    answer: z.array(AdsReport),
  }),
  undoAdsReport: route({
    method: 'DELETE',
    path: `${shop}/costs/reports/:id`,
    who: 'member',
    summary: 'Undoes a report: its costs are again what they were before it. The latest of a network goes first.',
    params: ShopThingParams,
    answer: noContent,
  }),
}

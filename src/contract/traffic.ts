import { z } from 'zod'
import { route } from './route.ts'
import { AmountPaid, Day, Id, noContent, ShopParams } from './values.ts'

/** What visits earn of themselves: ads on a site, sponsors. What visitors buy is an order, and is no part of it. */
const perThousand = AmountPaid

export const Traffic = z.object({
  /** So many days `visits` looks back. */
  days: z.int(),
  sites: z.array(
    z.object({
      id: Id,
      name: z.string(),
      /** From which day a thousand visits earn how much, the newest first; none: its visits earn nothing. */
      worths: z.array(z.object({ from: Day, perThousand })),
      /** Of the last days; null while its visits earn nothing and so are not kept. */
      visits: z.int().nullable(),
    }),
  ),
})
export type Traffic = z.infer<typeof Traffic>

const path = '/api/shops/:shop/payback/traffic'

export const trafficRoutes = {
  traffic: route({
    method: 'GET',
    path,
    who: 'member',
    summary: "The shop's sites, and what their visits earn of themselves.",
    params: ShopParams,
    answer: Traffic,
  }),
  setTrafficWorth: route({
    method: 'PUT',
    path,
    who: 'owner',
    summary: 'Says what a thousand visits of a site earn from a day on; 0: nothing any more.',
    params: ShopParams,
    body: z.object({ siteId: Id, from: Day, perThousand }),
    answer: noContent,
  }),
}

import { z } from 'zod'
import { AmountPaid, Country, Currency, Day, Id, noContent, ShopParams } from './values.ts'
import { route } from './route.ts'

export const aims = ['customers', 'awareness', 'leads', 'community'] as const
export const Aim = z.enum(aims)
export type Aim = z.infer<typeof Aim>

/** Addresses under which a shop's page can't stand, since the desk or a public page has them. */
export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)

export const zones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Asia/Kuala_Lumpur'] as const
export const Zone = z.enum(zones)

/** The demo shops, by the name their address has. */
export const demoShops = ['sambal-bu-tini', 'kuih-kak-ros'] as const
export const DemoShop = z.enum(demoShops)
export type DemoShop = z.infer<typeof DemoShop>

export const ShopProfile = z.object({
  id: Id,
  name: z.string(),
  slug: z.string(),
  country: Country,
  currency: Currency,
  zone: Zone,
  aim: Aim.nullable(),
  /** The shop's WhatsApp number in E.164, where it has one. */
  whatsapp: z.string().nullable(),
  demo: z.boolean(),
})
export type ShopProfile = z.infer<typeof ShopProfile>

export const Me = z.object({
  login: z.object({ id: Id, name: z.string(), email: z.string(), guest: z.boolean() }).nullable(),
  shops: z.array(ShopProfile.extend({ role: z.enum(['owner', 'staff']) })),
  /** The address others reach Kicau under, and whether a fetch through it came back to us. */
  publicUrl: z.string().nullable(),
  publicUrlReachable: z.boolean(),
  /** No login exists yet: the first one is made on the first screen. */
  fresh: z.boolean(),
})
export type Me = z.infer<typeof Me>

/** What an hour is worth: a wage, or a year's income over a year's hours. */
export const Worth = z.discriminatedUnion('by', [
  z.object({ by: z.literal('wage'), hourly: AmountPaid }),
  z.object({ by: z.literal('income'), yearly: AmountPaid, hours: z.number().min(1).max(8784) }),
])
export type Worth = z.infer<typeof Worth>

export const BeginShop = z.object({
  name: z.string().trim().min(1).max(80),
  country: Country,
  currency: Currency,
  zone: Zone,
  aim: Aim.optional(),
  worth: Worth.optional(),
  whatsapp: z.string().max(30).optional(),
  slug: z.string().max(60).optional(),
})
export type BeginShop = z.infer<typeof BeginShop>

export const workspaceRoutes = {
  me: route({ method: 'GET', path: '/api/me', who: 'anyone', summary: 'Who is signed in, and their shops.', answer: Me }),
  beginShop: route({
    method: 'POST',
    path: '/api/shops',
    who: 'login',
    notForGuests: true,
    summary: 'Begins a shop; whoever asks becomes its owner.',
    body: BeginShop,
    answer: ShopProfile,
  }),
  shop: route({ method: 'GET', path: '/api/shops/:shop/profile', who: 'member', summary: 'The shop.', params: ShopParams, answer: ShopProfile }),
  changeShop: route({
    method: 'PATCH',
    path: '/api/shops/:shop/profile',
    who: 'owner',
    summary: 'Changes the shop: only the fields that are sent.',
    params: ShopParams,
    body: z.object({
      name: z.string().trim().min(1).max(80).optional(),
      aim: Aim.nullable().optional(),
      zone: Zone.optional(),
      whatsapp: z.string().max(30).nullable().optional(),
      slug: z.string().max(60).optional(),
    }),
    answer: ShopProfile,
  }),
  setWorth: route({
    method: 'PUT',
    path: '/api/shops/:shop/members/:id/worth',
    who: 'owner',
    summary: 'Says what an hour of a member is worth from a day on; earlier days keep theirs.',
    params: z.object({ shop: Id, id: Id }),
    body: z.object({ from: Day, worth: Worth }),
    answer: z.object({ hourly: AmountPaid, from: Day }),
  }),
  openDemo: route({
    method: 'POST',
    path: '/api/demo',
    who: 'anyone',
    summary: "Opens a demo shop's desk, as a guest where nobody is signed in.",
    body: z.object({ shop: DemoShop.default('sambal-bu-tini') }),
    answer: ShopProfile,
  }),
  removeDemo: route({ method: 'DELETE', path: '/api/shops/:shop/demo', who: 'owner', summary: 'Removes the demo shop and all of its data.', params: ShopParams, answer: noContent }),
}

import { z } from 'zod'
import { route } from './route.ts'
import { Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'

export const webshopKinds = ['woocommerce', 'shopify'] as const
export const WebshopKind = z.enum(webshopKinds)
export type WebshopKind = z.infer<typeof WebshopKind>

/** A web shop that calls Kicau when an order changes there. Its secret is taken and never shown again. */
export const Webshop = z.object({
  id: Id,
  kind: WebshopKind,
  /** Where it is to call; null while Kicau has no public address. */
  address: z.string().nullable(),
  /** When it last told of an order. */
  heardAt: Instant.nullable(),
  /** Orders that came in by it, or changed. */
  orders: z.int(),
  /** What could not be taken of its last call. */
  problem: z.enum(['signature', 'unreadable', 'currency']).nullable(),
})
export type Webshop = z.infer<typeof Webshop>

export const AddWebshop = z.object({ kind: WebshopKind, secret: z.string().trim().min(8).max(200) })
export type AddWebshop = z.infer<typeof AddWebshop>

export const webshopsRoutes = {
  webshops: route({ method: 'GET', path: '/api/shops/:shop/webshops', who: 'owner', summary: 'The web shops that call when an order changes.', params: ShopParams, answer: z.array(Webshop) }),
  addWebshop: route({
    method: 'POST',
    path: '/api/shops/:shop/webshops',
    who: 'owner',
    summary: 'Adds a web shop with the secret that it signs its calls with; answers the address to give it.',
    params: ShopParams,
    body: AddWebshop,
    answer: Webshop,
    notForGuests: true,
  }),
  removeWebshop: route({ method: 'DELETE', path: '/api/shops/:shop/webshops/:id', who: 'owner', summary: 'Takes a web shop out: its calls are heard no more, its orders stay.', params: ShopThingParams, answer: noContent }),
}

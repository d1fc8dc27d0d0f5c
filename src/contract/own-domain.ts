import { z } from 'zod'
import { route } from './route.ts'
import { Instant, noContent, ShopParams } from './values.ts'

/** What a look at a shop's domain found: it leads to this Kicau; to something else; or nobody answers there. */
export const domainStates = ['here', 'elsewhere', 'unreachable'] as const
export const DomainState = z.enum(domainStates)
export type DomainState = z.infer<typeof DomainState>

/** A host name as people type it: `toko.id`, `https://Toko.id/`. */
const Host = z.string().trim().min(4).max(260)

export const OwnDomain = z.object({
  /** Null where the shop has none. */
  domain: z
    .object({
      host: z.string(),
      state: DomainState,
      /** Links are written under it: it leads here now. */
      inUse: z.boolean(),
      checkedAt: Instant,
    })
    .nullable(),
  /** The host that its DNS entry has to name; null while Kicau itself has no public address. */
  pointsTo: z.string().nullable(),
})
export type OwnDomain = z.infer<typeof OwnDomain>

export const ownDomainRoutes = {
  ownDomain: route({
    method: 'GET',
    path: '/api/shops/:shop/domain',
    who: 'member',
    summary: "The domain of the shop's own that its page and links stand under.",
    params: ShopParams,
    answer: OwnDomain,
  }),
  setOwnDomain: route({
    method: 'PUT',
    path: '/api/shops/:shop/domain',
    who: 'owner',
    notForGuests: true,
    summary: "Puts the shop's page and links under a domain of its own, as soon as that leads here. The same one again looks anew.",
    params: ShopParams,
    body: z.object({ host: Host }),
    answer: OwnDomain,
  }),
  removeOwnDomain: route({
    method: 'DELETE',
    path: '/api/shops/:shop/domain',
    who: 'owner',
    notForGuests: true,
    summary: "Takes the domain off: links are written under Kicau's own address again.",
    params: ShopParams,
    answer: noContent,
  }),
  knownDomain: route({
    method: 'GET',
    path: '/api/own-domains',
    who: 'anyone',
    summary: 'Whether a shop here has that domain, for a proxy that fetches certificates as they are asked for: 200, or 404.',
    query: z.object({ domain: z.string().max(260) }),
    answer: z.object({ domain: z.string() }),
  }),
}

import type { Channel } from '#contract/channels.ts'
import type { HitKind } from '#contract/analytics.ts'
import type { LinkRule } from '#contract/links.ts'
import { orderFormPart } from '#contract/reserved.ts'
import { CODE_PARAMETER, PAGE_CODE_PARAMETER, queries as analytics } from '#modules/analytics'
import { queries as workspace } from '#modules/workspace'
import type { Database } from '#platform/db'
import type { Clock } from '#platform/clock'
import type { ReadScope, Scopes } from '#platform/scope'
import { chatApps, isChat, openingOf } from '../chats/index.ts'
import { isOpen, liveChatCode } from '../model/live.ts'
import type { LinksNeeds } from '../needs.ts'
import { languageOfShop } from '../model/shop-language.ts'
import { conditionsOfLinks } from '../queries/conditions-of-links.ts'
import { linkByWay } from '../queries/link-by-way.ts'

/** What the stream of hits keeps of an opened link. */
export interface Trace {
  kind: HitKind
  workspaceId: string
  linkId: string
  code: string
  channel: Channel
  postId?: string
  placement?: string
}

interface Shop {
  workspaceId: string
  name: string
  slug: string
}

/** Where a link with conditions may lead, every address ready. */
export interface Guard {
  shop: Shop
  zone: string
  /** Where it leads whom no rule fits. */
  location: string
  rules: (Omit<LinkRule, 'target'> & { location: string })[]
  afterwards: string | null
  lastDay: string | null
  mostOpenings: number | null
  password: string | null
  /** What is counted of whom it leads elsewhere. */
  elsewhere: Trace
}

/** Leads everybody to one place. */
export interface Plain {
  location: string
  trace: Trace
  chatCode: string | null
}

export interface Guarded {
  location: null
  guard: Guard
  trace: Trace
  chatCode: string | null
}

/**
 * What a code leads to: an address and what to count; or one that is found for each visitor; or nothing, with the shop
 * it once belonged to.
 */
export type Destination =
  | Plain
  | Guarded
  | { location: null; guard?: undefined; trace?: undefined; shop: Shop | null }

export interface DestinationParts extends LinksNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
}

/** Finds out where a code leads, or a shop's word (`sambal/promo`). Only what is stored, and was checked when it was stored, is ever led to. */
export async function destinationOf({ database, scopes, clock, publicAddress, ownDomain }: DestinationParts, way: string): Promise<Destination> {
  const link = await linkByWay(database.reader, way)
  if (!link) return { location: null, shop: null }
  const scope = scopes.reading(link.workspaceId)
  const shop = await workspace.shopProfile(scope)
  const now = clock.now()
  const named = { workspaceId: link.workspaceId, name: shop.name, slug: shop.slug }
  if (!isOpen(link, now)) return { location: null, shop: named }

  const chatCode = liveChatCode(link, now)
  const chat = isChat(link.kind) ? { kind: link.kind, to: link.target ?? shop.whatsapp } : null
  const trace: Trace = {
    // What is called so opens WhatsApp; the other apps' chats are clicks, and their codes count the same.
    kind: chat?.kind === 'whatsapp' && chat.to !== null ? 'whatsapp-opened' : 'click',
    workspaceId: link.workspaceId,
    linkId: link.id,
    code: link.code,
    channel: link.channel,
    ...(link.postId !== null && { postId: link.postId }),
    ...(link.placementId !== null && { placement: link.placementId }),
  }
  const onward = await waysOn(scope, link.code, { kicau: publicAddress().url, own: ownDomain?.(link.workspaceId) ?? null, slug: shop.slug })
  const location =
    chat && chat.to !== null
      ? chatApps[chat.kind].address(chat.to, openingOf(languageOfShop(shop), link.message, chatCode))
      : // A chat link whose shop has taken its number away still leads to the shop.
        link.kind === 'url' ? onward(link.target!) : `/s/${shop.slug}?k=${link.code}`
  const conditions = (await conditionsOfLinks(scope, [link.id])).get(link.id)
  if (!conditions) return { location, trace, chatCode }
  const { rules, afterwards, lastDay, mostOpenings, password } = conditions
  const guard: Guard = {
    shop: named,
    zone: shop.zone,
    location,
    rules: rules.map(({ target, ...rule }) => ({ ...rule, location: onward(target) })),
    afterwards: afterwards && onward(afterwards),
    lastDay,
    mostOpenings,
    password,
    elsewhere: { ...trace, kind: 'click' },
  }
  return { location: null, guard, trace, chatCode }
}

/**
 * On the shop's own sites, our pay pages and its order form the code goes along, so that the visit and what comes of it are counted
 * for the link.
 */
async function waysOn(scope: ReadScope, code: string, at: { kicau: string | null; own: string | null; slug: string }): Promise<(target: string) => string> {
  const sites = await analytics.sites(scope)
  const isAt = (url: URL, address: string | null) => address !== null && url.host === new URL(address).host
  const form = `/s/${at.slug}/${orderFormPart}`
  return (target) => {
    const url = new URL(target)
    if ((isAt(url, at.kicau) && url.pathname.startsWith('/b/')) || (url.pathname === form && (isAt(url, at.kicau) || isAt(url, at.own)))) {
      url.searchParams.set(PAGE_CODE_PARAMETER, code)
      return url.href
    }
    const own = sites.some(({ host }) => host !== null && (url.hostname === host || url.hostname.endsWith(`.${host}`)))
    if (!own) return target
    url.searchParams.set(CODE_PARAMETER, code)
    return url.href
  }
}

export const shopOf = (destination: Destination): string | null =>
  destination.trace ? destination.trace.workspaceId : (destination.shop?.workspaceId ?? null)

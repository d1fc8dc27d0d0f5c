import type { Channel } from '#contract/channels.ts'
import type { HitKind } from '#contract/analytics.ts'
import { CODE_PARAMETER, queries as analytics } from '#modules/analytics'
import { queries as workspace } from '#modules/workspace'
import type { Database } from '#platform/db'
import type { Clock } from '#platform/clock'
import type { ReadScope, Scopes } from '#platform/scope'
import { chatText, whatsappAddress } from '../model/chat-text.ts'
import { isOpen, liveChatCode } from '../model/live.ts'
import { languageOfShop } from '../model/shop-language.ts'
import { linkByCode } from '../queries/link-by-code.ts'

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

/** What a code leads to: an address and what to count; or nothing, with the shop it once belonged to. */
export type Destination =
  | { location: string; trace: Trace; chatCode: string | null }
  | { location: null; shop: { workspaceId: string; name: string; slug: string } | null }

export interface DestinationParts {
  database: Database
  scopes: Scopes
  clock: Clock
}

/** Finds out where a code leads. Only what is stored, and was checked when it was stored, is ever led to. */
export async function destinationOf({ database, scopes, clock }: DestinationParts, code: string): Promise<Destination> {
  const link = await linkByCode(database.reader, code)
  if (!link) return { location: null, shop: null }
  const scope = scopes.reading(link.workspaceId)
  const shop = await workspace.shopProfile(scope)
  const now = clock.now()
  if (!isOpen(link, now)) return { location: null, shop: { workspaceId: link.workspaceId, name: shop.name, slug: shop.slug } }

  const chatCode = liveChatCode(link, now)
  const number = link.kind === 'whatsapp' ? (link.target ?? shop.whatsapp) : null
  const trace: Trace = {
    kind: number === null ? 'click' : 'whatsapp-opened',
    workspaceId: link.workspaceId,
    linkId: link.id,
    code: link.code,
    channel: link.channel,
    ...(link.postId !== null && { postId: link.postId }),
    ...(link.placementId !== null && { placement: link.placementId }),
  }
  if (number !== null) return { location: whatsappAddress(number, chatText(languageOfShop(shop), link.message, chatCode)), trace, chatCode }
  if (link.kind === 'url') return { location: await withCode(scope, link.target!, link.code), trace, chatCode }
  // A chat link whose shop has taken its number away still leads to the shop.
  return { location: `/s/${shop.slug}?k=${link.code}`, trace, chatCode }
}

/** On the shop's own sites the code goes along, so that the visit and what comes of it are counted for the link. */
async function withCode(scope: ReadScope, target: string, code: string): Promise<string> {
  const url = new URL(target)
  const sites = await analytics.sites(scope)
  const own = sites.some(({ host }) => host !== null && (url.hostname === host || url.hostname.endsWith(`.${host}`)))
  if (!own) return target
  url.searchParams.set(CODE_PARAMETER, code)
  return url.href
}

export const shopOf = (destination: Destination): string | null =>
  destination.location === null ? (destination.shop?.workspaceId ?? null) : destination.trace.workspaceId

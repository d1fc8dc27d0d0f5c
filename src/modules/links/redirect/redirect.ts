import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PublicShopPage } from '#contract/links.ts'
import type { Language } from '#contract/values.ts'
import { trackerOfShopPage, type IncomingHit, type Intake } from '#modules/analytics'
import { acrossShops } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import type { Database, WriteListener } from '#platform/db'
import { languageFor } from '#platform/http'
import { textsIn } from '#platform/i18n'
import type { Scopes } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { staleAfter } from '../events.ts'
import { chatText, whatsappAddress } from '../model/chat-text.ts'
import { readLinkCode } from '../model/link-code.ts'
import { languageOfShop } from '../model/shop-language.ts'
import type { LinksNeeds } from '../needs.ts'
import { keptPage, opensChat, publicPage, type KeptPage } from '../queries/shop-page.ts'
import type { StoredButton } from '../tables.ts'
import { destinationOf, shopOf, type Destination } from './destination.ts'
import { GONE_PAGE_POLICY, gonePage } from './gone-page.ts'
import { remembered } from './remembered.ts'

export interface RedirectParts extends LinksNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
  intake: Pick<Intake, 'record'>
  media: Pick<MediaStore, 'read'>
  /** Committed announcements of every process; without them a change is seen within half a minute. */
  news?: Pick<WriteListener, 'on'>
}

export interface RedirectCounts {
  redirected: number
  /** Codes that nothing stands behind: mistyped, or made up. */
  unknown: number
  /** Links their shop has closed. */
  closed: number
  /** Clicks the intake could not keep (a full disk, too many at once): people went on, the count did not. */
  uncounted: number
}

export interface Redirect {
  /** Registers `/l/:code`, `/s/:shop/go/:button` and `/s/:shop/picture`. */
  plugin(app: FastifyInstance): Promise<void>
  /** The page of a shop for one visitor; null where there is none. `k` is the code of the link they came by. */
  pageFor(slug: string, k: string | null): Promise<PublicShopPage | null>
  counts(): RedirectCounts
  /** Hands over what waits; before the intake is closed. */
  close(): void
}

/** In every browser that is signed in here (platform/auth). Who makes it up is not counted, and that is all. */
const DESK_COOKIE = 'kicau.session_token'

const FRESH_MS = 30_000
const ABSENT_MS = 5_000
const MOST_REMEMBERED = 20_000
/**
 * Clicks are handed to the intake together: one by one, between two answers, each costs about twice as much, and the
 * journal is kept awake without a pause. A kill can lose these milliseconds of clicks.
 */
const HAND_OVER_MS = 10
/** Clicks on their way to the journal: more means that it has stopped taking them. */
const MOST_UNDERWAY = 20_000

/**
 * The hot way: a code comes in, an address goes out, the click is journalled behind the answer. A kill can lose the
 * last few milliseconds of clicks; nobody waits for a disk before they are led on.
 */
export function openRedirect(parts: RedirectParts): Redirect {
  const { clock, intake } = parts
  const counts: RedirectCounts = { redirected: 0, unknown: 0, closed: 0, uncounted: 0 }
  let underway = 0
  const waiting: IncomingHit[] = []
  let handing: NodeJS.Timeout | undefined

  const shared = { clock, freshMs: FRESH_MS, absentMs: ABSENT_MS, most: MOST_REMEMBERED }
  const links = remembered<Destination>({ ...shared, ask: (code) => destinationOf(parts, code), ofShop: shopOf })
  const pages = remembered<KeptPage | null>({ ...shared, ask: (slug) => pageOf(parts, slug), ofShop: (page) => page?.shop.id ?? null })
  const stopHearing = parts.news?.on(({ workspaceId, type }) => {
    if (!staleAfter.has(type)) return
    links.forget(workspaceId)
    pages.forget(workspaceId)
  })

  const count = (request: FastifyRequest, hit: IncomingHit) => {
    if (isNoPerson(request)) return
    if (underway >= MOST_UNDERWAY) {
      counts.uncounted++
      return
    }
    underway++
    waiting.push(seen(hit, request))
    handing ??= setTimeout(hand, HAND_OVER_MS)
  }
  const hand = () => {
    clearTimeout(handing)
    handing = undefined
    for (const hit of waiting.splice(0)) intake.record(hit).then(arrived, lost)
  }
  const arrived = () => {
    underway--
  }
  const lost = () => {
    underway--
    counts.uncounted++
  }

  const lead = (request: FastifyRequest, reply: FastifyReply, location: string, hit: IncomingHit): FastifyReply => {
    counts.redirected++
    // A browser that remembered the redirect would not come by again, and the click would not be counted.
    reply.code(302).header('location', location).header('cache-control', 'no-store').send()
    count(request, hit)
    return reply
  }

  const gone = (request: FastifyRequest, reply: FastifyReply, shop: { name: string; slug: string } | null): FastifyReply => {
    counts[shop ? 'closed' : 'unknown']++
    return reply
      .code(404)
      .headers({ 'cache-control': 'no-store', 'content-security-policy': GONE_PAGE_POLICY, 'x-robots-tag': 'noindex' })
      .type('text/html; charset=utf-8')
      .send(gonePage(languageFor(request), shop))
  }

  const follow = (request: FastifyRequest, reply: FastifyReply, destination: Destination): FastifyReply =>
    destination.location === null ? gone(request, reply, destination.shop) : lead(request, reply, destination.location, destination.trace)

  const press = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { shop: slug, button: id } = request.params as { shop: string; button: string }
    const page = await pages.get(slug)
    const button = page?.buttons.find((one) => one.id === id)
    if (!page || !button) return gone(request, reply, page && page.shop)
    const came = await cameBy(page.shop.id, (request.query as { k?: unknown }).k)
    const location = behind(page, button, came?.chatCode ?? null)
    if (location === null) return gone(request, reply, page.shop)
    return lead(request, reply, location, {
      workspaceId: page.shop.id,
      path: `/s/${slug}`,
      ...came?.trace,
      ...(opensChat(button) ? { kind: 'whatsapp-opened' } : { kind: 'outbound', name: location }),
    })
  }

  const picture = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = await pages.get((request.params as { shop: string }).shop)
    const found = page?.picture ? await parts.media.read(page.picture) : null
    if (!found) return reply.code(404).header('cache-control', 'no-store').send()
    // Its address carries its version; without one (a guess, an old preview) it may be another tomorrow.
    const keep = (request.query as { v?: unknown }).v ? 'public, max-age=31536000, immutable' : 'public, max-age=300'
    return reply
      .headers({ 'cache-control': keep, 'x-content-type-options': 'nosniff', 'content-length': found.bytes, 'cross-origin-resource-policy': 'cross-origin' })
      .type(found.type)
      .send(found.stream)
  }

  /** The link a visitor of this shop came by: only an open one of this very shop is believed. */
  const cameBy = async (workspaceId: string, k: unknown) => {
    const code = typeof k === 'string' ? readLinkCode(k) : null
    const destination = code === null ? null : await links.get(code)
    return destination && destination.location !== null && destination.trace.workspaceId === workspaceId ? destination : null
  }

  return {
    plugin: async (app) => {
      app.get('/l/:code', (request, reply) => {
        const code = readLinkCode((request.params as { code: string }).code)
        if (code === null) return gone(request, reply, null)
        const destination = links.get(code)
        return destination instanceof Promise
          ? destination.then((found) => follow(request, reply, found))
          : follow(request, reply, destination)
      })
      app.get('/s/:shop/go/:button', press)
      app.get('/s/:shop/picture', picture)
    },
    pageFor: async (slug, k) => {
      const page = await pages.get(slug)
      if (!page) return null
      const { url, reachable } = parts.publicAddress()
      return { ...publicPage(page, reachable ? url : null, (await cameBy(page.shop.id, k))?.trace.code ?? null), tracker: trackerOfShopPage(page.shop.id) }
    },
    counts: () => ({ ...counts }),
    close: () => {
      stopHearing?.()
      hand()
    },
  }
}

async function pageOf({ database, scopes }: RedirectParts, slug: string): Promise<KeptPage | null> {
  const shop = await acrossShops.shopBySlug(database.reader, slug)
  return shop && keptPage(scopes.reading(shop.id))
}

/** Where a button of the page leads, with the chat code of the link that brought the visitor. */
function behind(page: KeptPage, button: StoredButton, chatCode: string | null): string | null {
  if (!opensChat(button)) return button.target
  const { whatsapp } = page.shop
  if (whatsapp === null) return null
  const language = languageOfShop(page.shop)
  return whatsappAddress(whatsapp, chatText(language, button.kind === 'order' ? orderWords(language, button) : null, chatCode))
}

const orderWords = (language: Language, button: StoredButton): string =>
  textsIn(language)('links:chat.order', { product: button.target ?? button.label })

/** HEAD and what browsers fetch ahead are no click. Bots the intake knows by their name. */
function isNoPerson({ method, headers }: FastifyRequest): boolean {
  if (method === 'HEAD') return true
  const ahead = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz']
  return ahead !== undefined && /prefetch|prerender|preview/i.test(String(ahead))
}

/** Written out, since this runs for every click: `undefined` is what is not known. */
const seen = (hit: IncomingHit, { ip, headers }: FastifyRequest): IncomingHit => ({
  ...hit,
  ip,
  userAgent: headers['user-agent'] ?? '',
  referrer: headers.referer,
  language: headers['accept-language'],
  // Who is signed in to the desk tries a link out; on a small shop's figures a few of those weigh.
  own: headers.cookie?.includes(DESK_COOKIE) ?? false,
  doNotTrack: headers.dnt === '1' || headers['sec-gpc'] === '1',
})

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from '#contract/channels.ts'
import type { PublicShopPage } from '#contract/shop-page.ts'
import type { Language } from '#contract/values.ts'
import { openerOf, trackerOfShopPage, type IncomingHit, type Intake } from '#modules/analytics'
import { acrossShops } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import type { Database, WriteListener } from '#platform/db'
import { answerAhead, languageFor } from '#platform/http'
import { textsIn } from '#platform/i18n'
import type { ReadScope, Scopes } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { addressesFor } from '../addresses.ts'
import { chatApps, openingOf } from '../chats/index.ts'
import { staleAfter } from '../events.ts'
import { readLinkCode } from '../model/link-code.ts'
import { readLinkWord } from '../model/link-word.ts'
import { languageOfShop } from '../model/shop-language.ts'
import { readTarget } from '../model/target.ts'
import type { BuyButtonShown, LinksNeeds, NewestPost } from '../needs.ts'
import { keptPage, opensChat, publicPage, type KeptPage, type ShownPage } from '../queries/shop-page.ts'
import type { StoredButton } from '../tables.ts'
import { headersTo, houseHeadersOf, openAhead, type AheadParts } from './ahead.ts'
import { callerOf, isNoPerson, type Asked } from './caller.ts'
import { openClicks } from './clicks.ts'
import { destinationOf, shopOf, type Destination, type Guarded } from './destination.ts'
import { openGuard } from './guard.ts'
import { openMissed } from './missed.ts'
import { remembered } from './remembered.ts'
import { gonePage, onwardPage, overPage, PASSWORD_PAGE_POLICY, passwordPage, SMALL_PAGE_POLICY } from './small-page.ts'

export interface RedirectParts extends LinksNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
  /** Without `codeThatLed` only the page's own address says by which link people came. */
  intake: Pick<Intake, 'recordAll'> & Partial<Pick<Intake, 'codeThatLed'>>
  media: Pick<MediaStore, 'read'>
  /** The post that went out last; without it pages show none. */
  newestPost?(scope: ReadScope): Promise<NewestPost | null>
  /** The shop's buy buttons that stand on its page; without it there are none. */
  buyButtons?(scope: ReadScope): Promise<BuyButtonShown[]>
  /** Whether the shop takes orders by its form. */
  orderForm?(scope: ReadScope): Promise<boolean>
  /** Committed announcements of every process; without them a change is seen within half a minute. */
  news?: Pick<WriteListener, 'on'>
  /** Lets plain links be answered ahead of routing and hooks; without it none are. */
  ahead?: AheadParts
}

export interface RedirectCounts {
  redirected: number
  /** Codes that nothing stands behind: mistyped, or made up. */
  unknown: number
  /** Links their shop has closed. */
  closed: number
  /** Links whose days or openings are over. */
  over: number
  /** Clicks the intake could not keep (a full disk, too many at once): people went on, the count did not. */
  uncounted: number
}

export interface Redirect {
  /** Registers `/l/:code` and `/l/:shop/:word` (and their form's POST), `/s/:shop/go/:button`, `/s/:shop/post` and `/s/:shop/picture`. */
  plugin(app: FastifyInstance): Promise<void>
  /** The page of a shop for one visitor; null where there is none. `k` is the code of the link they came by. */
  pageFor(slug: string, k: string | null): Promise<PublicShopPage | null>
  /** On which channel an open link of the shop's is placed, by its code. */
  channelOf(workspaceId: string, code: string): Promise<Channel | null>
  counts(): RedirectCounts
  /** Hands over what waits, and resolves when it is kept; before the intake is closed. */
  close(): Promise<void>
}

const FRESH_MS = 30_000
const ABSENT_MS = 5_000
const MOST_REMEMBERED = 20_000
/** A word and its name. */
const MOST_FORM_BYTES = 2_000

/**
 * The hot way: a code comes in, an address goes out, the click is journalled behind the answer. A kill can lose the
 * last few milliseconds of clicks, a power cut the last quarter of a second; nobody waits for a disk before they are led on.
 */
export function openRedirect(parts: RedirectParts): Redirect {
  const { clock, intake } = parts
  const counts: RedirectCounts = { redirected: 0, unknown: 0, closed: 0, over: 0, uncounted: 0 }
  const clicks = openClicks(intake, (lost) => {
    counts.uncounted += lost
  })
  const missed = openMissed({ db: parts.database.writer, scopes: parts.scopes, clock })
  const shared = { clock, freshMs: FRESH_MS, absentMs: ABSENT_MS, most: MOST_REMEMBERED }
  const links = remembered<Destination>({ ...shared, ask: (code) => destinationOf(parts, code), ofShop: shopOf })
  const pages = remembered<ShownPage | null>({ ...shared, ask: (slug) => pageOf(parts, slug), ofShop: (page) => page?.shop.id ?? null })
  const stopHearing = parts.news?.on(({ workspaceId, type }) => {
    if (!staleAfter.has(type)) return
    links.forget(workspaceId)
    pages.forget(workspaceId)
  })

  const count = (asked: Asked, hit: IncomingHit) => {
    if (!isNoPerson(asked) && !clicks.take(hit, callerOf(asked))) counts.uncounted++
  }

  const lead = (request: FastifyRequest, reply: FastifyReply, location: string, hit: IncomingHit): FastifyReply => {
    counts.redirected++
    // A browser that remembered the redirect would not come by again, and the click would not be counted.
    // Past Fastify's own way out, which would cost a sixteenth of the whole; only once the head is written, which may throw.
    reply.raw.writeHead(302, headersTo(location))
    reply.hijack().raw.end()
    count(request, hit)
    return reply
  }

  const ahead =
    parts.ahead &&
    openAhead({
      ...parts.ahead,
      plain: (code) => {
        const destination = links.known(code)
        return destination && destination.location !== null ? destination : undefined
      },
      onLed: (asked, { trace }) => {
        counts.redirected++
        count(asked, trace)
      },
    })

  const gone = (request: FastifyRequest, reply: FastifyReply, shop: { name: string; slug: string } | null): FastifyReply => {
    counts[shop ? 'closed' : 'unknown']++
    noteMissed(request)
    return say(reply, 404, gonePage(languageFor(request), shop))
  }

  const follow = (request: FastifyRequest, reply: FastifyReply, destination: Destination): FastifyReply | Promise<FastifyReply> => {
    if (destination.location !== null) {
      const house = ahead && request.method === 'GET' ? houseHeadersOf(reply.raw) : undefined
      lead(request, reply, destination.location, destination.trace)
      // Only once it is said: a head that can't be written is nothing to say again.
      if (house) ahead?.learn(destination, house)
      return reply
    }
    return destination.guard ? pass(request, reply, destination) : gone(request, reply, destination.shop)
  }

  /** Only of `/l/<code>`, and only what people ask for. */
  const noteMissed = (request: FastifyRequest) => {
    const code = readLinkCode((request.params as { code?: string }).code ?? '')
    if (code !== null && !isNoPerson(request) && !openerOf({ userAgent: request.headers['user-agent'] }).bot) missed.note(code)
  }

  const guard = openGuard(parts)
  /** `word`: what was typed into the form of a link that asks for one. */
  const pass = async (request: FastifyRequest, reply: FastifyReply, destination: Guarded, word?: string): Promise<FastifyReply> => {
    const { ip, userAgent, language } = callerOf(request)
    const way = await guard(destination, { opener: openerOf({ ip, userAgent, language }), ip: request.ip, person: !isNoPerson(request), word })
    const { shop } = destination.guard
    const speaks = languageFor(request)
    if (way.to !== null) {
      if (word === undefined) return lead(request, reply, way.to, way.trace)
      counts.redirected++
      count(request, way.trace)
      return say(reply, 200, onwardPage(speaks, way.to, shop))
    }
    if (way.because === 'over') {
      counts.over++
      noteMissed(request)
      return say(reply, 404, overPage(speaks, shop))
    }
    const asked = { code: destination.trace.code, shop }
    if (way.because === 'password') return say(reply, 200, passwordPage(speaks, asked), PASSWORD_PAGE_POLICY)
    return say(reply, way.because === 'wrong' ? 403 : 429, passwordPage(speaks, { ...asked, said: way.because }), PASSWORD_PAGE_POLICY)
  }

  const open = (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
    const way = wayIn(request)
    if (way === null) return gone(request, reply, null)
    const destination = links.get(way)
    return destination instanceof Promise ? destination.then((found) => follow(request, reply, found)) : follow(request, reply, destination)
  }

  const answerForm = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const way = wayIn(request)
    const destination = way === null ? null : await links.get(way)
    if (!destination?.trace) return gone(request, reply, destination?.shop ?? null)
    // Whoever takes its word off while somebody types it leads them on all the same.
    if (destination.location !== null) return say(reply, 200, onwardPage(languageFor(request), destination.location, { name: '', slug: '' }))
    return pass(request, reply, destination, (request.body as URLSearchParams | null)?.get('word') ?? '')
  }

  const press = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { shop: slug, button: id } = request.params as { shop: string; button: string }
    const page = await pages.get(slug)
    const button = page?.buttons.find((one) => one.id === id)
    if (!page || !button) return gone(request, reply, page && page.shop)
    const came = await ledBy(page.shop.id, request)
    const location = behind(page, button, came?.chatCode ?? null)
    if (location === null) return gone(request, reply, page.shop)
    return lead(request, reply, location, {
      workspaceId: page.shop.id,
      path: `/s/${slug}`,
      ...came?.trace,
      ...(opensChat(button) ? { kind: 'whatsapp-opened' } : { kind: 'outbound', name: location }),
    })
  }

  const newestPost = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { shop: slug } = request.params as { shop: string }
    const page = await pages.get(slug)
    if (!page?.newest) return gone(request, reply, page && page.shop)
    const came = await ledBy(page.shop.id, request)
    const { address } = page.newest
    return lead(request, reply, address, { workspaceId: page.shop.id, path: `/s/${slug}`, ...came?.trace, kind: 'outbound', name: address })
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
    return destination?.trace && destination.trace.workspaceId === workspaceId ? destination : null
  }

  /**
   * The link somebody came by. Over another of the shop's sites it is the one that led there: a link on the shop's own pages is no
   * source. Else it is the one in the page's address, or where they have left that in between, the one that led to their visit.
   */
  const ledBy = async (workspaceId: string, request: FastifyRequest) => {
    const { k } = request.query as { k?: unknown }
    const led = await intake.codeThatLed?.(workspaceId, callerOf(request))
    return (led?.overSites ? await cameBy(workspaceId, led.code) : null) ?? (await cameBy(workspaceId, k)) ?? (led ? cameBy(workspaceId, led.code) : null)
  }

  return {
    plugin: async (app) => {
      if (ahead) answerAhead(app, ahead.answer)
      app.get('/l/:code', open)
      app.get('/l/:shop/:word', open)
      await app.register(async (forms) => {
        forms.removeAllContentTypeParsers()
        forms.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MOST_FORM_BYTES }, (_request, body, done) =>
          done(null, new URLSearchParams(body as string)),
        )
        forms.post('/l/:code', answerForm)
        forms.post('/l/:shop/:word', answerForm)
      })
      app.get('/s/:shop/go/:button', press)
      app.get('/s/:shop/post', newestPost)
      app.get('/s/:shop/picture', picture)
    },
    pageFor: async (slug, k) => {
      const page = await pages.get(slug)
      if (!page) return null
      return { ...publicPage(page, addressesFor(parts, page.shop), (await cameBy(page.shop.id, k))?.trace.code ?? null), tracker: trackerOfShopPage(page.shop.id) }
    },
    channelOf: async (workspaceId, code) => (await cameBy(workspaceId, code))?.trace.channel ?? null,
    counts: () => ({ ...counts }),
    close: async () => {
      stopHearing?.()
      await Promise.all([clicks.hand(), missed.close()])
    },
  }
}

async function pageOf({ database, scopes, newestPost, buyButtons, orderForm, publicAddress }: RedirectParts, slug: string): Promise<ShownPage | null> {
  const shop = await acrossShops.shopBySlug(database.reader, slug)
  if (!shop) return null
  const scope = scopes.reading(shop.id)
  const page = await keptPage(scope)
  const buys = buyButtons ? await buyButtons(scope) : []
  const form = orderForm ? await orderForm(scope) : false
  const newest = page.newestPost && newestPost ? await newestPost(scope) : null
  // A network has said where it stands; it is led to like any other address, or not at all.
  return { ...page, buys, form, payAt: publicAddress().url ?? '', newest: newest && 'href' in readTarget(newest.address, null) ? newest : null }
}

/** A page of our own, which nobody keeps and no search engine lists. */
const say = (reply: FastifyReply, status: number, html: string, policy = SMALL_PAGE_POLICY): FastifyReply =>
  reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'content-security-policy': policy, 'x-robots-tag': 'noindex' })
    .type('text/html; charset=utf-8')
    .send(html)

/** How a link is asked for: by its code, or by a word (or code) of one shop. Null for what can be neither. */
function wayIn({ params }: FastifyRequest): string | null {
  const { code, shop, word } = params as { code?: string; shop?: string; word?: string }
  if (code !== undefined) return readLinkCode(code)
  const named = readLinkWord(word!)
  return named === null || !SLUG.test(shop!) ? null : `${shop!}/${named}`
}
const SLUG = /^[a-z0-9-]{1,80}$/

/** Where a button of the page leads, with the chat code of the link that brought the visitor. */
function behind(page: KeptPage, button: StoredButton, chatCode: string | null): string | null {
  const language = languageOfShop(page.shop)
  if (button.kind === 'telegram' || button.kind === 'messenger') return chatApps[button.kind].address(button.target!, openingOf(language, null, chatCode))
  if (!opensChat(button)) return button.target
  const { whatsapp } = page.shop
  return whatsapp && chatApps.whatsapp.address(whatsapp, openingOf(language, button.kind === 'order' ? orderWords(language, button) : null, chatCode))
}

const orderWords = (language: Language, button: StoredButton): string =>
  textsIn(language)('links:chat.order', { product: button.target ?? button.label })

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import type { Caller, IncomingHit } from '#modules/analytics'
import { commands as workspace } from '#modules/workspace'
import { listenForWrites } from '#platform/db'
import { newId } from '#platform/ids'
import { openMediaStore } from '#platform/storage'
import { addPlacement } from '../commands/add-placement.ts'
import { changeShopPage } from '../commands/change-shop-page.ts'
import { closeLink } from '../commands/close-link.ts'
import { linkForPost } from '../commands/link-for-post.ts'
import { makeLink } from '../commands/make-link.ts'
import { setConditions } from '../commands/set-conditions.ts'
import { setPagePicture } from '../commands/set-page-picture.ts'
import { openDomains } from '../domains/open-domains.ts'
import { setOwnDomain } from '../domains/own-domain.ts'
import { ADDRESS, begin, conditions, done, reachable } from '../for-tests.ts'
import { openRedirect, type Redirect, type RedirectParts } from './redirect.ts'

interface Served {
  shop: TestShop
  app: FastifyInstance
  redirect: Redirect
  hits: IncomingHit[]
  open(path: string, more?: { method?: 'GET' | 'HEAD'; headers?: Record<string, string> }): Promise<{ status: number; location: string | undefined; body: string }>
}

async function serve(shop: TestShop, more: Partial<RedirectParts> = {}): Promise<Served> {
  const hits: IncomingHit[] = []
  // A journal on paper: what the redirect hands over is what is asked here; the real one is asked in clicks.test.ts.
  const recordAll = async (hit: IncomingHit, callers: readonly Caller[]): Promise<void> => {
    hits.push(...callers.map((caller) => ({ ...hit, ...caller })))
  }
  const media = openMediaStore('/nonexistent')
  const redirect = openRedirect({ ...reachable, database: shop.database, scopes: shop.scopes, clock: shop.clock, intake: { recordAll }, media, ...more })
  const app = Fastify()
  await app.register(redirect.plugin)
  onTestFinished(() => app.close())
  onTestFinished(() => redirect.close())
  const open: Served['open'] = async (path, { method = 'GET', headers = {} } = {}) => {
    const answer = await app.inject({ method, url: path, headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14)', ...headers } })
    await handedOver()
    return { status: answer.statusCode, location: answer.headers.location as string | undefined, body: answer.body }
  }
  return { shop, app, redirect, hits, open }
}

/** Clicks are handed to the intake ten milliseconds behind the answer. */
const handedOver = () => new Promise((resolve) => setTimeout(resolve, 15))

const made = (shop: TestShop, wanted: Parameters<typeof makeLink>[2]) => shop.writing(async (scope) => done(await makeLink(scope, reachable, wanted)))

test('a link to the shop page leads there with its code, and the click is counted for its post', async () => {
  const { shop, app, hits, open } = await serve(await begin(await testShop({ hits: false })))
  const post = { postId: newId(), accountId: null, channel: 'instagram' as const, target: 'shop-page' as const }
  const link = await shop.writing(async (scope) => done(await linkForPost(scope, reachable, post)))
  const answer = await app.inject({ url: `/l/${link.code}`, headers: { referer: 'https://l.instagram.com/', dnt: '1', 'user-agent': 'Phone' } })
  expect(hits).toEqual([])
  await handedOver()
  expect(answer.statusCode).toBe(302)
  expect(answer.headers).toMatchObject({ location: `/s/sambal?k=${link.code}`, 'cache-control': 'no-store' })
  expect(hits).toEqual([
    {
      kind: 'click',
      workspaceId: shop.workspaceId,
      linkId: link.id,
      code: link.code,
      channel: 'instagram',
      postId: post.postId,
      ip: '127.0.0.1',
      userAgent: 'Phone',
      referrer: 'https://l.instagram.com/',
      doNotTrack: true,
      own: false,
    },
  ])
  expect((await open(`/l/${link.code.toUpperCase()}`)).location).toBe(`/s/sambal?k=${link.code}`)
})

test('a chat link opens WhatsApp with the code written already, in the language of the shop', async () => {
  const tini = await begin(await testShop({ hits: false }))
  const ros = await begin(tini.another(), { name: 'Kuih Kak Ros', slug: 'kuih', country: 'MY' })
  const { hits, open } = await serve(tini)
  const one = await made(tini, { kind: 'whatsapp', channel: 'whatsapp' })
  const two = await made(ros, { kind: 'whatsapp', channel: 'facebook', message: 'Nak 2 balang & teh?' })
  expect((await open(`/l/${one.code}`)).location).toBe(`https://wa.me/6281234567890?text=Halo%2C%20saya%20tertarik%20(${one.chatCode})`)
  expect((await open(`/l/${two.code}`)).location).toBe(`https://wa.me/601112345678?text=Nak%202%20balang%20%26%20teh%3F%20(${two.chatCode})`)
  expect(hits.map(({ kind, workspaceId }) => [kind, workspaceId])).toEqual([
    ['whatsapp-opened', tini.workspaceId],
    ['whatsapp-opened', ros.workspaceId],
  ])
})

test('a placement is counted as itself', async () => {
  const { shop, hits, open } = await serve(await begin(await testShop({ hits: false })))
  const jar = await shop.writing(async (scope) => done(await addPlacement(scope, reachable, { kind: 'jar', name: 'Tutup', leadsTo: 'shop-page' })))
  await open(`/l/${jar.link.code}`)
  expect(hits).toMatchObject([{ kind: 'click', placement: jar.id, channel: 'card' }])
})

test('who is signed in to the desk and tries a link out is counted as the shop itself', async () => {
  const { shop, hits, open } = await serve(await begin(await testShop({ hits: false })))
  const link = await made(shop, { kind: 'shop-page', channel: 'instagram' })
  await open(`/l/${link.code}`, { headers: { cookie: 'kicau_theme=dark; kicau.session_token=abc' } })
  expect(hits).toMatchObject([{ kind: 'click', own: true }])
})

test('HEAD and what a browser fetches ahead are led on and not counted', async () => {
  const { shop, hits, open } = await serve(await begin(await testShop({ hits: false })))
  const link = await made(shop, { kind: 'url', channel: 'blog', target: 'https://shopee.co.id/sambal' })
  const ways: Parameters<Served['open']>[1][] = [{ method: 'HEAD' }, { headers: { 'sec-purpose': 'prefetch;prerender' } }, { headers: { purpose: 'preview' } }]
  for (const more of ways)
    expect(await open(`/l/${link.code}`, more)).toMatchObject({ status: 302, location: 'https://shopee.co.id/sambal' })
  expect(hits).toEqual([])
})

test('a code that nothing stands behind gets a page in the language of its reader', async () => {
  const { redirect, hits, open } = await serve(await begin(await testShop({ hits: false })))
  for (const [language, words] of [
    ['id-ID', 'Tautan ini tidak ada'],
    ['ms', 'Pautan ini tiada'],
    ['en-GB', 'This link does not exist'],
  ] as const) {
    const answer = await open('/l/zzzzz', { headers: { 'accept-language': language } })
    expect(answer).toMatchObject({ status: 404 })
    expect(answer.body).toContain(words)
  }
  for (const path of ['/l/x', '/l/%3Cscript%3E', '/l/..%2F..%2Fetc', '/s/nobody/go/chat', '/s/sambal/go/none', `/l/${'z'.repeat(90)}`])
    expect(await open(path), path).toMatchObject({ status: 404, location: undefined })
  expect(redirect.counts()).toMatchObject({ redirected: 0, unknown: 8, closed: 1 })
  expect(hits).toEqual([])
})

test('a closed link shows the way to its shop, whatever the shop is called', async () => {
  const { shop, redirect, open } = await serve(await begin(await testShop({ hits: false }), { name: '<script>alert("1")</script> & "Sambal"' }))
  const link = await made(shop, { kind: 'url', channel: 'blog', target: 'https://shopee.co.id/sambal' })
  await shop.writing((scope) => closeLink(scope, link.id))
  const answer = await open(`/l/${link.code}`)
  expect(answer.status).toBe(404)
  expect(answer.body).toContain('href="/s/sambal"')
  expect(answer.body).not.toContain('<script>')
  expect(answer.body).toContain('&#60;script&#62;alert(&#34;1&#34;)')
  expect(redirect.counts().closed).toBe(1)
})

test('a change is seen at once through the news, and after half a minute without them', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const news = listenForWrites(shop.postgres)
  onTestFinished(() => news.close())
  const heard = await serve(shop, { news })
  const deaf = await serve(shop)
  const link = await made(shop, { kind: 'whatsapp', channel: 'whatsapp' })
  const number = async (served: Served) => /wa\.me\/(\d+)/.exec((await served.open(`/l/${link.code}`)).location ?? '')?.[1]
  expect([await number(heard), await number(deaf)]).toEqual(['6281234567890', '6281234567890'])
  await shop.writing((scope) => workspace.changeShop(scope, { reserved: new Set() }, { whatsapp: '0857 1111 2222' }))
  await expect.poll(() => number(heard)).toBe('6285711112222')
  expect(await number(deaf)).toBe('6281234567890')
  shop.clock.advance(30_000)
  expect(await number(deaf)).toBe('6285711112222')
})

test('a shop that has taken its number away is still found', async () => {
  const { shop, open } = await serve(await begin(await testShop({ hits: false })))
  const link = await made(shop, { kind: 'whatsapp', channel: 'whatsapp' })
  await shop.writing((scope) => workspace.changeShop(scope, { reserved: new Set() }, { whatsapp: null }))
  expect((await open(`/l/${link.code}`)).location).toBe(`/s/sambal?k=${link.code}`)
})

test("a page's buttons carry the code of the link that brought the visitor, and count for it", async () => {
  const shop = await begin(await testShop({ hits: false }))
  const other = await begin(shop.another(), { slug: 'lain' })
  const { redirect, hits, open } = await serve(shop)
  const page = await shop.writing(async (scope) =>
    done(
      await changeShopPage(scope, reachable, {
        headline: 'Sambal',
        words: '',
        pictureAlt: '',
        theme: 'leaf',
        buttons: [
          { kind: 'whatsapp', label: 'Chat', target: null },
          { kind: 'order', label: 'Sambal bawang', target: 'Sambal bawang 150 g' },
          { kind: 'marketplace', label: 'Shopee', target: 'https://shopee.co.id/sambal' },
        ],
      }),
    ),
  )
  const [chat, order, shopee] = page.buttons.map((button) => button.id)
  const link = await made(shop, { kind: 'shop-page', channel: 'instagram' })
  const foreign = await made(other, { kind: 'shop-page', channel: 'tiktok' })

  const shown = (await redirect.pageFor('sambal', link.code))!
  expect(shown).toMatchObject({ name: 'Sambal Bu Tini', language: 'id', url: `${ADDRESS}/s/sambal`, picture: null })
  expect(shown.buttons[0]!.href).toBe(`/s/sambal/go/${chat}?k=${link.code}`)
  expect((await open(shown.buttons[0]!.href)).location).toBe(`https://wa.me/6281234567890?text=Halo%2C%20saya%20tertarik%20(${link.chatCode})`)
  expect((await open(shown.buttons[1]!.href)).location).toBe(
    `https://wa.me/6281234567890?text=${encodeURIComponent(`Halo, saya mau pesan: Sambal bawang 150 g (${link.chatCode})`)}`,
  )
  expect((await open(shown.buttons[2]!.href)).location).toBe('https://shopee.co.id/sambal')
  const came = { linkId: link.id, channel: 'instagram', code: link.code, path: '/s/sambal', workspaceId: shop.workspaceId }
  expect(hits).toMatchObject([
    { kind: 'whatsapp-opened', ...came },
    { kind: 'whatsapp-opened', ...came },
    { kind: 'outbound', name: 'https://shopee.co.id/sambal', ...came },
  ])

  // Who came over another of the shop's sites is of the link that led there, whatever link stood on it; who only left the page in between, of theirs.
  const onBlog = await made(shop, { kind: 'shop-page', channel: 'blog' })
  for (const [overSites, k, by] of [[true, onBlog, link], [false, onBlog, onBlog], [false, null, link]] as const) {
    const over = await serve(shop, { intake: { recordAll: async () => {}, codeThatLed: async () => ({ code: link.code, overSites }) } })
    expect((await over.open(`/s/sambal/go/${chat}${k ? `?k=${k.code}` : ''}`)).location).toContain(`(${by.chatCode})`)
  }

  // Who types the address comes by no link; who brings another shop's code is not believed.
  for (const k of [null, foreign.code, 'nonsense', '"><script>']) {
    const bare = (await redirect.pageFor('sambal', k))!
    expect(bare.buttons[0]!.href).toBe(`/s/sambal/go/${chat}`)
    expect((await open(`/s/sambal/go/${order}?k=${encodeURIComponent(k ?? '')}`)).location).toContain('150%20g')
    expect(hits.at(-1)).not.toHaveProperty('linkId')
  }
  expect((await open(`/s/sambal/go/${shopee}?k=a&k=b`)).location).toBe('https://shopee.co.id/sambal')
  expect(await redirect.pageFor('nobody', null)).toBeNull()
})

test('the page shows the post that went out last where its owner says so, and leads there like a link', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const post = { text: `Sambal ${'pedas '.repeat(60)}`, channel: 'bluesky' as const, address: 'https://bsky.app/profile/tini/post/1', publishedAt: new Date('2026-11-17T18:00:00Z') }
  const { redirect, hits, open } = await serve(shop, { newestPost: async (scope) => (scope.workspaceId === shop.workspaceId ? post : null) })
  const page = { headline: '', words: '', pictureAlt: '', theme: 'leaf' as const, buttons: [] }
  const save = (more: object) => shop.writing(async (scope) => done(await changeShopPage(scope, reachable, { ...page, ...more })))
  await save({})
  expect((await redirect.pageFor('sambal', null))!.newest).toBeNull()
  expect((await open('/s/sambal/post')).status).toBe(404)

  expect((await save({ newestPost: true })).newestPost).toBe(true)
  // Left out, it stays.
  expect((await save({})).newestPost).toBe(true)
  shop.clock.advance(30_000)
  const link = await made(shop, { kind: 'shop-page', channel: 'instagram' })
  const shown = (await redirect.pageFor('sambal', link.code))!.newest!
  expect(shown).toMatchObject({ label: 'Posting terbaru di Bluesky, 18 November', href: `/s/sambal/post?k=${link.code}` })
  expect([...shown.text].length).toBeLessThanOrEqual(282)
  expect((await open(shown.href)).location).toBe(post.address)
  expect(hits).toMatchObject([{ kind: 'outbound', name: post.address, linkId: link.id }])
  // An address that no link may lead to is not led to here either.
  post.address = 'javascript:alert(1)'
  shop.clock.advance(30_000)
  expect((await redirect.pageFor('sambal', null))!.newest).toBeNull()
})

test('the picture is served with its version for good, and without one for a while', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const folder = await mkdtemp(join(tmpdir(), 'kicau-media-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const media = openMediaStore(folder)
  const { app, redirect, open } = await serve(shop, { media })
  expect(await open('/s/sambal/picture')).toMatchObject({ status: 404 })
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a33' } }).png().toBuffer()
  await shop.writing(async (scope) => done(await setPagePicture(scope, { ...reachable, media }, bytes)))
  shop.clock.advance(30_000)
  const page = (await redirect.pageFor('sambal', null))!
  expect(page.pictureUrl).toBe(ADDRESS + page.picture!.src)
  const picture = await app.inject(page.picture!.src)
  expect(picture.headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=31536000, immutable' })
  expect(Number(picture.headers['content-length'])).toBe(picture.rawPayload.length)
  expect((await app.inject('/s/sambal/picture')).headers['cache-control']).toBe('public, max-age=300')
})

test('what waits to be handed over is handed over when Kicau stops', async () => {
  const { shop, app, redirect, hits } = await serve(await begin(await testShop({ hits: false })))
  const link = await made(shop, { kind: 'shop-page', channel: 'card' })
  await app.inject(`/l/${link.code}`)
  await redirect.close()
  expect(hits).toHaveLength(1)
})

test('people are led on while the journal is full', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { redirect, open } = await serve(shop, { intake: { recordAll: () => Promise.reject(new Error('the disk is full')) } })
  const link = await made(shop, { kind: 'shop-page', channel: 'card' })
  expect((await open(`/l/${link.code}`)).status).toBe(302)
  expect(redirect.counts()).toMatchObject({ redirected: 1, uncounted: 1 })
})

test('a word of the shop’s own stands in the address, is nobody else’s way in, and opens what the code opens', async () => {
  const { shop, hits, open } = await serve(await begin(await testShop({ hits: false })))
  const link = await made(shop, { kind: 'url', channel: 'instagram', target: 'https://shopee.co.id/sambal', word: 'Promo-Lebaran' })
  expect(link).toMatchObject({ word: 'promo-lebaran', url: `${ADDRESS}/l/sambal/promo-lebaran` })
  for (const way of ['/l/sambal/promo-lebaran', '/l/sambal/PROMO-lebaran', `/l/${link.code}`, `/l/sambal/${link.code}`]) expect(await open(way), way).toMatchObject({ status: 302, location: 'https://shopee.co.id/sambal' })
  expect(hits.every(({ linkId }) => linkId === link.id)).toBe(true)
  await begin(await shop.another(), { slug: 'lain' })
  for (const way of ['/l/lain/promo-lebaran', `/l/lain/${link.code}`, '/l/promo-lebaran', '/l/sambal/promo--lebaran', '/l/sambal/-', `/l/sambal/${'x'.repeat(41)}`]) expect((await open(way)).status, way).toBe(404)

  const again = (word: string) => shop.writing((scope) => makeLink(scope, reachable, { kind: 'shop-page', channel: 'card', word }))
  expect(await again('promo-lebaran')).toMatchObject({ refused: 'links.word-taken' })
  expect(await again(link.code)).toMatchObject({ refused: 'links.word-taken' })
  for (const wrong of ['payback', 'a--b', '-ab', 'gratis ongkir', 'ä-b-c']) expect(await again(wrong), wrong).toMatchObject({ refused: 'links.word-unreadable' })
  // Two at once: one has it.
  const both = await Promise.all([again('kartu'), again('kartu')])
  expect(both.map((one) => 'refused' in one).sort()).toEqual([false, true])
})

test('under the shop’s own domain links and page are written with it', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const needs = { ...reachable, ownDomain: (id: string) => (id === shop.workspaceId ? 'https://sambal.id' : null) }
  const { redirect } = await serve(shop, needs)
  const [plain, named] = await shop.writing(async (scope) => [
    done(await makeLink(scope, needs, { kind: 'whatsapp', channel: 'card' })),
    done(await makeLink(scope, needs, { kind: 'whatsapp', channel: 'card', word: 'pesan-sekarang' })),
  ])
  expect([plain!.url, named!.url]).toEqual([`https://sambal.id/${plain!.code}`, 'https://sambal.id/pesan-sekarang'])
  expect((await redirect.pageFor('sambal', null))?.url).toBe('https://sambal.id')
  // Nor does one lead to another, however it is written.
  const round = { kind: 'url' as const, channel: 'card' as const, target: 'sambal.id/pesan-sekarang' }
  expect(await shop.writing((scope) => makeLink(scope, needs, round))).toMatchObject({ refused: 'links.target-ourselves' })
  expect(await shop.writing((scope) => setConditions(scope, needs, plain!.id, conditions({ lastDay: '2030-01-01', afterwards: round.target })))).toMatchObject({ refused: 'links.target-ourselves', where: 'afterwards' })

  // As the server asks it, before any route: what comes in by that name is this shop's, and nobody else's.
  await shop.writing((scope) => setOwnDomain(scope, needs, { host: 'sambal.id', state: 'here' }))
  const domains = await openDomains({ db: shop.database.reader, protocol: 'https:' })
  const app = Fastify({ rewriteUrl: (request) => domains.pathFor(request.headers.host, request.url!) })
  await app.register(redirect.plugin)
  onTestFinished(() => app.close())
  onTestFinished(() => domains.close())
  const other = await begin(await shop.another(), { slug: 'lain' })
  const theirs = await made(other as TestShop, { kind: 'url', channel: 'card', target: 'https://example.com/' })
  const at = async (host: string, url: string) => (await app.inject({ url, headers: { host } })).statusCode
  for (const url of [`/${plain!.code}`, `/l/${plain!.code}`, '/pesan-sekarang']) expect(await at('sambal.id', url), url).toBe(302)
  for (const url of [`/${theirs.code}`, `/l/${theirs.code}`, '/today']) expect(await at('sambal.id', url), url).toBe(404)
  expect(await at('kicau.example.com', `/l/${theirs.code}`)).toBe(302)
})

test('Telegram and Messenger open with the words and the code, each in its own way', async () => {
  const { shop, hits, open } = await serve(await begin(await testShop({ hits: false })))
  const person = await made(shop, { kind: 'telegram', channel: 'telegram', target: '@sambalbutini', message: 'Halo Bu' })
  const bot = await made(shop, { kind: 'telegram', channel: 'telegram', target: 'https://t.me/SambalBot' })
  const page = await made(shop, { kind: 'messenger', channel: 'facebook', target: 'facebook.com/sambal.butini' })
  expect((await open(`/l/${person.code}`)).location).toBe(`https://t.me/sambalbutini?text=${encodeURIComponent(`Halo Bu (${person.chatCode})`)}`)
  expect((await open(`/l/${bot.code}`)).location).toBe(`https://t.me/SambalBot?start=${bot.chatCode}`)
  expect((await open(`/l/${page.code}`)).location).toMatch(new RegExp(`^https://m\\.me/sambal\\.butini\\?text=.+&ref=${page.chatCode}$`))
  // Only WhatsApp's chats are called "WhatsApp opened".
  expect(hits.map(({ kind }) => kind)).toEqual(['click', 'click', 'click'])
  const refused = (wanted: Parameters<typeof makeLink>[2]) => shop.writing((scope) => makeLink(scope, reachable, wanted))
  expect(await refused({ kind: 'telegram', channel: 'telegram' })).toMatchObject({ refused: 'links.chat-name-missing' })
  for (const target of ['a b', '+62812', 'https://evil.example/x', 't.me/+abcdef', '"><script>']) expect(await refused({ kind: 'telegram', channel: 'telegram', target }), target).toMatchObject({ refused: 'links.chat-name-unreadable' })

  await shop.writing(async (scope) =>
    done(await changeShopPage(scope, reachable, { headline: '', words: '', pictureAlt: '', theme: 'paper', buttons: [{ id: 'tg', kind: 'telegram', label: 'Telegram', target: '@sambalbutini' }] })),
  )
  expect((await open(`/s/sambal/go/tg?k=${page.code}`)).location).toContain(encodeURIComponent(`(${page.chatCode})`))
})

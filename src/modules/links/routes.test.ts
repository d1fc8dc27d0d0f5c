import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import type { Link } from '#contract/links.ts'
import type { ShopPage } from '#contract/shop-page.ts'
import { mountRoutes, statusTable } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { newId } from '#platform/ids'
import { openMediaStore } from '#platform/storage'
import { linksErrors } from './errors.ts'
import { openDomains } from './domains/open-domains.ts'
import { lookAtDomains, setOwnDomain } from './domains/own-domain.ts'
import { linkForPost } from './commands/link-for-post.ts'
import { begin, reachable } from './for-tests.ts'
import { linksRoutes } from './routes.ts'

/** Domains that lead here, by the look from outside. */
const lookAtDomain = async (host: string) => (host === 'elsewhere.id' ? ('elsewhere' as const) : ('here' as const))

/** The routes as the server has them; whoever calls is a member of this one shop. */
async function served(shop: TestShop, needs = reachable): Promise<{ app: FastifyInstance; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-links-'))
  const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.test', guest: false }
  const app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  await app.register(multipart)
  const gate = { loginOf: async () => login, roleIn: async (id: string) => (id === shop.workspaceId ? ('owner' as const) : null) }
  const { scopes, database, clock } = shop
  mountRoutes({ app, scopes, database, clock, gate, secrets: secretsFrom(Buffer.alloc(32, 7)), statuses: statusTable([linksErrors, { 'platform.not-found': 404 }]) }, linksRoutes({ ...needs, media: openMediaStore(folder), db: database.reader, lookAtDomain }))
  onTestFinished(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { app, path: `/api/shops/${shop.workspaceId}` }
}

test('a link is made, drawn to print, asked by its chat code, closed and opened again', async () => {
  const shop = await begin(await testShop({ hits: false }), { name: 'Sambal <b>Bu Tini</b>' })
  const { app, path } = await served(shop)
  const made = await app.inject({ method: 'POST', url: `${path}/links`, payload: { kind: 'whatsapp', channel: 'card', name: '"><script>alert(1)</script>' } })
  expect(made.statusCode).toBe(201)
  const link = made.json<Link>()

  const svg = await app.inject(`${path}/links/${link.id}/qr`)
  expect(svg.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'content-security-policy': "default-src 'none'; img-src data:" })
  expect(await sharp(svg.rawPayload).metadata()).toMatchObject({ format: 'svg' })
  const png = await app.inject(`${path}/links/${link.id}/qr?as=png&download=true`)
  expect(png.headers['content-disposition']).toBe(`attachment; filename="qr-${link.code}.png"`)
  expect(await sharp(png.rawPayload).metadata()).toMatchObject({ format: 'png', width: 1024 })
  const sheet = await app.inject(`${path}/links/${link.id}/sheet?lang=ms`)
  expect(sheet.body).toContain('Imbas dengan kamera telefon')
  expect(sheet.body.match(/<svg/g)).toHaveLength(12)
  expect(sheet.body).not.toMatch(/<script|<b>Bu Tini/)

  expect((await app.inject(`${path}/chat-codes/${link.chatCode!.toLowerCase()}`)).json()).toMatchObject({ channel: 'card', linkId: link.id })
  expect((await app.inject({ method: 'DELETE', url: `${path}/links/${link.id}` })).statusCode).toBe(204)
  const unknown = await app.inject({ url: `${path}/chat-codes/${link.chatCode}`, headers: { 'accept-language': 'en' } })
  expect(unknown.statusCode).toBe(404)
  expect(unknown.json()).toMatchObject({ code: 'links.code-unknown', title: `The code “${link.chatCode}” is not known, or no longer valid.` })
  const placement = (await app.inject({ method: 'POST', url: `${path}/placements`, payload: { kind: 'jar', name: 'Toples' } })).json<{ id: string; link: Link }>()
  // A closed one's clicks are still its own, and so are a placement's.
  const named = (await app.inject(`${path}/links/names`)).json<unknown[]>()
  expect(named).toHaveLength(2)
  expect(named).toContainEqual({ id: placement.link.id, code: placement.link.code, channel: placement.link.channel, name: null, postId: null, placement: { id: placement.id, name: 'Toples' } })
  expect(named).toContainEqual({ id: link.id, code: link.code, channel: 'card', name: link.name, postId: null, placement: null })
  expect((await app.inject({ method: 'POST', url: `${path}/links/${link.id}/reopen` })).json()).toEqual(link)
})

test('a logo of any kind of picture stands in the middle of every code, whole and on white', async () => {
  const { app, path } = await served(await begin(await testShop({ hits: false })))
  const link = (await app.inject({ method: 'POST', url: `${path}/links`, payload: { kind: 'shop-page', channel: 'card' } })).json<Link>()
  const send = (bytes: Buffer) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'logo.png')
    return app.inject({ method: 'POST', url: `${path}/qr-logo`, payload: form as never })
  }
  const green = { r: 0, g: 128, b: 0 }
  // Wide and partly see-through: it is shown whole.
  const logo = await sharp({ create: { width: 200, height: 100, channels: 4, background: { ...green, alpha: 1 } } }).png().toBuffer()
  const code = async (as: 'png' | 'svg') => (await app.inject(`${path}/links/${link.id}/qr?as=${as}`)).rawPayload
  const pixel = async (bytes: Buffer, x: number, y: number) => {
    const { data, info } = await sharp(bytes).resize(1024, 1024).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    return [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)]
  }
  expect((await app.inject(`${path}/qr-logo`)).json()).toEqual({ version: null })
  const before = await code('png')
  expect((await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).json()).toMatchObject({ code: 'links.logo-unreadable' })
  expect(await code('png')).toEqual(before)

  expect((await send(logo)).json<{ version: string }>().version).toMatch(/^[a-z0-9]+$/)
  for (const as of ['png', 'svg'] as const) {
    const drawn = await code(as)
    expect(await sharp(drawn).metadata()).toMatchObject({ format: as })
    expect(await pixel(drawn, 512, 512), as).toEqual([green.r, green.g, green.b])
    // White above the logo, inside its square, and the code's own corner as it was.
    expect(await pixel(drawn, 512, 450), as).toEqual([255, 255, 255])
    expect(await pixel(drawn, 105, 105), as).toEqual([0, 0, 0])
  }
  for (const [kind, count] of [['squares', 12], ['cards', 10], ['lids', 12]] as const) {
    const sheet = await app.inject(`${path}/links/${link.id}/sheet?as=${kind}`)
    expect(sheet.body.match(/<image /g)).toHaveLength(count)
    expect(sheet.headers['content-security-policy']).toContain('img-src data:')
  }
  expect((await app.inject(`${path}/links/${link.id}/sheet?as=poster`)).statusCode).toBe(400)
  expect((await app.inject({ method: 'DELETE', url: `${path}/qr-logo` })).statusCode).toBe(204)
  expect(await code('png')).toEqual(before)
})

test('a stranger is told nothing, and a link of another shop is not there', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const other = await begin(shop.another(), { slug: 'lain' })
  const { app, path } = await served(shop)
  const theirs = await served(other)
  const link = (await theirs.app.inject({ method: 'POST', url: `${theirs.path}/links`, payload: { kind: 'shop-page', channel: 'card' } })).json<Link>()
  for (const url of [`${theirs.path}/links/${link.id}/qr`, `${theirs.path}/page`, `${path}/links/${link.id}/qr`, `${path}/links/${link.id}/sheet`])
    expect((await app.inject(url)).statusCode, url).toBe(404)
})

test('while nobody could open a link, none is drawn', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const there = await served(shop)
  const link = (await there.app.inject({ method: 'POST', url: `${there.path}/links`, payload: { kind: 'shop-page', channel: 'card' } })).json<Link>()
  const { app, path } = await served(shop, { publicAddress: () => ({ url: 'https://kicau.example.com', reachable: false }) })
  expect((await app.inject(`${path}/links/${link.id}/qr`)).json()).toMatchObject({ code: 'links.no-public-address', status: 409 })
  expect((await app.inject({ method: 'POST', url: `${path}/links`, payload: { kind: 'shop-page', channel: 'card' } })).statusCode).toBe(409)
})

test('a picture comes by upload', async () => {
  const { app, path } = await served(await begin(await testShop({ hits: false })))
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a33' } }).png().toBuffer()
  const send = (name: string, bytes: Buffer | null) => {
    const form = new FormData()
    if (bytes) form.append(name, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'sambal.png')
    else form.append(name, 'no file')
    return app.inject({ method: 'POST', url: `${path}/page/picture`, payload: form as never })
  }
  const sent = await send('file', picture)
  expect(sent.statusCode).toBe(201)
  expect(sent.json<ShopPage>().picture).toMatch(/^\/s\/sambal\/picture\?v=/)
  expect((await send('file', Buffer.from('%PDF-1.7'))).json()).toMatchObject({ code: 'links.picture-unreadable' })
  expect((await send('words', null)).json()).toMatchObject({ code: 'links.picture-missing' })
  expect((await app.inject({ method: 'DELETE', url: `${path}/page/picture` })).statusCode).toBe(204)
})

test('a domain of the shop’s own is used once it leads here, is nobody else’s then, and may be taken off', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { app, path } = await served(shop, { ...reachable, otherHosts: new Set(['alt.example.com']) })
  const put = async (host: string) => app.inject({ method: 'PUT', url: `${path}/domain`, payload: { host }, headers: { 'accept-language': 'id' } })
  expect((await app.inject(`${path}/domain`)).json()).toEqual({ domain: null, pointsTo: 'kicau.example.com' })
  for (const wrong of ['toko', 'http://localhost/', 'toko.id/menu', '203.0.113.7', 'javascript:alert(1)']) expect((await put(wrong)).json(), wrong).toMatchObject({ code: 'links.domain-unreadable', where: 'host' })
  for (const ours of ['kicau.example.com', 'https://Alt.example.com']) expect((await put(ours)).json(), ours).toMatchObject({ code: 'links.domain-ours' })

  expect((await put('elsewhere.id')).json()).toMatchObject({ domain: { host: 'elsewhere.id', state: 'elsewhere', inUse: false } })
  expect((await app.inject('/api/own-domains?domain=elsewhere.id')).statusCode).toBe(200)
  const domains = await openDomains({ db: shop.database.reader, protocol: 'https:' })
  onTestFinished(() => domains.close())
  expect(domains.addressOf(shop.workspaceId)).toBeNull()

  expect((await put('https://WWW.Sambal.id/')).json()).toMatchObject({ domain: { host: 'www.sambal.id', state: 'here', inUse: true } })
  const now = await openDomains({ db: shop.database.reader, protocol: 'https:' })
  onTestFinished(() => now.close())
  expect(now.addressOf(shop.workspaceId)).toBe('https://www.sambal.id')
  expect(now.pathFor('WWW.sambal.id:443', '/?lang=id')).toBe('/s/sambal?lang=id')
  expect(now.pathFor('kicau.example.com', '/today')).toBe('/today')
  // Where it became Kicau's own since, the desk is there again.
  const since = await openDomains({ db: shop.database.reader, protocol: 'https:', kicaus: new Set(['www.sambal.id']) })
  onTestFinished(() => since.close())
  expect([since.pathFor('www.sambal.id', '/today'), since.addressOf(shop.workspaceId)]).toEqual(['/today', null])

  // Another shop on this Kicau can't have what was proven to be this one's.
  const other = await begin(await shop.another(), { slug: 'lain' })
  expect(await other.writing((scope) => setOwnDomain(scope, reachable, { host: 'www.sambal.id', state: 'here' }))).toMatchObject({ refused: 'links.domain-taken' })

  // It fell away, and came back by the look that comes round.
  const look = (state: 'unreachable' | 'here') => lookAtDomains({ db: shop.database.writer, scopes: shop.scopes, look: async () => state })
  await look('unreachable')
  expect((await app.inject(`${path}/domain`)).json()).toMatchObject({ domain: { state: 'unreachable', inUse: false } })
  await look('here')
  expect((await app.inject(`${path}/domain`)).json()).toMatchObject({ domain: { inUse: true } })
  expect((await app.inject({ method: 'DELETE', url: `${path}/domain` })).statusCode).toBe(204)
  expect((await app.inject('/api/own-domains?domain=www.sambal.id')).statusCode).toBe(404)
})

test('no domain is taken where nobody knows which names are Kicau’s own', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { app, path } = await served(shop, { publicAddress: () => ({ url: null, reachable: false }) })
  expect((await app.inject({ method: 'PUT', url: `${path}/domain`, payload: { host: 'desk.example.com' } })).json()).toMatchObject({ code: 'links.domain-nowhere' })
})

test('links are searched by what their rows say, in the reader’s language; more than a page are found', async () => {
  const { app, path } = await served(await begin(await testShop({ hits: false }), {}))
  const make = (payload: object) => app.inject({ method: 'POST', url: `${path}/links`, payload: { kind: 'url', channel: 'instagram', ...payload } })
  for (const [index, name] of ['Menu Lebaran', 'Katalog'].entries()) expect((await make({ name, target: `https://toko.example.com/${index}`, word: `kata-${index}` })).statusCode).toBe(201)
  expect((await make({ kind: 'whatsapp', channel: 'word-of-mouth' })).statusCode).toBe(201)
  const found = async (search: string, lang = 'id', more = {}) => {
    const { items, found } = (await app.inject({ url: `${path}/links`, query: { search, ...more }, headers: { 'accept-language': lang } })).json<{ items: Link[]; found: number }>()
    return [found, ...items.map(({ name }) => name)]
  }
  expect(await found('lebaran')).toEqual([1, 'Menu Lebaran'])
  expect(await found('KATA-1')).toEqual([1, 'Katalog'])
  expect(await found('toko.example.com/1')).toEqual([1, 'Katalog'])
  expect(await found('mulut ke')).toEqual([1, null])
  expect(await found('mulut ke', 'en')).toEqual([0])
  expect(await found('word of', 'en')).toEqual([1, null])
  const [all, ...names] = await found('instagram', 'id', { limit: 1 })
  expect([all, names.length]).toEqual([2, 1])
  expect(await found('%')).toEqual([0])
  expect(await found('')).toHaveLength(4)
})

test('a link leads elsewhere under the code that is printed already; what is left out stays, a post’s link is its post’s', async () => {
  const shop = await begin(await testShop({ hits: false }), {})
  const { app, path } = await served(shop)
  const make = async (payload: object) => (await app.inject({ method: 'POST', url: `${path}/links`, payload })).json<Link>()
  const change = async (id: string, payload: object) => {
    const answer = await app.inject({ method: 'PATCH', url: `${path}/links/${id}`, payload })
    return answer.statusCode === 200 ? answer.json<Link>() : answer.json<{ code: string }>().code
  }
  const link = await make({ kind: 'url', channel: 'card', name: 'Kartu', target: 'https://toko.example.com/lama', word: 'kartu-saya' })
  expect(await change(link.id, { target: 'toko.example.com/baru' })).toEqual({ ...link, target: 'https://toko.example.com/baru' })
  expect(await change(link.id, { name: null })).toEqual({ ...link, name: null, target: 'https://toko.example.com/baru' })
  expect(await change(link.id, { target: 'javascript:alert(1)' })).toBe('links.target-not-the-web')
  expect(await change(link.id, { target: null })).toBe('links.target-missing')
  expect(await change(newId(), { name: 'x' })).toBe('links.link-unknown')

  const chat = await make({ kind: 'whatsapp', channel: 'instagram', message: 'Mau pesan' })
  expect(await change(chat.id, { target: '0812 9999 8888', message: null })).toEqual({ ...chat, target: '+6281299998888', message: null })
  expect(await change(chat.id, { target: null })).toEqual({ ...chat, message: null })
  expect(await change(chat.id, { target: 'bukan nomor' })).toBe('links.phone-unreadable')

  const placement = (await app.inject({ method: 'POST', url: `${path}/placements`, payload: { kind: 'jar', name: 'Tutup botol' } })).json<{ id: string; link: Link }>()
  expect(await change(placement.link.id, { name: 'Botol besar' })).toMatchObject({ name: null, placement: { id: placement.id, name: 'Botol besar' } })
  expect((await app.inject(`${path}/placements`)).json<{ name: string }[]>().map(({ name }) => name)).toEqual(['Botol besar'])

  const ofPost = await shop.writing((scope) => linkForPost(scope, reachable, { postId: newId(), accountId: null, channel: 'instagram', target: 'shop-page' }))
  expect(await change((ofPost as { id: string }).id, { name: 'x' })).toBe('links.link-of-post')
})

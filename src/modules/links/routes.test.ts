import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import type { Link, ShopPage } from '#contract/links.ts'
import { mountRoutes, statusTable } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { newId } from '#platform/ids'
import { openMediaStore } from '#platform/storage'
import { linksErrors } from './errors.ts'
import { begin, reachable } from './for-tests.ts'
import { linksRoutes } from './routes.ts'

/** The routes as the server has them; whoever calls is a member of this one shop. */
async function served(shop: TestShop, needs = reachable): Promise<{ app: FastifyInstance; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-links-'))
  const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.test', guest: false }
  const app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  await app.register(multipart)
  const gate = { loginOf: async () => login, roleIn: async (id: string) => (id === shop.workspaceId ? ('staff' as const) : null) }
  const { scopes, database, clock } = shop
  mountRoutes({ app, scopes, database, clock, gate, secrets: secretsFrom(Buffer.alloc(32, 7)), statuses: statusTable([linksErrors, { 'platform.not-found': 404 }]) }, linksRoutes({ ...needs, media: openMediaStore(folder) }))
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
  expect(svg.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'content-security-policy': "default-src 'none'" })
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
  expect((await app.inject({ method: 'POST', url: `${path}/links/${link.id}/reopen` })).json()).toEqual(link)
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

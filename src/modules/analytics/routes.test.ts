import Fastify, { type FastifyInstance } from 'fastify'
import { tmpdir } from 'node:os'
import { openUploads } from '#platform/uploads'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChannelVisits, LiveVisits, Site, VisitsSummary } from '#contract/analytics.ts'
import { mountRoutes, platformErrors, statusTable } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { begin, CHROME, testIntake } from './for-tests.ts'
import { analyticsErrors, analyticsRoutes } from './index.ts'

const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.com', guest: false }
let shop: TestShop
let app: FastifyInstance
let role: 'owner' | 'staff' = 'owner'

beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-18T03:00:00Z' }))
  const parts = await testIntake(shop)
  const seen = { workspaceId: shop.workspaceId, kind: 'view' as const, path: '/s/sambal', userAgent: CHROME }
  // The last minute of the 17th and the first of the 18th in Jakarta.
  await parts.intake.record({ ...seen, visitorId: 'ani', at: new Date('2026-11-17T16:59:00Z') })
  await parts.intake.record({ ...seen, visitorId: 'budi', at: new Date('2026-11-17T17:00:00Z') })
  await parts.settled()
  await parts.close()
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      gate: { loginOf: async () => login, roleIn: async (id) => (id === shop.workspaceId ? role : null) },
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses: statusTable([platformErrors, analyticsErrors]),
    },
    analyticsRoutes({ namesElsewhere: async () => ({ post: new Map(), link: new Map(), placement: new Map() }), uploads: openUploads(tmpdir(), 'past'), secrets: secretsFrom(Buffer.alloc(32, 7)), publicUrl: 'https://kicau.example.com', mailWorks: true }),
  )
  await app.ready()
})

afterAll(async () => {
  await app.close()
  await shop.close()
})

const get = async <T>(path: string, status = 200): Promise<T> => {
  const answer = await app.inject({ url: `/api/shops/${shop.workspaceId}/visits${path}` })
  expect(answer.statusCode, answer.body).toBe(status)
  return answer.json<T>()
}

test('days are the shop’s, both included; thirty unless said', async () => {
  const usual = await get<VisitsSummary>('')
  expect([usual.from, usual.to, usual.days.length, usual.visits]).toEqual(['2026-10-20', '2026-11-18', 30, 2])
  expect((await get<VisitsSummary>('?from=2026-11-18')).visits).toBe(1)
  expect((await get<VisitsSummary>('?from=2026-11-17&to=2026-11-17')).days).toEqual([{ day: '2026-11-17', visits: 1, visitors: 1, views: 1 }])
})

test('days that make no span are refused', async () => {
  for (const days of ['?from=2026-11-19&to=2026-11-18', '?from=2020-01-01'])
    expect(await get(days, 422)).toMatchObject({ code: 'analytics.days-unreadable' })
  await get('?from=gestern', 400)
})

test('channels, posts, pages, now', async () => {
  expect((await get<{ channels: ChannelVisits[] }>('/channels')).channels).toEqual([{ channel: 'direct', visits: 2, visitors: 2, whatsappOpened: 0, clicks: 0 }])
  expect(await get('/posts')).toMatchObject({ posts: [] })
  expect(await get<LiveVisits>('/live')).toMatchObject({ visitors: 0, lastHitAt: '2026-11-17T17:00:00.000Z' })
})

test('sites are the owner’s to change', async () => {
  const url = `/api/shops/${shop.workspaceId}/visits/sites`
  const added = await app.inject({ method: 'POST', url, payload: { host: 'toko.example' } })
  expect(added.statusCode).toBe(201)
  const { id } = added.json<Site>()
  expect((await app.inject({ method: 'POST', url, payload: { host: 'toko.example' } })).statusCode).toBe(409)
  role = 'staff'
  expect((await app.inject({ method: 'PATCH', url: `${url}/${id}`, payload: { name: 'Toko' } })).statusCode).toBe(404)
  role = 'owner'
  expect((await app.inject({ method: 'PATCH', url: `${url}/${id}`, payload: { name: 'Toko' } })).json()).toMatchObject({ name: 'Toko' })
  expect((await app.inject({ method: 'DELETE', url: `${url}/${id}` })).statusCode).toBe(204)
  expect((await get<Site[]>('/sites')).map(({ kind }) => kind)).toEqual(['shop-page'])
})

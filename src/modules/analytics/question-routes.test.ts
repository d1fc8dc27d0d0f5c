import Fastify, { type FastifyInstance } from 'fastify'
import { tmpdir } from 'node:os'
import { openUploads } from '#platform/uploads'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { VisitFunnel, VisitJourneys, VisitRetention, VisitRows, VisitSegment, VisitsOfPeriod } from '#contract/visit-questions.ts'
import type { VisitFilters, VisitStep } from '#contract/visit-filters.ts'
import { mountRoutes, platformErrors, statusTable } from '#platform/http'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { begin, CHROME, testIntake } from './for-tests.ts'
import { analyticsErrors, analyticsRoutes, type IncomingHit } from './index.ts'

const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.com', guest: false }
const [post, link, placement] = [newId(), newId(), newId()]
let shop: TestShop
let app: FastifyInstance

beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-18T03:00:00Z' }))
  const parts = await testIntake(shop)
  const hit = (visitorId: string, at: string, more: Partial<IncomingHit> = {}) =>
    parts.intake.record({ workspaceId: shop.workspaceId, kind: 'view', host: 'sambal.example', path: '/', userAgent: CHROME, visitorId, at: new Date(at), ...more })
  // Ani comes by Instagram, looks at the menu and orders; Budi by search, twice in a week, and gets no further than the menu.
  await hit('ani', '2026-11-18T01:00:00Z', { utmSource: 'ig', utmCampaign: '=lebaran' })
  await hit('ani', '2026-11-18T01:01:00Z', { path: '/menu' })
  await hit('ani', '2026-11-18T01:02:00Z', { kind: 'goal', name: 'Pesan', value: 25_000, currency: 'IDR' })
  await hit('ani', '2026-11-18T01:03:00Z', { kind: 'order-code', code: 'K7', value: 50_000, currency: 'IDR' })
  await hit('budi', '2026-11-11T02:00:00Z', { referrer: 'https://www.google.co.id/' })
  await hit('budi', '2026-11-18T02:00:00Z', { referrer: 'https://www.google.co.id/' })
  await hit('budi', '2026-11-18T02:01:00Z', { path: '/menu' })
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
      gate: { loginOf: async () => login, roleIn: async (id) => (id === shop.workspaceId ? 'staff' : null) },
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses: statusTable([platformErrors, analyticsErrors]),
    },
    analyticsRoutes({
      namesElsewhere: async () => ({ post: new Map([[post, 'Promo Lebaran']]), link: new Map([[link, 'Promo Lebaran · Instagram · ABCD']]), placement: new Map([[placement, 'Kartu nama']]) }),
      uploads: openUploads(tmpdir(), 'past'), secrets: secretsFrom(Buffer.alloc(32, 7)), publicUrl: 'https://kicau.example.com',
      mailWorks: true,
    }),
  )
  await app.ready()
})

afterAll(async () => {
  await app.close()
  await shop.close()
})

const raw = (path: string, query: Record<string, string> = {}) =>
  app.inject({ url: `/api/shops/${shop.workspaceId}/visits/${path}`, query, headers: { 'accept-language': 'en' } })
const get = async <T>(path: string, query: Record<string, string> = {}): Promise<T> => {
  const answer = await raw(path, query)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<T>()
}
const day = { from: '2026-11-18', to: '2026-11-18' }
const filters = (...of: VisitFilters) => ({ filters: JSON.stringify(of) })

test('a day is told by the hour, and beside the same day a week or a year before', async () => {
  const today = await get<VisitsOfPeriod>('period', { ...day, compare: 'before' })
  expect(today).toMatchObject({ ...day, by: 'hour', visitors: 2, visits: 2, views: 4, bounces: 0, reached: 1, value: 75_000, before: { from: '2026-11-17', to: '2026-11-17', visits: 0 } })
  expect(today.moments).toHaveLength(24)
  expect(today.moments.filter(({ visits }) => visits > 0).map(({ moment }) => moment)).toEqual(['2026-11-18T08', '2026-11-18T09'])
  const week = await get<VisitsOfPeriod>('period', { from: '2026-11-12', to: '2026-11-18', compare: 'before' })
  expect([week.by, week.moments.length, week.before?.visits]).toEqual(['day', 7, 1])
  expect((await get<VisitsOfPeriod>('period', { ...day, compare: 'year' })).before).toMatchObject({ from: '2025-11-19', to: '2025-11-19' })
})

test('filters narrow every question', async () => {
  expect(await get<VisitsOfPeriod>('period', { ...day, ...filters(['is', 'channel', ['instagram']]) })).toMatchObject({ visitors: 1, reached: 1 })
  const sources = await get<VisitRows>('by/source', { ...day, compare: 'before', ...filters(['like', 'page', ['*/menu']]) })
  expect(sources.rows.map(({ value, visitors, visitorsBefore }) => [value, visitors, visitorsBefore])).toEqual([['google.co.id', 1, 0], ['ig', 1, 0]])
  const goals = await get<VisitRows>('by/goal', day)
  expect(goals.rows).toEqual([{ value: 'Pesan', visitors: 1, visits: 1, times: 1, bounces: null, engagedSeconds: null, reached: 1, revenue: 25_000, visitorsBefore: null }])
})

test('what is no filter is refused, and words of SQL are only words', async () => {
  for (const text of ['[', '{}', '[["is","host",["x"]]]', '[["is","page",[]]]', '[["is","page",["\\u0000"]]]']) {
    expect((await raw('period', { filters: text })).statusCode, text).toBe(400)
  }
  expect((await raw('by/visitor')).statusCode).toBe(400)
  expect(await get<VisitsOfPeriod>('period', { ...day, ...filters(['contains-not', 'page', [`') or 1=1 --`, '{shop:UUID}', "\\'"]]) })).toMatchObject({ visits: 2 })
})

test('funnel, journeys and weeks', async () => {
  const steps: VisitStep[] = [{ kind: 'page', like: '*' }, { kind: 'page', like: '*/menu' }, { kind: 'order', like: '*' }]
  const funnel = await get<VisitFunnel>('funnel', { ...day, steps: JSON.stringify(steps) })
  expect(funnel.steps.map(({ visitors, share }) => [visitors, share])).toEqual([[2, 1], [2, 1], [1, 0.5]])
  expect((await raw('funnel', { steps: JSON.stringify([{ kind: 'order' }]) })).statusCode).toBe(400)
  const { journeys, deadEnds } = await get<VisitJourneys>('journeys', { from: '2026-11-01', to: '2026-11-18' })
  expect(journeys.map(({ pages, visits, reached }) => [pages.length, visits, reached])).toEqual([[2, 2, 1], [1, 1, 0]])
  expect(deadEnds).toEqual([])
  const { weeks } = await get<VisitRetention>('retention', { from: '2026-11-09', to: '2026-11-18' })
  expect(weeks).toEqual([{ week: '2026-11-09', visitors: [1, 1] }, { week: '2026-11-16', visitors: [1] }])
})

test('a list is searched by the names that its reader sees, in their language; an id is not', async () => {
  const parts = await testIntake(shop)
  const hit = (visitorId: string, more: Partial<IncomingHit>) =>
    parts.intake.record({ workspaceId: shop.workspaceId, kind: 'view', path: '/', userAgent: CHROME, visitorId, at: new Date('2026-11-17T02:00:00Z'), ...more })
  // Cici comes by the link of a post, Dodi by a card, with a phone that speaks German; Eka by a link that nobody knows any more.
  await hit('cici', { linkId: link, postId: post, channel: 'instagram', language: 'id' })
  await hit('dodi', { placement, channel: 'card', language: 'de' })
  await hit('eka', { linkId: newId(), channel: 'word-of-mouth' })
  await parts.settled()
  await parts.close()
  const day = { from: '2026-11-17', to: '2026-11-17' }
  const found = async (dimension: string, search: string, lang = 'id') => {
    const { found, rows } = (await app.inject({ url: `/api/shops/${shop.workspaceId}/visits/by/${dimension}`, query: { ...day, search }, headers: { 'accept-language': lang } })).json<VisitRows>()
    expect(found).toBe(rows.length)
    return rows.map(({ value }) => value)
  }
  expect(await found('post', 'lebaran')).toEqual([post])
  expect(await found('link', 'ABCD')).toEqual([link])
  expect(await found('placement', 'KARTU')).toEqual([placement])
  for (const dimension of ['post', 'link', 'placement']) expect(await found(dimension, '-'), dimension).toEqual([])
  expect(await found('link', 'sudah ditutup')).toHaveLength(1)
  expect(await found('channel', 'mulut ke')).toEqual(['word-of-mouth'])
  expect(await found('channel', 'mulut ke', 'en')).toEqual([])
  expect(await found('channel', 'word')).toEqual(['word-of-mouth'])
  expect(await found('language', 'jerman')).toEqual(['de'])
  expect(await found('language', 'german', 'en')).toEqual(['de'])
  expect(await found('language', 'tidak')).toEqual([''])
  expect(await found('source', 'langsung')).toEqual([''])
  expect(await found('source', 'direct', 'en')).toEqual([''])
  expect(await found('source', '*')).toEqual([])
  // The file says both: the name to read, and what to look it up by. What is its own name stands once.
  const fileOf = async (dimension: string, search?: string, lang = 'id') => {
    const file = await app.inject({ url: `/api/shops/${shop.workspaceId}/visits/by/${dimension}/file`, query: { ...day, ...(search && { search }) }, headers: { 'accept-language': lang } })
    return file.body.slice(1).trimEnd().split('\r\n').map((line) => line.split(',').slice(0, 2).join())
  }
  expect(await fileOf('post', 'promo')).toEqual(['Kiriman,Nama', `${post},Promo Lebaran`])
  expect(await fileOf('channel')).toEqual(['Kanal,Nama', 'card,Kartu & kemasan', 'instagram,Instagram', 'word-of-mouth,Dari mulut ke mulut'])
  expect(await fileOf('language', undefined, 'en')).toEqual(['Language,Name', ',Not known', 'de,German', 'id,Indonesian'])
  expect(await fileOf('entry')).toEqual(['Halaman masuk,Pengunjung', '/,3'])
})

test('a list as CSV, in the reader’s words, with nothing a spreadsheet would run', async () => {
  const answer = await raw('by/utm-campaign/file', day)
  expect(answer.headers['content-disposition']).toBe('attachment; filename="kicau-utm-campaign-2026-11-18-2026-11-18.csv"')
  expect(answer.body.slice(1).split('\r\n')).toEqual(['UTM campaign,Visitors,Visits,How often,Stopped at the first page,Seconds viewed,Led to something,Value', `'=lebaran,1,1,2,0,,1,75000`, ''])
})

test('filters are kept under a name; the same name is written over', async () => {
  const save = (name: string, filters: VisitFilters) =>
    app.inject({ method: 'POST', url: `/api/shops/${shop.workspaceId}/visits/segments`, headers: { 'idempotency-key': newId() }, payload: { name, filters } })
  expect((await save('Dari Instagram', [['is', 'channel', ['instagram']]])).statusCode).toBe(201)
  const again = (await save('dari instagram', [['is', 'app', ['instagram']]])).json<VisitSegment>()
  expect((await save('', [['is', 'app', ['x']]])).statusCode).toBe(400)
  expect(await get<VisitSegment[]>('segments')).toEqual([{ id: again.id, name: 'dari instagram', filters: [['is', 'app', ['instagram']]] }])
  const remove = () => app.inject({ method: 'DELETE', url: `/api/shops/${shop.workspaceId}/visits/segments/${again.id}`, headers: { 'idempotency-key': newId() } })
  expect((await remove()).statusCode).toBe(204)
  expect((await remove()).statusCode).toBe(404)
  expect(await get<VisitSegment[]>('segments')).toEqual([])
})

import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acrossShops, queries as workspace } from '#modules/workspace'
import { explainFailures, mountRoutes, platformErrors, readJsonStrictly, statusTable } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { beginSambal } from './for-tests.ts'
import { effortErrors, effortRoutes } from './index.ts'

let shop: TestShop
let app: FastifyInstance
let owner: string
let staff: string
let tini: string
let wulan: string

beforeAll(async () => {
  shop = await testShop({ hits: false, at: '2026-11-18T02:00:00Z' })
  ;({ tini, wulan, loginId: owner } = await beginSambal(shop))
  // The niece gets a login of her own.
  staff = newId()
  await shop.database.pool.query('update workspace_members set login_id = $1 where member_id = $2', [staff, wulan])
  expect(await workspace.memberOfLogin(shop.reading(), staff)).toBe(wulan)

  app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  const statuses = statusTable([platformErrors, effortErrors])
  readJsonStrictly(app)
  explainFailures(app, statuses)
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      gate: {
        loginOf: (request) => {
          const id = request.headers['x-login']
          return Promise.resolve(typeof id === 'string' ? { id, name: 'x', email: 'x@example.com', guest: false } : null)
        },
        roleIn: (workspaceId, loginId) => acrossShops.roleIn(shop.database.writer, workspaceId, loginId),
      },
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses,
    },
    effortRoutes({ askBook: async () => ({ corrections: [], rows: null }) }),
  )
})
afterAll(async () => {
  await app.close()
  await shop.close()
})

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const as = (login: string) => (method: Method, path: string, body?: object, headers: Record<string, string> = {}) =>
  app.inject({
    method,
    url: `/api/shops/${shop.workspaceId}${path}`,
    headers: { 'accept-language': 'id', 'x-login': login, ...headers },
    ...(body && { payload: body }),
  })

describe('the routes of effort', () => {
  it('run a timer through two phones, each tap once', async () => {
    const tap = as(owner)
    const one = await tap('POST', '/timer', { channel: 'instagram' }, { 'idempotency-key': 'k1' })
    expect(one.statusCode).toBe(201)
    expect(one.json()).toMatchObject({ started: true, running: { channel: 'instagram', boxMinutes: 30 }, forgotten: null })
    // The first phone was not answered and asks once more; the second one starts by itself.
    expect((await tap('POST', '/timer', { channel: 'instagram' }, { 'idempotency-key': 'k1' })).json()).toEqual(one.json())
    expect((await tap('POST', '/timer', { channel: 'facebook' })).json()).toMatchObject({ started: false, running: { channel: 'instagram' } })
    shop.clock.advance(12 * 60_000)
    expect((await tap('PUT', '/timer/alive')).json()).toMatchObject({ running: { channel: 'instagram' } })
    const stopped = await tap('POST', '/timer/stop', { id: one.json().running.id })
    expect(stopped.json()).toMatchObject({ entry: { minutes: 12, footing: 'timer', startedAt: '2026-11-18T02:00:00.000Z' }, running: null })
    expect((await tap('GET', '/timer')).json()).toMatchObject({ running: null, forgotten: null })
  })

  it('show the week, keep corrections, and give a removed entry back', async () => {
    const tap = as(owner)
    const noted = await tap('POST', '/minutes', { channel: 'blog', activity: 'write', day: '2026-11-17', minutes: 40, memberId: wulan })
    expect(noted.json()).toMatchObject({ memberId: wulan, footing: 'guess', spreadMinutes: 20 })
    const { id } = noted.json<{ id: string }>()
    expect((await tap('PATCH', `/minutes/${id}`, { minutes: 30 })).json()).toMatchObject({ minutes: 30, channel: 'blog' })
    expect((await tap('DELETE', `/minutes/${id}`)).statusCode).toBe(204)
    expect((await tap('POST', `/minutes/${id}/restore`)).json()).toMatchObject({ state: 'kept', minutes: 30 })
    expect((await tap('GET', '/hours')).json()).toMatchObject({ from: '2026-11-16', minutes: 42, me: tini })
    expect((await tap('GET', '/hours?day=2026-11-01')).json()).toMatchObject({ from: '2026-10-26', to: '2026-11-01', minutes: 0, boxMinutes: 150 })
  })

  it('let staff see and change their own minutes only', async () => {
    const tap = as(staff)
    const [day] = (await as(owner)('GET', '/hours')).json<{ days: { entries: { id: string; memberId: string }[] }[] }>().days
    const tinis = day!.entries.find((entry) => entry.memberId === tini)!
    expect((await tap('DELETE', `/minutes/${tinis.id}`)).json()).toMatchObject({ status: 403, code: 'effort.not-yours', title: 'Ini menit orang lain.' })
    expect((await tap('POST', '/minutes', { channel: null, activity: 'plan', day: '2026-11-18', minutes: 5, memberId: tini })).statusCode).toBe(403)
    const seen = (await tap('GET', '/hours')).json<{ worth: number | null; members: { id: string }[] }>()
    expect(seen).toMatchObject({ minutes: 30, worth: null })
    expect(seen.members).toEqual([{ id: wulan, name: 'Wulan' }])
  })

  it('note evenings and costs', async () => {
    const tap = as(owner)
    expect((await tap('PUT', '/evening', { day: '2026-11-18', channel: 'tiktok', minutes: 60 })).json()).toEqual({ channel: 'tiktok', minutes: 60, loggedMinutes: 0 })
    expect((await tap('GET', '/evening')).json()).toMatchObject({ day: '2026-11-18' })
    const note = '<script>alert("x")</script> \u202e'
    const cost = await tap('POST', '/costs', { channel: 'tiktok', kind: 'ads', day: '2026-11-18', amount: 50_000, note })
    expect(cost.statusCode).toBe(201)
    const { id } = cost.json<{ id: string }>()
    expect((await tap('PATCH', `/costs/${id}`, { channel: null })).json()).toMatchObject({ channel: null, amount: 50_000 })
    expect((await tap('DELETE', `/costs/${id}`)).statusCode).toBe(204)
    expect((await tap('GET', '/costs?month=2026-11')).json()).toMatchObject({ total: 0, items: [] })
    expect((await tap('POST', `/costs/${id}/restore`)).json()).toMatchObject({ id })
    // What was typed comes back as data, letter for letter; screens write it as text.
    expect((await tap('GET', '/costs?month=2026-11')).json()).toMatchObject({ total: 50_000, items: [{ note: note.trim() }] })
  })

  it.each<[Method, string, object | undefined, number]>([
    ['POST', '/timer', { channel: 'myspace' }, 400],
    ['POST', '/timer', { channel: null, activity: 'sleep' }, 400],
    ['POST', '/timer', [], 400],
    ['POST', '/timer/stop', {}, 400],
    ['POST', '/timer/stop', { id: newId() }, 404],
    ['POST', '/minutes', { channel: null, activity: 'plan', day: '2026-11-18', minutes: 0 }, 400],
    ['POST', '/minutes', { channel: null, activity: 'plan', day: '2026-11-18', minutes: 1441 }, 400],
    ['POST', '/minutes', { channel: null, activity: 'plan', day: '2026-11-18', minutes: 1.5 }, 400],
    ['POST', '/minutes', { channel: null, activity: 'plan', day: '2026-02-30', minutes: 5 }, 400],
    ['POST', '/minutes', { channel: null, activity: 'plan', day: '2026-11-19', minutes: 5 }, 422],
    ['POST', '/minutes', { channel: null, activity: 'plan', day: '2026-11-18', minutes: 5, memberId: newId() }, 404],
    ['PATCH', `/minutes/${newId()}`, { minutes: 5 }, 404],
    ['PATCH', '/minutes/one', { minutes: 5 }, 404],
    ['PUT', '/evening', { day: '2026-11-18', channel: 'x', minutes: 45 }, 400],
    ['POST', '/costs', { channel: null, kind: 'ads', day: '2026-11-18', amount: -1 }, 400],
    ['POST', '/costs', { channel: null, kind: 'ads', day: '2026-11-18', amount: 1e15 }, 400],
    ['POST', '/costs', { channel: null, kind: 'ads', day: '2026-11-18', amount: 1, note: 'a'.repeat(201) }, 400],
    ['POST', '/costs', { channel: null, kind: 'ads', day: '2026-11-18', amount: 1, note: 'nul \u0000' }, 400],
    ['GET', '/costs?month=2026-13', undefined, 400],
    ['GET', "/hours?day=' or 1=1", undefined, 400],
  ])('%s %s with %j is answered with %i and changes nothing', async (method, path, body, status) => {
    const before = (await as(owner)('GET', '/hours')).json<object>()
    const answer = await as(owner)(method, encodeURI(path), body)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect((await as(owner)('GET', '/hours')).json()).toEqual(before)
  })

  it('are closed to strangers', async () => {
    expect((await as(newId())('GET', '/timer')).statusCode).toBe(404)
    expect((await app.inject({ method: 'GET', url: `/api/shops/${shop.workspaceId}/timer` })).statusCode).toBe(401)
  })
})

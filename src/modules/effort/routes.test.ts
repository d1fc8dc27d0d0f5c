import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acrossShops, queries as workspace } from '#modules/workspace'
import { explainFailures, mountRoutes, platformErrors, readJsonStrictly, statusTable } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { beginSambal } from './for-tests.ts'
import type { AdsReport } from '#contract/ads-reports.ts'
import type { CostsOfMonth } from '#contract/costs.ts'
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
  await app.register(multipart, { limits: { fileSize: 30 * 1024 * 1024, files: 1 } })
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

  it('let an owner choose the thirty minutes of another, and nobody else', async () => {
    const path = `/members/${wulan}/timebox`
    const evenings = { weekdays: [2, 4], hour: '19:00', minutes: 45, weeklyMinutes: 90 }
    expect((await as(owner)('GET', path)).json()).toEqual({ weekdays: [1, 2, 3, 4, 5], hour: null, minutes: 30, weeklyMinutes: 150 })
    expect((await as(owner)('PUT', path, evenings)).statusCode).toBe(204)
    expect((await as(staff)('GET', '/timebox')).json()).toEqual(evenings)
    expect((await as(owner)('GET', '/timebox')).json()).toMatchObject({ hour: null, minutes: 30 })
    // Staff choose their own, not another's; and nobody's who does not work here.
    expect((await as(staff)('PUT', '/timebox', { ...evenings, hour: '20:00' })).statusCode).toBe(204)
    expect((await as(owner)('GET', path)).json()).toMatchObject({ hour: '20:00' })
    expect((await as(staff)('PUT', `/members/${tini}/timebox`, evenings)).statusCode).toBe(404)
    expect((await as(owner)('PUT', `/members/${newId()}/timebox`, evenings)).json()).toMatchObject({ status: 404, code: 'effort.member-unknown' })
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

  describe('for reports of ads managers (made by hand after the documented columns, not real exports)', () => {
    const META = 'Campaign name,Ad set name,Day,Platform,Amount spent (IDR)'
    const DAYS = ['Sambal,Ibu,2026-10-05,instagram,25000', 'Sambal,Ibu,2026-10-06,instagram,15000', 'Sambal,Ibu,2026-10-06,facebook,5000']
    const lines = (...rows: string[]) => [META, ...rows].join('\r\n')
    const bring = (text: string | Buffer, query = '', login = owner) => {
      const edge = 'kicau-edge'
      const head = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="iklan.csv"\r\nContent-Type: text/csv\r\n\r\n`
      return app.inject({
        method: 'POST',
        url: `/api/shops/${shop.workspaceId}/costs/reports${query}`,
        headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'accept-language': 'id', 'x-login': login },
        payload: Buffer.concat([Buffer.from(head), Buffer.from(text), Buffer.from(`\r\n--${edge}--\r\n`)]),
      })
    }
    const taken = async (text: string, query = '') => (await bring(text, query)).json<AdsReport>()
    const october = async () => (await as(owner)('GET', '/costs?month=2026-10')).json<CostsOfMonth>()
    const undo = (report: AdsReport) => as(owner)('DELETE', `/costs/reports/${report.id}`)
    const standing = async () => (await as(owner)('GET', '/costs/reports')).json<AdsReport[]>().filter((report) => report.undoable)
    const undoAll = async () => {
      for (let [latest] = await standing(); latest; [latest] = await standing()) expect((await undo(latest)).statusCode).toBe(204)
      expect(await october()).toMatchObject({ total: 0, items: [] })
    }

    it('count and sum, change nothing a second time, follow a later report, and undo each in turn', async () => {
      const answer = await bring(lines(',,,,45000', ...DAYS))
      expect(answer.statusCode).toBe(201)
      const first = answer.json<AdsReport>()
      expect(first).toMatchObject({ network: 'meta', fileName: 'iklan.csv', from: '2026-10-05', to: '2026-10-06', rows: 3, sum: 45_000, otherTotal: null, added: 3, changed: 0, unchanged: 0, removed: 0, failedRows: 0, undoable: true })
      const before = await october()
      expect(before).toMatchObject({ total: 45_000, byChannel: [{ channel: 'instagram', amount: 40_000 }, { channel: 'facebook', amount: 5_000 }] })
      expect(before.items[0]).toMatchObject({ kind: 'ads', note: 'Sambal · Ibu', day: '2026-10-06' })

      expect(await taken(lines(...DAYS))).toMatchObject({ added: 0, changed: 0, unchanged: 3, removed: 0, undoable: false })
      expect(await october()).toEqual(before)

      const later = await taken(lines(DAYS[0]!, 'Sambal,Ibu,2026-10-06,instagram,16000', 'Sambal,Kakak,2026-10-06,instagram,500'))
      expect(later).toMatchObject({ added: 1, changed: 1, unchanged: 1, removed: 1 })
      expect(await october()).toMatchObject({ total: 41_500, byChannel: [{ channel: 'instagram', amount: 41_500 }] })

      expect((await undo(first)).json()).toMatchObject({ status: 409, code: 'effort.ads-report-before' })
      expect((await undo(later)).statusCode).toBe(204)
      expect(await october()).toEqual(before)
      expect((await undo(later)).json()).toMatchObject({ code: 'effort.ads-report-undone' })
      await undoAll()
      expect(await taken(lines(...DAYS))).toMatchObject({ added: 3 })
      expect((await october()).items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id))
      await undoAll()
    })

    it('do not double a campaign that comes by ad set later, or by day after a range', async () => {
      const range = 'Nama kampanye;Awal pelaporan;Akhir pelaporan;Jumlah yang dibelanjakan (IDR)\nSambal;2026-10-05;2026-10-07;100.001\n'
      expect((await bring(range)).json()).toMatchObject({ status: 422, code: 'effort.ads-channel-needed', kept: 'Tidak ada yang berubah.' })
      expect(await taken(range, '?channel=instagram')).toMatchObject({ added: 3, spreadRows: 1, sum: 100_001 })
      expect((await october()).items.map(({ amount }) => amount)).toEqual([33_333, 33_334, 33_334])
      expect(await taken(lines(...DAYS))).toMatchObject({ added: 3, removed: 2 })
      // The day that the report does not tell of keeps what the range said.
      expect(await october()).toMatchObject({ total: 45_000 + 33_333 })
      await undoAll()
    })

    it('leave what was changed by hand until a report says another sum, and take nothing out when a row was not read', async () => {
      await taken(lines(...DAYS))
      const [cost] = (await october()).items
      await as(owner)('DELETE', `/costs/${cost!.id}`)
      await taken(lines(...DAYS))
      expect((await october()).items).toHaveLength(2)
      const torn = await taken(lines(DAYS[0]!, 'Sambal,Ibu,2026-10-06,instagram,banyak'))
      expect(torn).toMatchObject({ failedRows: 1, removed: 0, errors: [{ row: 3, column: 'Amount spent (IDR)', text: 'Biaya “banyak” tidak bisa dibaca.' }] })
      expect((await october()).items).toHaveLength(2)
      await undoAll()
    })

    it('are told apart by network, and two at once double nothing', async () => {
      const tiktok = 'Campaign name,Ad group name,By Day,Cost,Currency\nSambal,Ibu,2026-10-05,7000,IDR\n'
      await Promise.all([bring(tiktok), bring(tiktok), bring(lines(...DAYS))])
      expect(await october()).toMatchObject({ total: 52_000, byChannel: [{ channel: 'instagram' }, { channel: 'tiktok', amount: 7_000 }, { channel: 'facebook' }] })
      await undoAll()
    })

    it.each<[string, string | Buffer, number, string]>([
      ['no rows', META, 422, 'effort.ads-empty'],
      ['dollars without a rate', 'Campaign name,Ad group name,By Day,Cost,Currency\nA,B,2026-10-05,1,USD', 422, 'effort.no-rate'],
      ['two currencies', 'Campaign name,By Day,Cost,Currency\nA,2026-10-05,1,USD\nA,2026-10-06,1,IDR', 422, 'effort.ads-other-currency'],
      ['more than five megabytes', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), 413, 'effort.ads-too-large'],
    ])('refuse %s, whole and with its reason', async (_name, text, status, code) => {
      expect((await bring(text)).json()).toMatchObject({ status, code, kept: 'Tidak ada yang berubah.' })
      expect((await october()).items).toEqual([])
    })

    it('are closed to strangers', async () => {
      expect((await bring(lines(...DAYS), '', newId())).statusCode).toBe(404)
      expect((await as(owner)('DELETE', `/costs/reports/${newId()}`)).statusCode).toBe(404)
    })
  })

  it('are closed to strangers', async () => {
    expect((await as(newId())('GET', '/timer')).statusCode).toBe(404)
    expect((await app.inject({ method: 'GET', url: `/api/shops/${shop.workspaceId}/timer` })).statusCode).toBe(401)
  })
})

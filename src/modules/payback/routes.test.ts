import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Attribution } from '#contract/attribution.ts'
import type { Channel } from '#contract/channels.ts'
import type { ChannelPage } from '#contract/channel-page.ts'
import type { Leads } from '#contract/leads.ts'
import type { WhatIf } from '#contract/what-if.ts'
import type { PaybackMonth, PaybackMonths, PaybackRows } from '#contract/payback.ts'
import { commands as effort } from '#modules/effort'
import { commands as networks } from '#modules/networks'
import { commands as shopCommands } from '#modules/shop'
import { commands as workspace, queries as workspaceQueries } from '#modules/workspace'
import { instantAt } from '#platform/clock'
import { mountRoutes, platformErrors, statusTable } from '#platform/http'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { paybackErrors, paybackRoutes, queries } from './index.ts'

const ZONE = 'Asia/Jakarta'
const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)) }
const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.com', guest: false }
let shop: TestShop
let app: FastifyInstance

/** Month 8 of the demo, by channel: orders, hours of Tini and Wulan, costs. */
const monthEight: [Channel, number, number, number, number][] = [
  ['whatsapp', 7, 3, 4, 0],
  ['word-of-mouth', 5, 1, 0.5, 0],
  ['card', 3, 0.5, 0, 20_000],
  ['instagram', 3, 5, 2.5, 0],
  ['facebook', 1, 1, 1, 0],
  ['blog', 0, 1, 0, 0],
]

beforeAll(async () => {
  shop = await testShop({ at: '2026-11-18T03:00:00Z' })
  await shop.writing(async (scope) => {
    sure(
      await workspace.beginShop(scope, { reserved: new Set() }, { loginId: login.id, name: login.name }, {
        name: 'Sambal Bu Tini',
        country: 'ID',
        currency: 'IDR',
        zone: ZONE,
        aim: 'customers',
      }),
    )
    await workspace.addMember(scope, { name: 'Wulan' })
  })
  const members = await workspaceQueries.members(shop.reading())
  const idOf = (name: string) => members.find((member) => member.name === name)!.id
  const [tini, wulan] = [idOf('Bu Tini'), idOf('Wulan')]
  await shop.writing(async (scope) => {
    sure(await workspace.setWorth(scope, tini, '2026-01-01', { by: 'income', yearly: 60_000_000, hours: 2_400 }))
    sure(await workspace.setWorth(scope, wulan, '2026-01-01', { by: 'wage', hourly: 15_000 }))
  })

  const order = (given: object) =>
    shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, { amount: 60_000, margin: 35_000, salesPlace: 'chat', state: 'done', foundUs: { answer: 'not-asked' }, ...given })))
  for (const [channel, orders, tinis, wulans, costs] of monthEight) {
    // The first and the last minute of October in Yogyakarta, and what lies between.
    for (let sold = 0; sold < orders; sold++)
      await order({ foundUs: { answer: 'said', channel }, orderedAt: sold === 0 ? instantAt(ZONE, '2026-10-01') : sold === 1 ? instantAt(ZONE, '2026-10-31', '23:59') : instantAt(ZONE, '2026-10-15') })
    await shop.writing(async (scope) => {
      for (const [memberId, hours] of [[tini, tinis], [wulan, wulans]] as const)
        for (let left = hours * 60, day = 1; left > 0; left -= 25, day++)
          sure(await effort.logMinutes(scope, { memberId, channel, activity: 'answer', day: `2026-10-${String(day).padStart(2, '0')}`, minutes: Math.min(25, left), footing: 'guess' }))
      if (costs > 0) sure(await effort.noteCost(scope, { channel, kind: 'other', day: '2026-10-05', amount: costs, note: 'Stiker QR' }))
      if (channel === 'word-of-mouth') sure(await effort.noteCost(scope, { channel: null, kind: 'reward', day: '2026-09-05', amount: 15_000, reward: { given: 'goods', person: 'Mbak Ayu' } }))
    })
  }
  // Outside of October, outside of the table, or taken back.
  await order({ foundUs: { answer: 'said', channel: 'whatsapp' }, orderedAt: instantAt(ZONE, '2026-09-30', '23:59') })
  await order({ salesPlace: 'shopee', orderedAt: instantAt(ZONE, '2026-10-10') })
  await order({ foundUs: { answer: 'said', channel: 'instagram' }, orderedAt: instantAt(ZONE, '2026-10-10'), state: 'returned' })
  await shop.writing(async (scope) => sure(await networks.noteFollowers(scope, { channel: 'instagram', day: '2026-10-20', followers: 820 })))

  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      gate: { loginOf: async () => login, roleIn: async (id) => (id === shop.workspaceId ? 'owner' : null) },
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses: statusTable([platformErrors, paybackErrors]),
    },
    paybackRoutes({ secrets: secretsFrom(Buffer.alloc(32, 7)) }),
  )
})
afterAll(async () => {
  await app.close()
  await shop.close()
})

const get = async <T>(path: string, of = shop.workspaceId) => {
  const answer = await app.inject({ method: 'GET', url: `/api/shops/${of}/payback${path}`, headers: { 'accept-language': 'id' } })
  return { status: answer.statusCode, body: answer.json<T>() }
}

describe('the routes of payback', () => {
  it('open on the last whole month in the shop’s zone', async () => {
    const { status, body } = await get<PaybackMonths>('/months')
    expect(status).toBe(200)
    expect(body.opensOn).toBe('2026-10')
    expect(body.months.map(({ month, orders, followers, running }) => [month, orders, followers, running])).toEqual([
      ['2026-09', 1, null, false],
      ['2026-10', 19, 820, false],
      ['2026-11', 0, null, true],
    ])
    expect(body.months[1]!.profit.net).toBe(237_500)
    // In September: an order, and what was given to the one who recommends.
    expect(body.months[1]!.cumulated.net).toBe(237_500 + 35_000 - 15_000)
  })

  it('give the golden month to the rupiah, by channel and in all', async () => {
    const { status, body } = await get<PaybackMonth>('/month/2026-10')
    expect(status).toBe(200)
    expect(body.total.profit).toMatchObject({ net: 237_500, verdict: 'likely' })
    expect(body.total.profit.ordersOnly!.chance).toBeCloseTo(0.967, 2)
    expect(Object.fromEntries(body.channels.map((line) => [line.channel, line.profit.net]))).toEqual({
      whatsapp: 110_000,
      'word-of-mouth': 142_500,
      card: 72_500,
      instagram: -57_500,
      facebook: -5_000,
      blog: -25_000,
    })
    expect(body.unattributed).toMatchObject({ count: 1, margin: 35_000 })
    expect(body.also.aim).toBe('customers')
    // The stream was asked, and had seen nobody.
    expect(body.channels[0]).toMatchObject({ visits: 0, whatsappOpened: 0 })
  })

  it('open each figure to its rows', async () => {
    const orders = await get<PaybackRows>('/month/2026-10/rows?figure=orders&channel=instagram')
    expect(orders.body).toMatchObject({ figure: 'orders', sum: 105_000, count: 3, missing: 0 })
    expect(orders.body.rows[0]).toMatchObject({ at: '2026-10-31T16:59:00.000Z', by: 'said', said: 'instagram', tracked: null })
    const hours = await get<PaybackRows>('/month/2026-10/rows?figure=hours')
    expect(hours.body).toMatchObject({ sum: 287_500 + 120_000 })
    expect(hours.body.rows[0]).toMatchObject({ footing: 'guess', name: expect.any(String) as string })
    const costs = await get<PaybackRows>('/month/2026-10/rows?figure=costs&channel=card')
    expect(costs.body).toMatchObject({ sum: 20_000, rows: [{ note: 'Stiker QR', whole: 20_000, kind: 'other' }] })
    const rewards = await get<PaybackRows>('/month/2026-09/rows?figure=costs&channel=word-of-mouth')
    expect(rewards.body).toMatchObject({ sum: 15_000, rows: [{ kind: 'reward', person: 'Mbak Ayu' }] })
    expect((await get<PaybackRows>('/month/2026-10/rows?figure=orders&channel=unattributed')).body).toMatchObject({ sum: 35_000, count: 1 })
  })

  it('open what else came back to its orders', async () => {
    const told = await get<PaybackRows>('/month/2026-10/measures/told-by-people/rows')
    expect(told.body).toMatchObject({ figure: 'orders', count: 5, sum: 175_000 })
    const { also } = (await get<PaybackMonth>('/month/2026-10')).body
    const value = (name: string) => also.measures.find(({ measure }) => measure === name)
    expect([value('told-by-people')?.value, value('told-margin')?.value]).toEqual([5, 175_000])
    expect(value('new-followers')).toMatchObject({ value: null })
    expect((await get('/month/2026-10/measures/visits/rows')).status).toBe(400)
    expect((await get('/month/2027-01/measures/recommenders/rows')).status).toBe(404)
  })

  it('know an order’s margin only where someone knows it', async () => {
    const at = '2026-11-02T03:00:00Z'
    const { id } = await shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, { amount: 50_000, salesPlace: 'chat', state: 'done', orderedAt: at, foundUs: { answer: 'said', channel: 'tiktok' } })))
    const { body } = await get<PaybackMonth>('/month/2026-11')
    expect(body).toMatchObject({ running: true, total: { profit: { net: null, missing: { orders: 1, minutes: 0 }, interval: null, verdict: null }, soWhat: { code: 'tell-margin' } } })
    await shop.writing(async (scope) => sure(await shopCommands.undoOrder(scope, id)))
    expect((await get<PaybackMonth>('/month/2026-11')).body.empty).toBe(true)
  })

  it('show what those who asked may bring beside the profit, and in no sum; bought, it is an order and counts once', async () => {
    const { id } = await shop.writing(async (scope) => sure(await shopCommands.noteLead(scope, needs, { askedAt: '2026-11-02', channel: 'whatsapp', who: '', note: '', amount: null })))
    const asked = (await get<PaybackMonth>('/month/2026-11')).body
    // One in five of the Rp35.000 that an order leaves.
    expect(asked).toMatchObject({ leads: { noted: 1, won: 0, lost: 0, expected: { open: 1, amount: 7_000 } }, total: { profit: { net: 0, verdict: null } } })
    expect((await get<Leads>('/leads')).body).toMatchObject({ chance: { value: 0.2, won: 0, of: 0 }, expected: { amount: 7_000 }, leads: [{ id, state: 'open', expected: 7_000 }] })
    const { orderId } = await shop.writing(async (scope) => sure(await shopCommands.winLead(scope, needs, { id, amount: 60_000, margin: 35_000 })))
    const bought = (await get<PaybackMonth>('/month/2026-11')).body
    expect(bought).toMatchObject({ leads: { noted: 1, won: 1, expected: { open: 0, amount: 0 } }, total: { orders: { count: 1 }, profit: { net: 35_000 } } })
    expect((await get<Leads>('/leads')).body.leads).toMatchObject([{ state: 'won', expected: null, orderId }])
    await shop.writing(async (scope) => sure(await shopCommands.undoOrder(scope, orderId)))
    await shop.writing(async (scope) => sure(await shopCommands.removeLead(scope, id)))
    expect((await get<PaybackMonth>('/month/2026-11')).body).toMatchObject({ empty: true, leads: null })
  })

  it('stand without the stream of hits', async () => {
    const url = shop.hits.client
    const query = url.query.bind(url)
    url.query = () => Promise.reject(new Error('the store is down'))
    const { status, body } = await get<PaybackMonth>('/month/2026-10')
    url.query = query
    expect(status).toBe(200)
    expect(body.channels[0]).toMatchObject({ visits: null, whatsappOpened: null, conversion: null })
    expect(body.total.profit.net).toBe(237_500)
  })

  it('wait no longer for rows that could not be read: whoever asks next is told what was seen', async () => {
    const other = shop.another()
    await other.writing(async (scope) => sure(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Ani' }, { name: 'Keripik', country: 'ID', currency: 'IDR', zone: ZONE })))
    await shop.hits.client.insert({ table: 'analytics_hits', values: [{ workspace_id: other.workspaceId, visitor: 1, kind: 'view', path: '/', channel: 'search', at: '2026-11-10 12:00:00' }], format: 'JSONEachRow' })
    const scope = other.reading()
    const selectFrom = ((table: never) => {
      if (table === 'shopOrders') throw new Error('gone')
      return scope.db.selectFrom(table)
    }) as typeof scope.db.selectFrom
    await expect(queries.paybackMonth({ ...scope, db: { selectFrom } }, '2026-11')).rejects.toThrow('gone')
    expect(sure(await queries.paybackMonth(scope, '2026-11')).channels).toMatchObject([{ channel: 'search', visits: 1 }])
  })

  it('count a month and its year in other ways', async () => {
    const { status, body } = await get<Attribution>('/month/2026-10/attribution')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      windowDays: 30,
      // The returned order is out, the marketplace's is known by its place alone.
      month: { from: '2026-10', to: '2026-10', orders: { counted: 20, placeOnly: 1, traceless: 0 }, visitorsWithoutOrder: 0, models: [], soWhat: { code: 'few', values: { orders: 10 } } },
      year: { from: '2025-11', to: '2026-10', orders: { counted: 21 } },
    })
    expect(body.month.counts.find(({ channel }) => channel === 'whatsapp')).toEqual({ channel: 'whatsapp', tracked: 0, said: 7, reconciled: null })
    expect(await get('/month/2026-12/attribution')).toMatchObject({ status: 404, body: { code: 'payback.month-unknown' } })
  })

  it('tell of one channel what Payback tells of it, and of its months, followers and posts', async () => {
    const { body } = await get<ChannelPage>('/channel/instagram?month=2026-10')
    expect(body.line).toEqual((await get<PaybackMonth>('/month/2026-10')).body.channels.find(({ channel }) => channel === 'instagram'))
    expect(body).toMatchObject({ month: '2026-10', running: false, followers: 820, posts: { count: 0, rows: [] } })
    expect(body.own.map(({ measure, value, before, trend }) => [measure, value, before, trend])).toEqual([
      ['clicks', null, null, 'unknown'],
      ['orders-by-code', 0, 0, 'same'],
      ['handed-over', 0, 0, 'same'],
      ['new-followers', null, null, 'unknown'],
      ['ads-paid', 0, 0, 'same'],
    ])
    expect(body.months.map(({ month, cumulated }) => [month, cumulated.net])).toEqual([['2026-10', -57_500], ['2026-11', -57_500]])
    expect((await get<ChannelPage>('/channel/instagram')).body).toEqual(body)
    expect((await get<ChannelPage>('/channel/tiktok')).body).toMatchObject({ line: null, months: [], followers: null })
    expect((await get('/channel/instagram?month=2027-01')).status).toBe(404)
    expect((await get('/channel/pigeons')).status).toBe(400)
  })

  it('guess from two whole months with time in them, and not from one', async () => {
    expect((await get<WhatIf>('/what-if')).body).toMatchObject({ from: '2026-09', to: '2026-10', guess: null, thin: null })
    expect((await get<WhatIf>('/what-if?kind=halve&channel=instagram')).body.thin).toEqual({ code: 'few-months', channel: 'instagram', count: 1, needed: 2 })
    expect((await get('/what-if?kind=sell')).status).toBe(400)
  })

  it('refuse a month without notes, and one that is none', async () => {
    expect(await get('/month/2027-01')).toMatchObject({ status: 404, body: { code: 'payback.month-unknown', title: 'Bulan ini belum ada catatannya.' } })
    expect((await get('/month/2026-13')).status).toBe(400)
    expect((await get('/month/2026-10/rows?figure=margin')).status).toBe(400)
  })

  it('show another shop nothing', async () => {
    expect((await get('/months', newId())).status).toBe(404)
  })

  it('are what the front door answers, the same each time, and quickly', async () => {
    const first = await queries.paybackMonth(shop.reading(), '2026-10')
    const began = performance.now()
    expect(await queries.paybackMonth(shop.reading(), '2026-10')).toEqual(first)
    // 300 ms on a quiet machine; this bound only catches what is slower by an order.
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(await queries.paybackMonths(shop.reading())).toMatchObject({ opensOn: '2026-10' })
    expect(await queries.paybackRows(shop.reading(), { month: '2026-10', figure: 'costs', limit: 50 })).toMatchObject({ sum: 20_000 })
  })
})

function sure<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused} ${JSON.stringify(result.values ?? {})}`)
  return result as Exclude<T, { readonly refused: string }>
}

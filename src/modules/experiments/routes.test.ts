import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { expect, onTestFinished, test } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import type { Experiment, Experiments, Outlook } from '#contract/experiments.ts'
import { commands as publishing } from '#modules/publishing'
import { commands as orders } from '#modules/shop'
import { addDays, dayIn, instantAt } from '#platform/clock'
import { explainFailures, mountRoutes, platformErrors, readJsonStrictly, statusTable } from '#platform/http'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop } from '../../../tests/harness/index.ts'
import { desk, done, pretendedNetwork } from '../publishing/for-tests.ts'
import { agenda, experimentsErrors, experimentsRoutes } from './index.ts'
import { holidaysInWeek } from './model/holidays.ts'

const ZONE = 'Asia/Jakarta'
const secrets = secretsFrom(Buffer.alloc(32, 7))

/**
 * A shop on a Wednesday, with ten orders in each week of half a year: six said to be of Bluesky, on which it posts every
 * week, and four of WhatsApp.
 */
async function sambal({ weeks = 26, weekly = 10 } = {}) {
  const shop = await testShop({ hits: false, at: '2026-11-18T03:00:00Z' })
  const here = await desk(shop, [pretendedNetwork().adapter])
  const account = await here.connect('pretended')
  const sell = (monday: string, count: number, code?: string) =>
    shop.writing(async (scope) => {
      for (let at = 0; at < count; at++) {
        const channel: Channel = at % 10 < 6 ? 'bluesky' : 'whatsapp'
        done(
          await orders.noteOrder(scope, { secrets }, {
            amount: 60_000,
            margin: 35_000,
            salesPlace: 'chat',
            state: 'done',
            foundUs: { answer: 'said', channel },
            // The first minute of the week in Yogyakarta and the last one, and what lies between.
            orderedAt: at === 0 ? instantAt(ZONE, monday) : at === 1 ? instantAt(ZONE, addDays(monday, 6), '23:59') : instantAt(ZONE, addDays(monday, 2), '12:00'),
            ...(code !== undefined && { code }),
          }),
        )
      }
    })
  const post = (day: string, text = 'Sambal bawang siap!') =>
    shop.writing(async (scope) => done(await publishing.notePosts(scope, here.needs.networks, [{ accountId: account, text, at: instantAt(ZONE, day, '09:00') }])))
  for (let back = weeks; back >= 1; back--) await sell(addDays('2026-11-16', -7 * back), weekly)
  await post('2026-11-10')

  const app = Fastify()
  onTestFinished(() => app.close())
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const statuses = statusTable([platformErrors, experimentsErrors])
  readJsonStrictly(app)
  explainFailures(app as never, statuses)
  const login = { id: newId(), name: 'Bu Tini', email: 'tini@example.com', guest: false }
  let role: 'owner' | 'staff' = 'owner'
  mountRoutes(
    {
      app: app as never,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      gate: {
        loginOf: async () => login,
        roleIn: async (id) => (id === shop.workspaceId ? role : null),
      },
      secrets,
      statuses,
    },
    experimentsRoutes(),
  )
  const tap = async <T>(method: 'GET' | 'POST' | 'DELETE', path = '', body?: object, { of = shop.workspaceId, key = newId() } = {}) => {
    const answer = await app.inject({
      method,
      url: `/api/shops/${of}/experiments${path}`,
      headers: { 'accept-language': 'en', 'idempotency-key': key },
      ...(body && { payload: body }),
    })
    return { status: answer.statusCode, body: answer.json<T>() }
  }
  const list = async () => (await tap<Experiments>('GET')).body
  const asked = () => agenda.candidates(shop.reading(), { memberId: newId(), day: dayIn(ZONE, shop.clock.now()), hour: '09:00' })
  return { shop, sell, post, tap, list, asked, as: (next: typeof role) => (role = next) }
}

const twice = { kind: 'on-off', channel: 'bluesky', effect: 100, sureness: 'likely' }

test('the outlook tells from the shop’s own orders how long it takes', async () => {
  const { tap } = await sambal()
  const { status, body } = await tap<Outlook>('GET', '/outlook?kind=on-off&channel=bluesky')
  expect(status).toBe(200)
  // Of 26 weeks those with a holiday are left out: Pancasila, Islamic New Year, Maulid, 17 August, 11.11.
  expect(body).toMatchObject({ ordersPerWeek: 10, noise: 1, needed: 8, most: expect.closeTo(1.5) })
  expect(body.history).toBeGreaterThanOrEqual(18)
  expect(body.history).toBeLessThan(26)
  const option = (effect: number, sureness: string) => body.options.find((one) => one.effect === effect && one.sureness === sureness)!
  expect(option(100, 'likely')).toMatchObject({ weeks: 10, silent: 5, refused: null, span: { from: '2026-11-23', to: '2027-04-25' } })
  expect(option(20, 'sure')).toMatchObject({ refused: 'too-long', span: null })
  expect(option(20, 'sure').ordersToFit).toBeGreaterThan(10)
  expect((await tap<Outlook>('GET', '/outlook?kind=pause&channel=bluesky')).body.options.every(({ sureness }) => sureness === 'likely')).toBe(true)
})

test('an experiment is drawn, fixed, kept or not, and read only after its last week', async () => {
  const { shop, sell, post, tap, list, asked } = await sambal()
  expect(await asked()).toMatchObject([{ kind: 'experiment', state: 'start', reason: { values: { channel: 'bluesky', weeks: 10 } } }])

  const key = newId()
  const begun = await tap<Experiment>('POST', '', twice, { key })
  expect(begun.status).toBe(201)
  expect(begun.body).toMatchObject({ ...twice, code: null, state: 'ahead', from: '2026-11-23', to: '2027-04-25', done: 0, planned: 10, notKept: 0, result: null })
  expect(begun.body.weeks.filter(({ arm }) => arm === 'off')).toHaveLength(5)
  expect(begun.body.leftOut.map(({ monday }) => monday)).toContain('2027-03-08')
  expect(begun.body.leftOut.find(({ monday }) => monday === '2027-02-15')).toEqual({ monday: '2027-02-15', holidays: [{ name: 'ramadan', estimated: true }] })
  // The phone that was not answered asks again; another one finds it running.
  expect((await tap('POST', '', twice, { key })).body).toEqual(begun.body)
  expect(await tap('POST', '', twice)).toMatchObject({ status: 409, body: { code: 'experiments.one-at-a-time' } })
  expect(await asked()).toEqual([])

  const off = begun.body.weeks.filter(({ arm }) => arm === 'off')
  const broken = off[1]!.monday
  for (const { monday, arm } of begun.body.weeks) {
    shop.clock.set(instantAt(ZONE, monday, '10:00'))
    expect(await asked()).toMatchObject([{ state: `week-${arm}`, subject: `${begun.body.id}:${monday}`, reason: { values: { channel: 'bluesky' } } }])
    if (arm === 'on' || monday === broken) await post(monday)
    if (monday === broken) expect((await list()).current!.weeks.find((week) => week.monday === broken)).toMatchObject({ when: 'now', posts: 1, stray: 1, kept: false })
    shop.clock.set(instantAt(ZONE, addDays(monday, 6), '23:59'))
    await sell(monday, arm === 'on' ? 10 : 5)
    const { current } = await list()
    // Before its end nothing tells how many orders there were.
    expect(current).toMatchObject({ state: 'running', result: null })
    expect(current!.weeks.every(({ orders, withCode }) => orders === null && withCode === null)).toBe(true)
  }

  // The last minute of the last Sunday, and the first one after it, in the shop's zone.
  shop.clock.set(instantAt(ZONE, '2027-04-25', '23:59'))
  expect((await list()).current).toMatchObject({ state: 'running', result: null })
  shop.clock.set(instantAt(ZONE, '2027-04-26'))
  const { current, past } = await list()
  expect(current).toBeNull()
  const [read] = past
  expect(read).toMatchObject({ state: 'over', done: 10, notKept: 1, seed: begun.body.seed })
  expect(read!.weeks.map(({ monday, arm }) => [monday, arm])).toEqual(begun.body.weeks.map(({ monday, arm }) => [monday, arm]))
  expect(read!.weeks.map(({ arm, orders }) => [arm, orders])).toEqual(begun.body.weeks.map(({ arm }) => [arm, arm === 'on' ? 10 : 5]))
  expect(read!.result).toEqual({
    finding: 'more',
    difference: 5,
    interval: { low: expect.closeTo(5), high: expect.closeTo(5) },
    byChance: 1 / 32,
    on: 10,
    off: 5,
    margin: { middle: 175_000, low: 175_000, high: 175_000 },
    withCode: null,
  })
  expect(await asked()).toMatchObject([{ state: 'read', subject: `${begun.body.id}:read` }])
  // Asked again it is the same; an order that is noted later counts as well.
  expect((await list()).past).toEqual(past)
  expect(await tap('POST', `/${begun.body.id}/call-off`)).toMatchObject({ status: 409, body: { code: 'experiments.over' } })
  await sell(read!.weeks[0]!.monday, 1)
  expect((await list()).past[0]!.weeks[0]!.orders).toBe(read!.weeks[0]!.orders! + 1)
})

test('the store itself refuses to change what was planned', async () => {
  const { shop, tap } = await sambal()
  await tap('POST', '', twice)
  const { pool } = shop.database
  await expect(pool.query(`update experiments_weeks set arm = 'on'`)).rejects.toThrow('not changed')
  await expect(pool.query(`update experiments_plans set effect = 20`)).rejects.toThrow('not changed')
})

test('called off, it is never read; that can be taken back until its weeks are over', async () => {
  const { shop, sell, tap, list } = await sambal()
  const { id } = (await tap<Experiment>('POST', '', twice)).body
  shop.clock.set(instantAt(ZONE, '2026-12-02'))
  await sell('2026-11-23', 30)
  expect((await tap<Experiment>('POST', `/${id}/call-off`)).body).toMatchObject({ state: 'called-off', done: 1, planned: 10, result: null })
  expect((await tap<Experiment>('POST', `/${id}/call-off`)).body).toMatchObject({ state: 'called-off' })
  expect((await tap<Experiment>('DELETE', `/${id}/call-off`)).body).toMatchObject({ state: 'running', calledOffAt: null })
  await tap('POST', `/${id}/call-off`)
  // Another one may begin now, and then this one may not go on.
  const other = (await tap<Experiment>('POST', '', { ...twice, kind: 'pause', effect: 100 })).body
  expect(other).toMatchObject({ state: 'ahead', kind: 'pause', from: '2026-12-14' })
  expect(other.weeks.filter(({ arm }) => arm === 'before').length).toBeGreaterThanOrEqual(17)
  expect(other.weeks.filter(({ arm }) => arm === 'off').length).toBeGreaterThanOrEqual(3)
  expect(await tap('DELETE', `/${id}/call-off`)).toMatchObject({ status: 409, body: { code: 'experiments.one-at-a-time' } })
  await tap('POST', `/${other.id}/call-off`)

  shop.clock.set(instantAt(ZONE, '2027-06-01'))
  expect(await tap('DELETE', `/${id}/call-off`)).toMatchObject({ status: 409, body: { code: 'experiments.over' } })
  const { past } = await list()
  expect(past.map(({ state, result }) => [state, result])).toEqual([
    ['called-off', null],
    ['called-off', null],
  ])
  expect(past.flatMap(({ weeks }) => weeks).every(({ orders }) => orders === null)).toBe(true)
})

test('a voucher is one code on one channel: posts that name it elsewhere or in other weeks are found, and its orders counted', async () => {
  const { shop, sell, post, tap, list } = await sambal()
  await sell('2026-10-05', 1, 'pakai LAMA5 ya')
  const voucher = { kind: 'voucher', channel: 'whatsapp', effect: 100, sureness: 'likely' }
  expect(await tap('POST', '', { ...voucher, code: 'lama5' })).toMatchObject({ status: 422, body: { code: 'experiments.code-used' } })
  const begun = (await tap<Experiment>('POST', '', { ...voucher, code: ' sambal10 ' })).body
  expect(begun).toMatchObject({ code: 'SAMBAL10', planned: 10 })

  const on = begun.weeks.filter(({ arm }) => arm === 'on')
  for (const { monday, arm } of begun.weeks) {
    shop.clock.set(instantAt(ZONE, addDays(monday, 6), '23:59'))
    await sell(monday, 7)
    if (arm === 'on') await sell(monday, 3, 'Halo, kode Sambal10 ya')
    await sell(monday, 1, 'SAMBAL100')
  }
  // Named on Bluesky, where it was not to be.
  await post(addDays(on[2]!.monday, 3), 'Pakai kode sambal10!')
  shop.clock.set(instantAt(ZONE, addDays(begun.to, 1)))
  const [read] = (await list()).past
  expect(read!.weeks.filter(({ stray }) => stray > 0).map(({ monday }) => monday)).toEqual([on[2]!.monday])
  expect(read!.weeks.filter(({ arm }) => arm === 'on').map(({ withCode }) => withCode)).toEqual([3, 3, 3, 3, 3])
  expect(read!.result).toMatchObject({ finding: 'more', difference: 3, on: 11, off: 8, withCode: 3 })
})

/** Orders of the weeks on and off, as they come: each a number of its own, and which of them falls on which week the lot decides. */
const truths = [
  // Twelve on and six off, as chance has it: every week on stands above every week off.
  { truth: 'brings twice as many', on: [14, 11, 12, 10, 13], off: [5, 8, 6, 4, 7], finding: 'more' },
  // Ten in either, as chance has it.
  { truth: 'brings none', on: [9, 12, 10, 7, 11], off: [11, 8, 10, 12, 9], finding: 'small' },
  // Between the two, in weeks that differ more than that: seven of the 32 ways give as much.
  { truth: 'may bring some', on: [20, 5, 12, 4, 16], off: [9, 11, 4, 9, 7], finding: 'cannot-tell' },
] as const

test.each(truths)('a voucher that $truth is read out so, from orders that were noted week by week', async ({ on, off, finding }) => {
  const { shop, sell, post, tap, list } = await sambal()
  const begun = (await tap<Experiment>('POST', '', { kind: 'voucher', channel: 'whatsapp', effect: 100, sureness: 'likely', code: 'SAMBAL10' })).body
  // Ten weeks of which none holds a holiday, on or off: Christmas, Ramadan and Lebaran lie between them.
  expect(begun.weeks).toHaveLength(10)
  expect(begun.weeks.flatMap(({ monday }) => holidaysInWeek('ID', monday))).toEqual([])
  const between = begun.leftOut.flatMap(({ holidays }) => holidays.map(({ name, estimated }) => `${name} ${estimated}`))
  for (const kept of ['christmas false', 'ramadan true', 'lebaran true']) expect(between).toContain(kept)

  const left = { on: [...on], off: [...off], before: [] as number[] }
  const sold = new Map<string, number>()
  for (const { monday, arm } of begun.weeks) {
    shop.clock.set(instantAt(ZONE, addDays(monday, 6), '23:59'))
    const orders = left[arm].shift()!
    sold.set(monday, orders)
    // Whoever names the code would have bought anyway, where it brings none.
    await sell(monday, arm === 'on' ? 4 : 0, 'Halo, kode sambal10')
    await sell(monday, arm === 'on' ? orders - 4 : orders)
    if (arm === 'on') await post(monday)
    expect((await list()).current).toMatchObject({ result: null })
  }
  // Busy weeks between them are in no arm.
  for (const { monday } of begun.leftOut) await sell(monday, 30)
  shop.clock.set(instantAt(ZONE, addDays(begun.to, 1)))
  const { result, weeks } = (await list()).past[0]!
  expect(weeks.map(({ monday, orders }) => [monday, orders])).toEqual([...sold])

  // Reckoned once more from nothing but the weeks shown: each pair the other way round or not, 32 ways in all.
  const pairs = [0, 2, 4, 6, 8].map((at) => weeks[at]!.orders! - weeks[at + 1]!.orders!)
  const drawn = [0, 2, 4, 6, 8].map((at) => (weeks[at]!.arm === 'on' ? 1 : -1))
  const differenceOf = (signs: readonly number[]) => pairs.reduce((sum, pair, at) => sum + pair * signs[at]!, 0) / 5
  const ways = Array.from({ length: 32 }, (_, way) => differenceOf([0, 1, 2, 3, 4].map((at) => (way & (1 << at) ? 1 : -1))))
  const found = differenceOf(drawn)
  expect(result).toMatchObject({ finding, difference: expect.closeTo(found), byChance: ways.filter((one) => one >= found - 1e-9).length / 32, on: mean(on), off: mean(off), withCode: 4 })
  expect(result!.interval!.low > 0).toBe(finding === 'more')
  expect(result!.interval!.high).toBeGreaterThan(found - 1e-9)
  // Of what an order leaves here, Rp35.000, and no more exact than the orders.
  expect(result!.margin).toMatchObject({ middle: Math.round(found * 35_000), low: expect.closeTo(result!.interval!.low * 35_000, -1) })
})

const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length

test('what could tell nothing is refused with the reason', async () => {
  const { tap, asked } = await sambal({ weekly: 2 })
  expect(await tap('POST', '', { ...twice, effect: 20 })).toMatchObject({
    status: 422,
    body: { code: 'experiments.too-long', where: 'effect', title: expect.stringMatching(/^With 2 orders a week you would need \d{2,} weeks\.$/) },
  })
  expect(await tap('POST', '', { ...twice, channel: 'instagram' })).toMatchObject({ status: 422, body: { code: 'experiments.implausible' } })

  const young = await sambal({ weeks: 5 })
  expect(await young.tap('POST', '', twice)).toMatchObject({ status: 422, body: { code: 'experiments.history-short', title: expect.stringMatching(/^[345] ordinary weeks are known; 8 are needed\.$/) } })
  expect((await young.tap<Outlook>('GET', '/outlook?kind=voucher&channel=card')).body.options).toEqual([])
  expect(await young.asked()).toEqual([])
  expect(await asked()).not.toContainEqual(expect.objectContaining({ state: 'read' }))
})

test.each<[object, string]>([
  [{ ...twice, channel: 'word-of-mouth' }, 'what nobody can leave silent'],
  [{ ...twice, effect: 25 }, 'a difference that is not offered'],
  [{ ...twice, code: 'SAMBAL10' }, 'a code without a voucher'],
  [{ ...twice, kind: 'voucher' }, 'a voucher without a code'],
  [{ ...twice, kind: 'voucher', code: '.*' }, 'a code that is no word'],
  [{ ...twice, kind: 'pause', sureness: 'sure' }, 'a pause that is very sure'],
])('%j is not understood: %s', async (body, _why) => {
  const { tap, list } = await sambal({ weeks: 1 })
  expect((await tap('POST', '', body)).status).toBe(400)
  expect(await list()).toMatchObject({ current: null, past: [] })
})

test('staff see it and begin none; another shop’s is not there', async () => {
  const { shop, tap, list, as } = await sambal()
  const { id } = (await tap<Experiment>('POST', '', twice)).body
  expect(await tap('POST', `/${newId()}/call-off`)).toMatchObject({ status: 404, body: { code: 'experiments.unknown' } })
  expect((await tap('GET', '', undefined, { of: newId() })).status).toBe(404)
  expect((await tap('POST', `/${id}/call-off`, undefined, { of: newId() })).status).toBe(404)
  as('staff')
  expect((await list()).current).toMatchObject({ id })
  for (const [method, path] of [['POST', ''], ['POST', `/${id}/call-off`], ['DELETE', `/${id}/call-off`]] as const)
    expect((await tap(method, path, path === '' ? twice : undefined)).status).toBe(404)
  // Nothing of it is seen from another shop in the same database.
  const other = shop.another()
  await desk(other, [])
  expect(await agenda.candidates(other.reading(), { memberId: newId(), day: '2026-11-24', hour: '09:00' })).toEqual([])
})

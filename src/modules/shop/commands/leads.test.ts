import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { NoteLead } from '#contract/leads.ts'
import { commands as links } from '#modules/links'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { agenda } from '../agenda.ts'
import { contactsOfLeads } from '../queries/contacts-of-leads.ts'
import { leads } from '../queries/leads.ts'
import { orders } from '../queries/orders.ts'
import { changeOrder } from './change-order.ts'
import { closeLead, removeLead, restoreLead } from './close-lead.ts'
import { noteGoalLeads } from './note-goal-leads.ts'
import { noteLead } from './note-lead.ts'
import { noteOrder } from './note-order.ts'
import { sayRate } from './say-rate.ts'
import { restoreOrder, undoOrder } from './undo-order.ts'
import { winLead } from './win-lead.ts'

let engines: TestShop
let shop: TestShop

beforeAll(async () => {
  engines = await testShop({ at: '2026-11-18T06:00:00Z' })
})
beforeEach(async () => {
  shop = await begin(engines.another())
  shop.clock.set('2026-11-18T06:00:00Z')
})
afterAll(() => engines.close())

const note = (given: Partial<NoteLead> = {}) => shop.writing(async (scope) => done(await noteLead(scope, { secrets }, { channel: 'whatsapp', who: '', note: '', amount: null, ...given })).id)
const win = (id: string, amount = 60_000) => shop.writing((scope) => winLead(scope, { secrets }, { id, amount, margin: null }))
const states = async () => (await leads(shop.reading())).map(({ state }) => state)
const noted = async () => done(await orders(shop.reading(), { limit: 50 })).items

test('a lead becomes an order that knows what the lead knew, once', async () => {
  const id = await note({ channel: 'word-of-mouth', who: 'Mbak Ayu', note: '10 stoples untuk arisan', amount: 600_000 })
  expect(await leads(shop.reading())).toMatchObject([{ id, channel: 'word-of-mouth', who: 'Mbak Ayu', amount: 600_000, state: 'open', by: 'hand', orderId: null }])
  const { orderId } = done(await win(id, 550_000))
  expect(await leads(shop.reading())).toMatchObject([{ state: 'won', orderId }])
  expect(await noted()).toMatchObject([{ id: orderId, amount: 550_000, note: '10 stoples untuk arisan', foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } }])
  expect(await win(id)).toMatchObject({ refused: 'shop.lead-won' })
  expect(await noted()).toHaveLength(1)
})

test('told in another currency it is kept as it was told, is worth what the rate of its day says, and becomes an order in it', async () => {
  const id = await note({ amount: 12_050, currency: 'SGD', phone: '0812 3456 7890' })
  const told = { currency: 'SGD', amount: 12_050 }
  expect(await leads(shop.reading())).toMatchObject([{ amount: null, original: told }])
  await shop.writing(async (scope) => done(await sayRate(scope, { language: 'id' }, { currency: 'SGD', from: '2026-11-01', rate: '12100', sure: true })))
  expect(await leads(shop.reading())).toMatchObject([{ amount: 1_458_050, original: told }])
  // Asked again without a sum it stays; with one, that holds.
  await note({ phone: '0812 3456 7890', note: 'masih ada?' })
  expect(await leads(shop.reading())).toMatchObject([{ original: told }])
  const { orderId } = done(await shop.writing((scope) => winLead(scope, { secrets }, { id, amount: 12_000, currency: 'SGD', margin: null })))
  expect(await noted()).toMatchObject([{ id: orderId, amount: 1_452_000, original: { currency: 'SGD', amount: 12_000 } }])
  await note({ phone: '0813 3456 7890', amount: 50_000, currency: 'IDR' })
  expect((await leads(shop.reading())).filter(({ state }) => state === 'open')).toMatchObject([{ amount: 50_000, original: null }])
})

test('an order that is taken back leaves its lead open; one that came back was not won', async () => {
  const id = await note()
  const { orderId } = done(await win(id))
  await shop.writing(async (scope) => done(await undoOrder(scope, orderId)))
  expect(await leads(shop.reading())).toMatchObject([{ state: 'open', orderId: null }])
  await shop.writing(async (scope) => done(await restoreOrder(scope, orderId)))
  expect(await states()).toEqual(['won'])
  await shop.writing(async (scope) => done(await changeOrder(scope, { secrets }, orderId, { state: 'returned' })))
  expect(await states()).toEqual(['lost'])
})

test('who asked and then orders under the same number is expected no more', async () => {
  await note({ phone: '0812 3456 7890' })
  // Asking again is no second lead.
  await note({ phone: '+6281234567890', note: 'jadi berapa?' })
  shop.clock.advance(60_000)
  await note({ phone: '0812 0000 0000' })
  expect(await leads(shop.reading())).toMatchObject([{ state: 'open', note: '' }, { state: 'open', note: 'jadi berapa?' }])
  shop.clock.advance(60_000)
  const order = await shop.writing(async (scope) => done(await noteOrder(scope, { secrets }, { amount: 60_000, phone: '081234567890' })))
  expect((await leads(shop.reading())).map(({ state, orderId }) => [state, orderId])).toEqual([['open', null], ['won', order.id]])
  // A second order finds no lead to win.
  await shop.writing(async (scope) => done(await noteOrder(scope, { secrets }, { amount: 60_000, phone: '081234567890' })))
  expect(await leads(shop.reading())).toMatchObject([{ state: 'open' }, { orderId: order.id }])
})

test('asking again forgets nothing that was known', async () => {
  const phone = '0812 3456 7890'
  const known = { channel: 'word-of-mouth', who: 'Mbak Ayu', note: '10 stoples', amount: 600_000 } as const
  const id = await note({ phone, ...known })
  expect(await note({ phone, channel: null })).toBe(id)
  expect(await leads(shop.reading())).toMatchObject([{ id, ...known }])
  await note({ phone, channel: null, code: 'ZZ99', note: '12 stoples' })
  expect(await leads(shop.reading())).toMatchObject([{ id, ...known, note: '12 stoples' }])
})

test('an order wins the lead that was open when it came, not one that had gone quiet before', async () => {
  const phone = '0812 3456 7890'
  await note({ phone })
  shop.clock.advance(40 * 86_400_000)
  await note({ phone })
  shop.clock.advance(60_000)
  await shop.writing(async (scope) => done(await noteOrder(scope, { secrets }, { amount: 60_000, phone })))
  expect(await states()).toEqual(['won', 'quiet'])
})

test('what was said of the way here goes with the order, unless a code means it: then it was not said', async () => {
  done(await win(await note({ channel: 'word-of-mouth', who: 'Mbak Ayu', code: 'ZZ99' })))
  expect(await noted()).toMatchObject([{ code: 'ZZ99', tracked: null, foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } }])
  shop.clock.advance(60_000)
  const link = await shop.writing(async (scope) =>
    done(await links.makeLink(scope, { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }, { kind: 'whatsapp', channel: 'instagram', target: '081234567890' })),
  )
  done(await win(await note({ channel: null, code: link.chatCode! })))
  expect((await noted())[0]).toMatchObject({ tracked: { channel: 'instagram', by: 'code' }, foundUs: { answer: 'missing' } })
})

test('nothing came of it, or it has gone quiet, or it was a mistake', async () => {
  const lost = await note()
  await shop.writing(async (scope) => done(await closeLead(scope, lost, true)))
  expect(await states()).toEqual(['lost'])
  await shop.writing(async (scope) => done(await closeLead(scope, lost, false)))
  expect(await states()).toEqual(['open'])
  shop.clock.advance(31 * 86_400_000)
  expect(await states()).toEqual(['quiet'])
  await shop.writing(async (scope) => done(await removeLead(scope, lost)))
  expect(await states()).toEqual([])
  expect(await win(lost)).toMatchObject({ refused: 'shop.lead-unknown' })
  await shop.writing(async (scope) => done(await restoreLead(scope, lost)))
  expect(await states()).toEqual(['quiet'])
  const stranger = await begin(engines.another())
  expect(await stranger.writing((scope) => removeLead(scope, lost))).toMatchObject({ refused: 'shop.lead-unknown' })
  expect(await shop.writing((scope) => noteLead(scope, { secrets }, { channel: null, who: '', note: '', amount: null, askedAt: '2027-01-01' }))).toMatchObject({ refused: 'shop.time-in-future', where: 'askedAt' })
})

test('whoever reaches the goal “lead” on a site is one, once a day, by the way they came', async () => {
  const hit = (at: string, visitor: number, kind: string, name: string, channel: string) =>
    shop.hits.client.insert({ table: 'analytics_hits', format: 'JSONEachRow', values: [{ workspace_id: shop.workspaceId, site_id: shop.workspaceId, at, kind, name, visitor: String(visitor), channel, path: '/' }] })
  await hit('2026-11-17 03:00:00', 1, 'view', '', 'instagram')
  await hit('2026-11-17 03:05:00', 1, 'goal', 'lead', 'direct')
  await hit('2026-11-17 03:06:00', 1, 'goal', 'lead', 'direct')
  await hit('2026-11-18 03:00:00', 2, 'goal', 'lead', 'direct')
  await hit('2026-11-18 03:00:00', 3, 'goal', 'map', 'search')
  const again = () => shop.writing((scope) => noteGoalLeads(scope))
  await again()
  const found = await leads(shop.reading())
  expect(found.map(({ channel, by, state, askedAt }) => [channel, by, state, askedAt])).toEqual([
    [null, 'goal', 'open', '2026-11-18T03:00:00.000Z'],
    ['instagram', 'goal', 'open', '2026-11-17T03:05:00.000Z'],
  ])
  await shop.writing(async (scope) => done(await removeLead(scope, found[0]!.id)))
  await again()
  expect(await leads(shop.reading())).toHaveLength(1)
})

test('a flood of goals is noted in pieces, the first 200 of each day and site, and the rest is counted', async () => {
  const flood = (day: string, sites: number, people: number) =>
    shop.hits.client.command({
      query: `insert into analytics_hits (workspace_id, site_id, at, kind, name, visitor, channel, path)
        select {shop:UUID}, toUUID(concat('018f0000-0000-7000-9000-', leftPad(toString(number % {sites:UInt32}), 12, '0'))), toDateTime64({day:String}, 3, 'UTC') + number, 'goal', 'lead', number + 1, 'direct', '/'
        from numbers({hits:UInt32})`,
      query_params: { shop: shop.workspaceId, day: `${day} 00:00:00`, sites, hits: sites * people },
    })
  const again = () => shop.writing((scope) => noteGoalLeads(scope))
  const count = async () => (await leads(shop.reading())).length
  await flood('2026-11-12', 1, 250)
  expect(await again()).toEqual({ beyond: 50 })
  expect(await count()).toBe(200)
  // An hour after the first of them were reached, they are a day's first still.
  shop.clock.set('2026-11-19T00:02:00Z')
  expect(await again()).toEqual({ beyond: 50 })
  expect(await count()).toBe(200)
  // More values than a statement takes.
  await flood('2026-11-18', 60, 200)
  expect(await again()).toEqual({ beyond: 50 })
  expect(await count()).toBe(200 + 60 * 200)
})

test('who asked is known by name and number while it is open, and offered for the day', async () => {
  const rina = await note({ name: 'Bu Rina', phone: '0812-3456-7890', note: '10 stoples untuk arisan' })
  const nameless = await note({ note: 'Harga grosir?', askedAt: '2026-11-10' })
  await note({ askedAt: '2026-11-17' })
  const contacts = async () => contactsOfLeads(shop.reading(), secrets, await leads(shop.reading()))
  expect(await contacts()).toEqual(new Map([[rina, { name: 'Bu Rina', phone: '+6281234567890' }]]))

  const offered = async () => (await agenda.candidates(shop.reading(), { memberId: rina, day: '2026-11-18', hour: '13:00' })).filter(({ kind }) => kind === 'lead')
  expect(await offered()).toMatchObject([
    { subject: rina, state: 'fresh', reason: { code: 'lead-fresh', values: { who: 'Bu Rina: 10 stoples untuk arisan', at: '2026-11-18T06:00:00.000Z' } }, action: { href: `/payback/leads#${rina}` } },
    { subject: nameless, state: 'earlier', reason: { code: 'lead-earlier', values: { who: 'Harga grosir?' } } },
  ])

  done(await win(rina))
  await shop.writing((scope) => closeLead(scope, nameless, true))
  expect(await offered()).toEqual([])
  expect(await contacts()).toEqual(new Map([[rina, { name: 'Bu Rina', phone: null }]]))
  expect(await noted()).toMatchObject([{ buyer: { name: 'Bu Rina', phoneKept: true } }])

  const numbered = await note({ phone: '0813-0000-1111', askedAt: '2026-11-12' })
  expect(await offered()).toMatchObject([{ subject: numbered, reason: { code: 'lead-number' } }])
})

test('a chat that was opened by a link and noted as a lead is not offered twice', async () => {
  const link = done(await shop.writing((scope) => links.makeLink(scope, { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }, { kind: 'whatsapp', channel: 'instagram', target: '081234567890' })))
  const hit = (visitor: string) => ({ workspace_id: shop.workspaceId, site_id: shop.workspaceId, at: '2026-11-18 05:00:00', kind: 'whatsapp-opened', visitor, channel: 'instagram', path: '/', link_id: link.id })
  await shop.hits.client.insert({ table: 'analytics_hits', format: 'JSONEachRow', values: [hit('1'), hit('2')] })
  const counts = async () =>
    (await agenda.candidates(shop.reading(), { memberId: link.id, day: '2026-11-18', hour: '13:00' })).flatMap(({ kind, reason }) => (kind === 'warm' ? [reason.values.count] : []))
  expect(await counts()).toEqual([2])
  await note({ name: 'Bu Rina', code: link.chatCode! })
  expect(await counts()).toEqual([1])
  const joko = await note({ name: 'Pak Joko', code: `Halo, masih ada? (${link.chatCode})` })
  expect(await counts()).toEqual([])
  // Who did not buy was answered all the same.
  await shop.writing((scope) => closeLead(scope, joko, true))
  expect(await counts()).toEqual([])
})

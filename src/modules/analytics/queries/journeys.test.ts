import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, CHROME, testIntake, type TestIntake } from '../for-tests.ts'
import type { IncomingHit } from '../intake/incoming-hit.ts'
import { journeysWithoutOrder } from './journeys-without-order.ts'
import { visitsOfOrders } from './visits-of-orders.ts'

const october = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-11-01T00:00:00Z') }
const at = (day: number, time = '03:00') => new Date(`2026-10-${String(day).padStart(2, '0')}T${time}:00Z`)

let shop: TestShop
let parts: TestIntake

beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-18T06:00:00Z' }))
  parts = await testIntake(shop)
  const other = await begin(shop.another(), 'lain')
  const hit = async (visitorId: string, more: Partial<IncomingHit>) =>
    expect(await parts.intake.record({ workspaceId: shop.workspaceId, kind: 'view', host: 'sambal.example', path: '/', userAgent: CHROME, visitorId, ...more })).toEqual({ counted: true })

  // Ani agreed to be known again: three visits over twelve days, the last one ends with her order.
  await hit('ani', { channel: 'instagram', at: at(8) })
  await hit('ani', { channel: 'search', at: at(15) })
  await hit('ani', { channel: 'direct', at: at(20) })
  await hit('ani', { kind: 'order-code', code: 'inv-1001 ', at: at(20, '03:10') })
  // What she looked at afterwards led to nothing.
  await hit('ani', { channel: 'facebook', at: at(25) })
  // Two visitors tell the same code: it is a post's, and no one order's.
  for (const visitor of ['budi', 'citra']) {
    await hit(visitor, { channel: 'whatsapp', at: at(5) })
    await hit(visitor, { kind: 'order-code', code: 'K7', at: at(5, '03:05') })
  }
  // Nothing came of these: two by search, one by Instagram and then directly, one who opened a chat by its link.
  await hit('dodi', { channel: 'search', at: at(2) })
  await hit('eka', { channel: 'search', at: at(3) })
  await hit('fajar', { channel: 'instagram', at: at(3) })
  await hit('fajar', { channel: 'direct', at: at(4) })
  await hit('gita', { kind: 'whatsapp-opened', channel: 'card', linkId: newId(), host: undefined, path: undefined, at: at(6) })
  await hit('hadi', { channel: 'search', at: new Date('2026-09-30T03:00:00Z') })
  await hit('indah', { workspaceId: other.workspaceId, channel: 'search', at: at(3) })
  await parts.settled()
})

afterAll(async () => {
  await parts.close()
  await shop.close()
})

test('the visits that led to an order, by the code that the site told', async () => {
  expect(await visitsOfOrders(shop.reading(), october, 30)).toEqual([
    { code: 'INV-1001', channel: 'instagram', at: at(8) },
    { code: 'INV-1001', channel: 'search', at: at(15) },
    { code: 'INV-1001', channel: 'direct', at: at(20) },
  ])
  // A narrower window, and one that reaches back before the span.
  expect((await visitsOfOrders(shop.reading(), october, 7)).map(({ channel }) => channel)).toEqual(['search', 'direct'])
  expect((await visitsOfOrders(shop.reading(), { from: at(19), to: october.to }, 7)).map(({ channel }) => channel)).toEqual(['search', 'direct'])
  expect(await visitsOfOrders(shop.reading(), { from: at(21), to: october.to }, 30)).toEqual([])
})

test('the ways of those who told no order', async () => {
  expect(await journeysWithoutOrder(shop.reading(), october)).toEqual([
    { channels: ['search'], visitors: 2 },
    { channels: ['card'], visitors: 1 },
    { channels: ['instagram', 'direct'], visitors: 1 },
  ])
})

test('a shop that nobody ever visited', async () => {
  const nobody = shop.another().reading()
  expect(await visitsOfOrders(nobody, october, 30)).toEqual([])
  expect(await journeysWithoutOrder(nobody, october)).toEqual([])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, CHROME, siteAt, testIntake, type TestIntake } from '../for-tests.ts'
import type { IncomingHit } from '../intake/incoming-hit.ts'
import { liveNow } from './live-now.ts'
import { visitsByChannel } from './visits-by-channel.ts'
import { visitsByMonth } from './visits-by-month.ts'
import { visitsByPost } from './visits-by-post.ts'
import { visitsSummary } from './visits-summary.ts'

// 18 November in Jakarta is 17:00 UTC on the 17th to 17:00 UTC on the 18th.
const day = { from: new Date('2026-11-17T17:00:00Z'), to: new Date('2026-11-18T17:00:00Z') }
const ZONE = 'Asia/Jakarta'
const linkId = newId()
const postId = newId()

let shop: TestShop
let other: TestShop
let parts: TestIntake

const at = (time: string) => new Date(`2026-11-18T${time}Z`)
const person = (visitorId: string, more: Partial<IncomingHit> = {}): IncomingHit => ({
  workspaceId: shop.workspaceId,
  kind: 'view',
  host: 'kicau.example',
  path: '/s/sambal',
  userAgent: CHROME,
  visitorId,
  ...more,
})

beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-18T06:00:00Z' }))
  other = await begin(shop.another(), 'lain')
  parts = await testIntake(shop)
  const record = async (hit: IncomingHit) => expect(await parts.intake.record(hit)).toEqual({ counted: true })

  // Ani: two visits, for more than half an hour lies between them; the first by a link of a post.
  const link = { linkId, postId, code: 'K7abc', channel: 'instagram' as const }
  await record(person('ani', { ...link, kind: 'click', host: undefined, path: undefined, at: at('01:00:00') }))
  await record(person('ani', { code: 'K7abc', utmSource: 'instagram', at: at('01:00:01') }))
  await record(person('ani', { at: at('01:20:00'), path: '/s/sambal/menu' }))
  await record(person('ani', { ...link, kind: 'whatsapp-opened', at: at('01:21:00') }))
  await record(person('ani', { kind: 'engagement', engagedMs: 30_000, at: at('01:22:00') }))
  await record(person('ani', { at: at('02:00:00') }))
  await record(person('ani', { kind: 'whatsapp-opened', at: at('02:01:00') }))
  // Budi: one view, by search.
  await record(person('budi', { referrer: 'https://www.google.co.id/', at: at('03:00:00') }))
  // Citra: her visit began on the day before, and so does not belong to this one; nor is it cut in two.
  await record(person('citra', { at: new Date('2026-11-17T16:50:00Z') }))
  await record(person('citra', { at: new Date('2026-11-17T17:10:00Z') }))
  // Dodi opens a chat link at once, which is a click too.
  await record(person('dodi', { kind: 'whatsapp-opened', linkId: newId(), code: 'K9', channel: 'card', host: undefined, path: undefined, at: at('04:00:00') }))
  // Eka is there now; so is a visitor of another shop.
  await record(person('eka', { at: at('05:58:00'), path: '/s/sambal/menu', channel: 'whatsapp' }))
  await record(person('fajar', { workspaceId: other.workspaceId, at: at('05:59:00') }))
  await parts.settled()
})

afterAll(async () => {
  await parts.close()
  await shop.close()
})

test('visits by channel: gap, first source, opened chats and clicks', async () => {
  expect(await visitsByChannel(shop.reading(), day)).toEqual([
    { channel: 'instagram', visits: 1, visitors: 1, whatsappOpened: 1, clicks: 1 },
    { channel: 'direct', visits: 1, visitors: 1, whatsappOpened: 1, clicks: 0 },
    { channel: 'search', visits: 1, visitors: 1, whatsappOpened: 0, clicks: 0 },
    { channel: 'whatsapp', visits: 1, visitors: 1, whatsappOpened: 0, clicks: 0 },
    { channel: 'card', visits: 0, visitors: 0, whatsappOpened: 1, clicks: 1 },
  ])
})

test('visits by month and channel: those of the zone that is asked for, none where nothing was seen', async () => {
  const year = { from: new Date('2025-11-30T17:00:00Z'), to: new Date('2026-11-30T17:00:00Z') }
  expect(await visitsByMonth(shop.reading(), year, ZONE)).toEqual([
    { month: '2026-11', channel: 'direct', visits: 2, visitors: 2, whatsappOpened: 1, clicks: 0 },
    { month: '2026-11', channel: 'instagram', visits: 1, visitors: 1, whatsappOpened: 1, clicks: 1 },
    { month: '2026-11', channel: 'search', visits: 1, visitors: 1, whatsappOpened: 0, clicks: 0 },
    { month: '2026-11', channel: 'whatsapp', visits: 1, visitors: 1, whatsappOpened: 0, clicks: 0 },
    { month: '2026-11', channel: 'card', visits: 0, visitors: 0, whatsappOpened: 1, clicks: 1 },
  ])
  // Citra's visit of the 17th, ten minutes before midnight in Jakarta, is one of the 17th's in UTC as well.
  const night = { from: new Date('2026-11-17T16:00:00Z'), to: new Date('2026-11-17T18:00:00Z') }
  expect(await visitsByMonth(shop.reading(), night, 'UTC')).toEqual([{ month: '2026-11', channel: 'direct', visits: 1, visitors: 1, whatsappOpened: 0, clicks: 0 }])
})

test('visits by post: the code of the first hit tells the link', async () => {
  const rows = await visitsByPost(shop.reading(), day)
  expect(rows).toHaveLength(2)
  expect(rows[0]).toEqual({ postId, linkId, clicks: 1, visits: 1, whatsappOpened: 1 })
  expect(rows[1]).toMatchObject({ postId: null, clicks: 1, visits: 0, whatsappOpened: 1 })
})

describe('the summary', () => {
  test('counts a day of the zone', async () => {
    const { days, ...summary } = await visitsSummary(shop.reading(), day, ZONE)
    expect(days).toEqual([{ day: '2026-11-18', visits: 4, visitors: 3, views: 5 }])
    expect(summary).toEqual({ visits: 4, visitors: 3, views: 5, bounces: 2, engagedSeconds: 7.5, clicks: 2, whatsappOpened: 3, goals: 0 })
  })

  test('a visit over midnight belongs to the day it began', async () => {
    const { days } = await visitsSummary(shop.reading(), { from: new Date('2026-11-16T17:00:00Z'), to: day.to }, ZONE)
    expect(days.map(({ day, visits, views }) => [day, visits, views])).toEqual([['2026-11-17', 1, 2], ['2026-11-18', 4, 5]])
  })

  test('says nothing of a time in which nobody came', async () => {
    const summary = await visitsSummary(shop.reading(), { from: new Date('2025-01-01T17:00:00Z'), to: new Date('2025-01-03T17:00:00Z') }, ZONE)
    expect(summary).toMatchObject({ visits: 0, visitors: 0, engagedSeconds: null })
    expect(summary.days).toHaveLength(2)
  })
})

test('now: the last five minutes, of this shop only', async () => {
  expect(await liveNow(shop.reading())).toEqual({
    visitors: 1,
    pages: [{ host: 'kicau.example', path: '/s/sambal/menu', visitors: 1 }],
    lastHitAt: '2026-11-18T05:58:00.000Z',
  })
})

test('now: of one site alone', async () => {
  const mine = await begin(shop.another(), 'blog')
  const site = await siteAt(mine, 'blog.example')
  const taking = await testIntake(mine)
  await taking.intake.record(person('gita', { workspaceId: mine.workspaceId, siteId: site.id, host: 'blog.example', path: '/resep', at: at('05:57:30') }))
  await taking.intake.record(person('hadi', { workspaceId: mine.workspaceId, at: at('05:59:30') }))
  await taking.settled()
  expect(await liveNow(mine.reading(), site.id)).toEqual({ visitors: 1, pages: [{ host: 'blog.example', path: '/resep', visitors: 1 }], lastHitAt: '2026-11-18T05:57:30.000Z' })
  expect(await liveNow(mine.reading())).toMatchObject({ visitors: 2, lastHitAt: '2026-11-18T05:59:30.000Z' })
  expect(await liveNow(mine.reading(), newId())).toEqual({ visitors: 0, pages: [], lastHitAt: null })
  await taking.close()
})

test('a shop that nobody ever visited', async () => {
  const nobody = shop.another().reading()
  expect(await visitsByChannel(nobody, day)).toEqual([])
  expect(await visitsByPost(nobody, day)).toEqual([])
  expect(await liveNow(nobody)).toEqual({ visitors: 0, pages: [], lastHitAt: null })
})

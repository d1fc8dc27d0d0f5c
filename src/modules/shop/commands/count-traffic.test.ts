import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands as analytics } from '#modules/analytics'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, done } from '../for-tests.ts'
import { trafficForPayback, trafficVersion } from '../queries/traffic-for-payback.ts'
import { traffic } from '../queries/traffic.ts'
import { countTraffic } from './count-traffic.ts'
import { setTrafficWorth } from './set-traffic-worth.ts'

let shop: TestShop
let blog: string

beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-18T06:00:00Z' }))
  blog = done(await shop.writing((scope) => analytics.addSite(scope, { host: 'blog.sambal.example', name: 'Blog sambal' }))).id
})
afterAll(() => shop.close())

/** One visit: a view by somebody who was not there before. */
let visitors = 0
const visit = (at: string, channel: string, site = blog) =>
  shop.hits.client.insert({
    table: 'analytics_hits',
    values: [{ workspace_id: shop.workspaceId, site_id: site, at: at.replace('T', ' '), kind: 'view', visitor: String(++visitors), channel, path: '/' }],
    format: 'JSONEachRow',
  })
const count = (since?: string) => shop.writing((scope) => countTraffic(scope, since))
const worth = (from: string, perThousand: number, siteId = blog) => shop.writing((scope) => setTrafficWorth(scope, { siteId, from, perThousand }))
const counted = async () => (await trafficForPayback(shop.reading(), '2026-11-30')).map(({ day, channel, visits, perThousand }) => [day, channel, visits, perThousand])

test('visits of a site that earns are kept by day of the shop’s zone and channel, each with its worth of that day', async () => {
  // 23:59 and 00:01 in Jakarta.
  await visit('2026-11-09T16:59:00', 'search')
  await visit('2026-11-09T17:01:00', 'search')
  await visit('2026-11-09T18:01:00', 'instagram')
  await visit('2026-11-12T03:00:00', 'search')
  await visit('2026-11-12T03:00:00', 'search', shop.workspaceId)
  await count()
  expect(await counted()).toEqual([])
  expect((await traffic(shop.reading())).sites).toMatchObject([{ id: shop.workspaceId, worths: [], visits: null }, { id: blog, name: 'Blog sambal', worths: [], visits: null }])

  done(await worth('2026-11-10', 20_000))
  await count('2026-11-10')
  expect(await counted()).toEqual([
    ['2026-11-10', 'instagram', 1, 20_000],
    ['2026-11-10', 'search', 1, 20_000],
    ['2026-11-12', 'search', 1, 20_000],
  ])
  // Dearer later, and dated back: only those days change.
  done(await worth('2026-11-12', 30_000))
  done(await worth('2026-11-01', 10_000))
  await count('2026-11-01')
  expect(await counted()).toEqual([
    ['2026-11-09', 'search', 1, 10_000],
    ['2026-11-10', 'instagram', 1, 20_000],
    ['2026-11-10', 'search', 1, 20_000],
    ['2026-11-12', 'search', 1, 30_000],
  ])
  expect((await traffic(shop.reading())).sites[1]).toEqual({ id: blog, name: 'Blog sambal', worths: [{ from: '2026-11-12', perThousand: 30_000 }, { from: '2026-11-10', perThousand: 20_000 }, { from: '2026-11-01', perThousand: 10_000 }], visits: 4 })
})

test('counted again, nothing changes but what came late', async () => {
  const before = await trafficVersion(shop.reading())
  await count()
  expect(await trafficVersion(shop.reading())).toBe(before)
  await visit('2026-11-12T05:00:00', 'search')
  await visit('2026-11-18T05:00:00', 'direct')
  await count()
  expect(await trafficVersion(shop.reading())).not.toBe(before)
  expect((await counted()).slice(-2)).toEqual([
    ['2026-11-12', 'search', 2, 30_000],
    ['2026-11-18', 'direct', 1, 30_000],
  ])
})

test('what was counted stays while the stream can’t be asked; the value ends where it is said to', async () => {
  const client = shop.hits.client
  const query = client.query.bind(client)
  client.query = () => Promise.reject(new Error('the store is down'))
  await expect(count()).rejects.toThrow('down')
  expect(await counted()).toHaveLength(5)
  client.query = query
  done(await worth('2026-11-12', 0))
  expect(await counted()).toHaveLength(3)
})

test('only of sites of the shop', async () => {
  const stranger = await begin(shop.another())
  expect(await stranger.writing((scope) => setTrafficWorth(scope, { siteId: blog, from: '2026-11-01', perThousand: 1 }))).toMatchObject({ refused: 'shop.site-unknown' })
  expect(await trafficForPayback(stranger.reading(), '2026-11-30')).toEqual([])
})

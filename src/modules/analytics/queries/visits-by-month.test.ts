import { expect, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { visitsByMonth } from './visits-by-month.ts'

test('months that were counted are counted anew as soon as their hits change, in whatever way', async () => {
  const shop = await testShop()
  const { client } = shop.hits
  let visitor = 0
  const store = (at: string) => client.insert({ table: 'analytics_hits', values: [{ workspace_id: shop.workspaceId, visitor: ++visitor, kind: 'view', path: '/', channel: 'search', at }], format: 'JSONEachRow' })
  const run = (query: string) => client.command({ query, query_params: { shop: shop.workspaceId }, clickhouse_settings: { mutations_sync: '1' } })
  const autumn = { from: new Date('2026-08-31T17:00:00Z'), to: new Date('2026-10-31T17:00:00Z') }
  const counted = async () => (await visitsByMonth(shop.reading(), autumn, 'Asia/Jakarta')).map(({ month, channel, visits }) => `${month} ${channel} ${visits}`)

  await store('2026-10-10 12:00:00')
  expect(await counted()).toEqual(['2026-10 search 1'])
  // What was seen after it is no part of it.
  await store('2026-12-01 12:00:00')
  expect(await counted()).toEqual(['2026-10 search 1'])
  // Its first evening, which in UTC is the month before's.
  await store('2026-08-31 18:00:00')
  expect(await counted()).toEqual(['2026-09 search 1', '2026-10 search 1'])
  await run(`alter table analytics_hits update channel = 'instagram' where workspace_id = {shop:UUID} and toDate(at) = '2026-10-10'`)
  expect(await counted()).toEqual(['2026-09 search 1', '2026-10 instagram 1'])
  await run(`optimize table analytics_hits final`)
  expect(await counted()).toEqual(['2026-09 search 1', '2026-10 instagram 1'])
  await run(`delete from analytics_hits where workspace_id = {shop:UUID} and toDate(at) = '2026-08-31'`)
  expect(await counted()).toEqual(['2026-10 instagram 1'])
  await shop.close()
})

test.each([
  ['refuses to tell', () => Promise.reject(new Error("stranger: Not enough privileges. To execute this query, it's necessary to have the grant SELECT(name) ON system.parts. (ACCESS_DENIED)"))],
  ['shows none', () => Promise.resolve([])],
])('a store of somebody’s own that %s of its parts is asked anew each time', async (_what, parts) => {
  const shop = await testShop()
  const scope = shop.reading()
  const told = { ...scope, hits: { ...scope.hits, query: ((text: string, params?: object) => (text.includes('system.parts') ? parts() : scope.hits.query(text, params as never))) as typeof scope.hits.query } }
  const span = { from: new Date('2026-09-30T17:00:00Z'), to: new Date('2026-10-31T17:00:00Z') }
  const counted = async () => (await visitsByMonth(told, span, 'Asia/Jakarta')).map(({ visits }) => Number(visits))
  const store = (visitor: number) => shop.hits.client.insert({ table: 'analytics_hits', values: [{ workspace_id: shop.workspaceId, visitor, kind: 'view', path: '/', channel: 'search', at: '2026-10-10 12:00:00' }], format: 'JSONEachRow' })
  await store(1)
  expect(await counted()).toEqual([1])
  await store(2)
  expect(await counted()).toEqual([2])
  await shop.close()
})

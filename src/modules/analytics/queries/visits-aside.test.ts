import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import type { Asked } from '../model.ts'
import { visitJourneys } from './visit-journeys.ts'
import { visitRetention } from './visit-retention.ts'
import { visitsBy } from './visits-by.ts'
import { visitsOfPeriod } from './visits-of-period.ts'

let shop: TestShop
beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

const site = newId()
const at = Date.parse('2026-11-18T01:00:00Z')
const asked: Asked = { span: { from: new Date(at - 3_600_000), to: new Date(at + 3_600_000) }, zone: 'UTC', currency: 'IDR', filters: [] }
const store = ({ workspaceId }: TestShop, ...visitors: number[]) =>
  shop.hits.client.insert({
    table: 'analytics_hits',
    values: visitors.map((visitor) => ({ workspace_id: workspaceId, site_id: site, visitor, kind: 'view', host: 'toko.example', path: '/', at })),
    format: 'JSONEachRow',
  })
const makingsOf = async ({ workspaceId }: TestShop) => {
  const answer = await shop.hits.client.query({
    query: 'select made, toUInt32(count()) as visits from analytics_visits_aside where workspace_id = {shop:UUID} group by made order by visits',
    query_params: { shop: workspaceId },
    format: 'JSONEachRow',
  })
  return (await answer.json<{ visits: number }>()).map(({ visits }) => visits)
}
const command = (query: string, { workspaceId }: TestShop) => shop.hits.client.command({ query, query_params: { shop: workspaceId }, clickhouse_settings: { mutations_sync: '1' } })

test('all that is asked at once of visits that are not kept shares one making, whatever its span', async () => {
  const mine = shop.another()
  await store(mine, 1, 2)
  const scope = mine.reading()
  const [period, { rows }, { visits }, { weeks }] = await Promise.all([
    visitsOfPeriod(scope, asked, 'day'),
    visitsBy(scope, asked, 'page', { limit: 10, skip: 0 }),
    visitJourneys(scope, asked),
    visitRetention(scope, { ...asked, span: { from: new Date(at - 14 * 86_400_000), to: asked.span.to } }),
  ])
  expect([period.visits, rows[0]!.visits, visits, weeks.at(-1)!.visitors[0]]).toEqual([2, 2, 2, 2])
  expect(await makingsOf(mine)).toEqual([2])
  expect((await visitsOfPeriod(shop.another().reading(), asked, 'day')).visits).toBe(0)
})

test('one that has come since is in the next answer, and in another making', async () => {
  const mine = shop.another()
  await store(mine, 1)
  expect((await visitsOfPeriod(mine.reading(), asked, 'day')).visits).toBe(1)
  await store(mine, 2)
  expect((await visitsOfPeriod(mine.reading(), asked, 'day')).visits).toBe(2)
  expect(await makingsOf(mine)).toEqual([1, 2])
})

test('what is gone, in part or all of it, is made out of its hits, and put aside anew for the next who asks', async () => {
  const mine = shop.another()
  const count = async (zone: string) => (await visitsOfPeriod(mine.reading(), { ...asked, zone }, 'day')).visits
  await store(mine, 1, 2, 3)
  expect(await count('UTC')).toBe(3)
  await command('alter table analytics_visits_aside delete where workspace_id = {shop:UUID} and visitor = 2', mine)
  // Another zone each time, for an answer that was given is remembered.
  expect(await count('Asia/Jakarta')).toBe(3)
  expect(await makingsOf(mine)).toEqual([2])
  expect(await count('Asia/Makassar')).toBe(3)
  expect(await makingsOf(mine)).toEqual([2, 3])
  await command('truncate table analytics_visits_aside', mine)
  expect(await count('Asia/Jayapura')).toBe(3)
  expect(await makingsOf(mine)).toEqual([])
})

test('a making that takes too much is none, and each question makes what it reads', async () => {
  const mine = shop.another()
  await store(mine, 1, 2)
  const scope = mine.reading()
  let tried = 0
  const setAside = async (intoSelect: string, params?: Record<string, unknown>) => {
    tried++
    await scope.hits.setAside(intoSelect.replace(/max_memory_usage = \d+/, 'max_memory_usage = 1000'), params)
  }
  const little = { ...scope, hits: { ...scope.hits, setAside } }
  expect((await visitsOfPeriod(little, asked, 'day')).visits).toBe(2)
  expect((await visitsBy(little, asked, 'channel', { limit: 10, skip: 0 })).rows).toHaveLength(1)
  expect(tried).toBe(1)
  expect(await makingsOf(mine)).toEqual([])
})

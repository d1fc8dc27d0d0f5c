import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { visitsBy } from '../queries/visits-by.ts'
import { visitsOfPeriod } from '../queries/visits-of-period.ts'
import { byOneIn } from './by-one.ts'
import { keepVisits } from './keep-visits.ts'

const site = newId()
const days = (from: string, to: string) => ({ span: { from: new Date(from), to: new Date(to) }, zone: 'UTC', currency: 'IDR' as const, filters: [] })
const all = days('2026-11-10', '2026-11-18')

let shop: TestShop
beforeEach(async () => {
  shop = await testShop()
})

const hit = (at: string, more: object = {}) => ({ workspace_id: shop.workspaceId, site_id: site, visitor: 1, kind: 'view', host: 'toko.example', path: '/', channel: 'search', at, ...more })
const store = (...values: object[]) => shop.hits.client.insert({ table: 'analytics_hits', values, format: 'JSONEachRow' })
const keep = (now: string) => keepVisits(shop.hits.client, new Date(now))
const ask = <Row>(sql: string) => shop.reading().hits.query<Row>(sql)
const run = (query: string) => shop.hits.client.command({ query, query_params: { shop: shop.workspaceId }, clickhouse_settings: { mutations_sync: '1' } })
const rows = async (table: string) => (await ask<{ rows: number }>(`select count() as rows from ${table} where workspace_id = {shop:UUID}`))[0]!.rows
const visits = async () => (await visitsOfPeriod(shop.reading(), all, 'day')).moments.filter((moment) => moment.visits > 0).map(({ moment, visits, views }) => `${moment} ${visits} ${views}`)
/** Of another channel than its hits say: who asks can tell what was kept from what was made. */
const markKept = () => run(`alter table analytics_visits update channel = 'card' where workspace_id = {shop:UUID}`)
const channels = async () => (await visitsBy(shop.reading(), all, 'channel', { limit: 10, skip: 0 })).rows.map(({ value, visits }) => `${value} ${visits}`)

describe('the visits of a day', () => {
  test('are kept once a visit that began in it must have ended, and are not made again', async () => {
    await store(hit('2026-11-11 12:00:00'), hit('2026-11-12 12:00:00', { visitor: 2 }))
    expect(await keep('2026-11-12T05:59:59Z')).toBe(0)
    expect(await keep('2026-11-12T06:00:00Z')).toBe(1)
    expect(await keep('2026-11-12T07:00:00Z')).toBe(0)
    expect(await rows('analytics_visits')).toBe(1)
    await markKept()
    expect(await channels()).toEqual(['card 1', 'search 1'])
    expect(await visits()).toEqual(['2026-11-11 1 1', '2026-11-12 1 1'])
  })

  test('go on over midnight: whole, in the day they began in, beside the next day’s hits or without them', async () => {
    await store(hit('2026-11-11 23:50:00'), hit('2026-11-12 00:10:00'), hit('2026-11-12 00:20:00', { kind: 'goal' }), hit('2026-11-12 09:00:00'))
    const before = await visits()
    expect(before).toEqual(['2026-11-11 1 2', '2026-11-12 1 1'])
    expect(await keep('2026-11-12T10:00:00Z')).toBe(1)
    expect(await visits()).toEqual(before)
    expect(await keep('2026-11-14T10:00:00Z')).toBe(1)
    expect(await visits()).toEqual(before)
  })

  test('are cut six hours after they began, whichever days are asked about', async () => {
    const halfHours = Array.from({ length: 20 }, (_, nth) => hit(new Date(Date.parse('2026-11-11T22:00:00Z') + nth * 1_800_000).toISOString().slice(0, 19).replace('T', ' ')))
    await store(...halfHours)
    const views = async () => [await visitsOfPeriod(shop.reading(), days('2026-11-11', '2026-11-12'), 'day'), await visitsOfPeriod(shop.reading(), days('2026-11-11', '2026-11-14'), 'day')].map(({ visits, views }) => [visits, views])
    expect(await views()).toEqual([[1, 12], [1, 12]])
    await keep('2026-11-14T00:00:00Z')
    expect(await views()).toEqual([[1, 12], [1, 12]])
  })

  test.each([
    ['come late', () => store(hit('2026-11-11 12:10:00')), ['2026-11-11 1 2', '2026-11-13 1 1']],
    ['come late on the day before, close to midnight', () => store(hit('2026-11-10 23:55:00'), hit('2026-11-11 00:05:00')), ['2026-11-10 1 2', '2026-11-11 1 1', '2026-11-13 1 1']],
    ['are removed', () => run(`delete from analytics_hits where workspace_id = {shop:UUID} and toDate(at) = '2026-11-11'`), ['2026-11-13 1 1']],
  ])('are right at once where its hits %s, and made anew', async (_, change, right) => {
    await store(hit('2026-11-11 12:00:00'), hit('2026-11-13 12:00:00'))
    expect(await keep('2026-11-15T00:00:00Z')).toBe(2)
    await change()
    expect(await visits()).toEqual(right)
    const anew = await keep('2026-11-15T00:10:00Z')
    expect(anew).toBe(right.length - 1)
    expect(await visits()).toEqual(right)
    expect(await keep('2026-11-15T00:20:00Z')).toBe(0)
  })

  test('follow their hits to another channel', async () => {
    await store(hit('2026-11-11 12:00:00'))
    await keep('2026-11-15T00:00:00Z')
    await run(`alter table analytics_hits update channel = 'instagram' where workspace_id = {shop:UUID}`)
    expect(await channels()).toEqual(['instagram 1'])
    expect(await keep('2026-11-15T00:10:00Z')).toBe(1)
    expect(await channels()).toEqual(['instagram 1'])
  })

  test('are made anew where they were kept by other rules, and not used until then', async () => {
    await store(hit('2026-11-11 12:00:00'))
    await keep('2026-11-15T00:00:00Z')
    await markKept()
    expect(await channels()).toEqual(['card 1'])
    await run(`alter table analytics_visit_days update rules = 0 where workspace_id = {shop:UUID}`)
    expect(await channels()).toEqual(['search 1'])
    expect(await keep('2026-11-15T00:10:00Z')).toBe(1)
    expect(await channels()).toEqual(['search 1'])
  })

  test('are not asked for again while nothing about them changed', async () => {
    await store(hit('2026-11-11 12:00:00'))
    await keep('2026-11-15T00:00:00Z')
    expect(await channels()).toEqual(['search 1'])
    await markKept()
    expect(await channels()).toEqual(['search 1'])
    await store(hit('2026-11-12 12:00:00', { visitor: 2 }))
    expect(await channels()).toEqual(['card 1', 'search 1'])
  })

  test('count once when two keep them at the same time, or one was killed half-way', async () => {
    await store(hit('2026-11-11 12:00:00'), hit('2026-11-12 12:00:00'))
    await Promise.all([keep('2026-11-15T00:00:00Z'), keep('2026-11-15T00:00:00Z')])
    expect(await visits()).toEqual(['2026-11-11 1 1', '2026-11-12 1 1'])
    // As a kill leaves it between the rows and the naming of their making.
    await run(`insert into analytics_visits select * replace(made + 1 as made) from analytics_visits`)
    expect(await visits()).toEqual(['2026-11-11 1 1', '2026-11-12 1 1'])
  })

  test('are made by one of two that keep them at the same time; whoever is held up by nobody goes on with another shop', async () => {
    const other = shop.another()
    await store(hit('2026-11-11 12:00:00'), hit('2026-11-12 12:00:00'), hit('2026-11-12 12:00:00', { workspace_id: other.workspaceId }))
    const byOne = byOneIn(shop.database.writer)
    const keepBeside = () => keepVisits(shop.hits.client, new Date('2026-11-15T00:00:00Z'), { byOne })
    // As long as somebody is at this shop, only the other's is made.
    const made = await byOne(`visits of ${shop.workspaceId}`, async () => {
      expect(await Promise.all([keepBeside(), keepBeside()]).then((counts) => counts.toSorted())).toEqual([0, 1])
      return rows('analytics_visit_days')
    })
    expect(made).toBe(0)
    const counts = await Promise.all([keepBeside(), keepBeside(), keepBeside()])
    expect(counts.toSorted()).toEqual([0, 0, 2])
    expect([await rows('analytics_visit_days'), await rows('analytics_visits')]).toEqual([2, 2])
    expect(await visits()).toEqual(['2026-11-11 1 1', '2026-11-12 1 1'])
    // One that breaks off leaves it to the next.
    await expect(byOne(`visits of ${shop.workspaceId}`, () => Promise.reject(new Error('killed')))).rejects.toThrow('killed')
    await store(hit('2026-11-11 15:00:00'))
    expect(await keepBeside()).toBe(1)
  })

  test('of an older making go after an hour, and not before', async () => {
    await store(hit('2026-11-11 12:00:00'))
    await keep('2026-11-15T00:00:00Z')
    await store(hit('2026-11-11 18:00:00'))
    await keep('2026-11-15T00:10:00Z')
    await keep('2026-11-15T00:59:00Z')
    expect([await rows('analytics_visit_days'), await rows('analytics_visits')]).toEqual([2, 3])
    await keep('2026-11-15T01:01:00Z')
    await keep('2026-11-15T01:11:00Z')
    expect([await rows('analytics_visit_days'), await rows('analytics_visits')]).toEqual([1, 2])
    expect(await visits()).toEqual(['2026-11-11 2 2'])
  })
})

test('the visits of one shop are no other’s', async () => {
  const other = shop.another()
  await store(hit('2026-11-11 12:00:00'), hit('2026-11-11 12:00:00', { workspace_id: other.workspaceId, channel: 'card' }))
  expect(await keep('2026-11-15T00:00:00Z')).toBe(2)
  expect(await channels()).toEqual(['search 1'])
})

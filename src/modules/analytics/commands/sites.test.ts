import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, CHROME, testIntake } from '../for-tests.ts'
import { openSalts, throwOldSaltsAway } from '../intake/salts.ts'
import { shopPageKey } from '../model.ts'
import { sites } from '../queries/sites.ts'
import { tables } from '../tables.ts'
import { addSite } from './add-site.ts'
import { regroupHits } from './regroup-hits.ts'
import { removeSite } from './remove-site.ts'
import { renameSite } from './rename-site.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await begin(await testShop())
})
afterAll(() => shop.close())

test('sites: the shop’s page is there by itself; others are added, renamed, removed', async () => {
  const page = { id: shop.workspaceId, host: null, name: 'Sambal Bu Tini', key: shopPageKey(shop.workspaceId), kind: 'shop-page', addedAt: null }
  expect(await sites(shop.reading())).toEqual([page])

  const site = await shop.writing((scope) => addSite(scope, { host: 'https://www.Toko.example/menu' }))
  if (isRefusal(site)) throw new Error(site.refused)
  expect(site).toMatchObject({ host: 'toko.example', name: 'toko.example', kind: 'web', key: expect.stringMatching(/^[0-9a-f]{14}$/) })
  expect(await shop.writing((scope) => addSite(scope, { host: 'toko.example' }))).toMatchObject({ refused: 'analytics.host-taken' })
  expect(await shop.writing((scope) => addSite(scope, { host: 'toko' }))).toMatchObject({ refused: 'analytics.host-unreadable' })

  expect(await shop.writing((scope) => renameSite(scope, site.id, 'Toko'))).toEqual({ ...site, name: 'Toko' })
  expect(await sites(shop.reading())).toEqual([page, { ...site, name: 'Toko' }])

  // Another shop may count the same host, and touches nothing of this one.
  const other = await begin(shop.another(), 'lain')
  expect(isRefusal(await other.writing((scope) => addSite(scope, { host: 'toko.example' })))).toBe(false)
  expect(await other.writing((scope) => renameSite(scope, site.id, 'Curi'))).toMatchObject({ refused: 'analytics.site-unknown' })
  expect(await other.writing((scope) => removeSite(scope, site.id))).toMatchObject({ refused: 'analytics.site-unknown' })

  await shop.writing((scope) => removeSite(scope, site.id))
  expect(await sites(shop.reading())).toEqual([page])
  // It comes back as it was.
  expect(await shop.writing((scope) => addSite(scope, { host: 'toko.example' }))).toEqual({ ...site, name: 'Toko' })
})

test('salts: one a day for all processes, thrown away when the day is over, one of our own while the store is away', async () => {
  const db = shop.database.writer
  const [one, other] = [openSalts({ db, clock: shop.clock }), openSalts({ db, clock: shop.clock })]
  const [first, second] = await Promise.all([one.today(), other.today()])
  expect(first.salt).toMatch(/^[0-9a-f]{32}$/)
  expect(second.salt).toBe(first.salt)
  expect(one.today()).toMatchObject({ salt: first.salt })

  shop.clock.advance(24 * 3_600_000)
  expect((await one.today()).salt).not.toBe(first.salt)
  expect(await tables({ db }).selectFrom('analyticsSalts').select('day').execute()).toHaveLength(1)
  shop.clock.advance(24 * 3_600_000)
  await throwOldSaltsAway(db, shop.clock.now())
  expect(await tables({ db }).selectFrom('analyticsSalts').select('day').execute()).toEqual([])

  await sql`alter table analytics_salts rename to analytics_salts_away`.execute(db)
  const alone = await openSalts({ db, clock: shop.clock }).today()
  expect(alone.salt).toMatch(/^[0-9a-f]{32}$/)
  await sql`alter table analytics_salts_away rename to analytics_salts`.execute(db)
})

test('the grouping can be run again over what is stored', async () => {
  const parts = await testIntake(shop)
  const hit = { workspaceId: shop.workspaceId, kind: 'view' as const, userAgent: CHROME, ip: '1.1.1.1' }
  await parts.intake.record({ ...hit, referrer: 'https://l.instagram.com/x/y?z' })
  await parts.intake.record({ ...hit, utmSource: "o'brien", utmMedium: 'cpc' })
  await parts.intake.record({ ...hit, channel: 'card' })
  await parts.settled()
  await parts.close()
  const { client } = shop.hits
  const channels = () => shop.reading().hits.query('select channel, rule from analytics_hits where workspace_id = {shop:UUID} order by block, row_in_block')
  const right = [{ channel: 'instagram', rule: 'organic-social' }, { channel: 'ads', rule: 'paid-other' }, { channel: 'card', rule: 'said' }]
  expect(await channels()).toEqual(right)
  expect(await regroupHits(client, shop.workspaceId)).toBe(0)

  // As rules of an earlier day would have left them.
  await client.command({ query: `alter table analytics_hits update channel = 'other', rule = 'old' where 1`, clickhouse_settings: { mutations_sync: '1' } })
  expect(await regroupHits(client, shop.another().workspaceId)).toBe(0)
  expect(await regroupHits(client, shop.workspaceId)).toBe(3)
  expect(await channels()).toEqual(right)
})

test('a view that carries a link’s code is of the channel that the link is placed on, now and grouped anew', async () => {
  await shop.hits.client.command({ query: 'truncate table analytics_hits' })
  const links: Record<string, Channel> = { K7: 'instagram', K8: 'other' }
  const view = { workspaceId: shop.workspaceId, kind: 'view' as const, userAgent: CHROME, ip: '1.1.1.1', host: 'toko.example', path: '/', referrer: 'https://l.facebook.com/' }
  const record = async (more: Parameters<typeof testIntake>[1], codes: (string | undefined)[]) => {
    const parts = await testIntake(shop, more)
    for (const code of codes) await parts.intake.record({ ...view, ...(code && { code }) })
    const click = { workspaceId: shop.workspaceId, kind: 'click' as const, userAgent: CHROME, ip: '1.1.1.1' }
    for (const [code, channel] of Object.entries(links)) await parts.intake.record({ ...click, code, channel, linkId: newId() })
    await parts.settled()
    await parts.close()
  }
  const views = () => shop.reading().hits.query(`select code, channel, rule from analytics_hits where workspace_id = {shop:UUID} and kind = 'view' order by code`)
  const right = ['', 'K7', 'K8', 'K9'].map((code) => ({ code, ...(code === 'K7' ? { channel: 'instagram', rule: 'said' } : { channel: 'facebook', rule: 'organic-social' }) }))
  const codes = [undefined, 'K7', 'K8', 'K9']
  await record({ channelOfLink: async (_shop, code) => (code === 'K9' ? Promise.reject(new Error('the store is away')) : (links[code] ?? null)) }, codes)
  expect(await views()).toEqual(right)

  // The past, as it was counted before.
  await shop.hits.client.command({ query: 'truncate table analytics_hits' })
  await record({}, codes)
  expect(await views()).toEqual(right.map(({ code }) => ({ code, channel: 'facebook', rule: 'organic-social' })))
  expect(await regroupHits(shop.hits.client, shop.workspaceId)).toBe(1)
  expect(await views()).toEqual(right)
  expect(await regroupHits(shop.hits.client, shop.workspaceId)).toBe(0)
})

import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { changeSiteSettings, dropServerKey, makeServerKey } from './commands/change-site-settings.ts'
import { COLUMNS, judgeAgain, judgeShopsAgain, wholeOf } from './commands/judge-again.ts'
import { addOwnNetwork, removeOwnNetwork } from './commands/own-networks.ts'
import { begin, CHROME, intakeServer, secrets, siteAt, testIntake, type TestIntake } from './for-tests.ts'
import { shopPageKey } from './model.ts'
import { leftOut } from './queries/left-out.ts'
import { measuredSites } from './queries/measured-sites.ts'
import { ownNetworks } from './queries/own-networks.ts'

let shop: TestShop
let parts: TestIntake
let app: FastifyInstance
let site: { id: string; key: string }

beforeAll(async () => {
  shop = await begin(await testShop())
  parts = await testIntake(shop)
  site = await siteAt(shop, 'toko.example')
  app = await intakeServer(parts.intake)
})

afterAll(async () => {
  await app.close()
  await parts.close()
  await shop.close()
})

const headers = (more: Record<string, string> = {}) => ({ 'user-agent': CHROME, 'x-forwarded-for': '103.10.66.9', ...more })
const hit = (body: object = {}, more?: Record<string, string>) =>
  app.inject({ method: 'POST', url: '/t/hit', headers: { 'content-type': 'text/plain', ...headers(more) }, payload: JSON.stringify({ site: site.key, kind: 'view', url: 'https://toko.example/', ...body }) })
const span = { from: new Date('2026-11-16T00:00:00Z'), to: new Date('2026-11-20T00:00:00Z') }
const left = async (of?: string) => {
  await parts.settled()
  return leftOut(shop.reading(), span, of)
}
const rows = <Row>(sql: string) => shop.reading().hits.query<Row>(sql)
const kept = async () => {
  await parts.settled()
  return rows<{ path: string; kind: string; device: string; agent: string; country: string }>(`select path, kind, device, agent, country from analytics_hits where workspace_id = {shop:UUID} order by path, kind`)
}

test('of a program is kept whatever is of a person, and all of it is moved when it is judged again', async () => {
  const columns = (table: string) => rows<{ name: string }>(`select name, type, default_expression from system.columns where database = currentDatabase() and table = '${table}' order by name`)
  const ofHits = await columns('analytics_hits')
  expect(await columns('analytics_bots')).toEqual(ofHits)
  expect([...COLUMNS.split(/,\s*/), 'device', 'browser', 'system', 'agent'].sort()).toEqual(ofHits.map(({ name }) => name).sort())
})

test('what is left out is counted, and why; of people nothing is kept', async () => {
  const GOOGLE = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
  await hit({}, { dnt: '1' })
  await hit({ kind: 'engagement', engaged: 5 }, { dnt: '1' })
  await hit({}, { 'sec-gpc': '1' })
  await hit({ left: 'own' })
  await hit({ left: 'bot' })
  for (const agent of [GOOGLE, GOOGLE, 'WhatsApp/2.23.20.0 A', 'curl/8.1', '']) await hit({ url: 'https://toko.example/bot' }, { 'user-agent': agent })
  await parts.intake.recordAll({ workspaceId: shop.workspaceId, kind: 'click', code: 'K7' }, [
    { ip: '1.1.1.1', userAgent: GOOGLE }, { ip: '1.1.1.2', userAgent: CHROME, doNotTrack: true }, { ip: '1.1.1.3', userAgent: CHROME, own: true },
  ])
  expect(await left()).toEqual({
    bots: 7, own: 2, doNotTrack: 3, judged: null,
    names: [{ name: 'Google', hits: 3 }, { name: 'tool', hits: 2 }, { name: 'WhatsApp', hits: 1 }, { name: 'silent', hits: 1 }],
  })
  expect(await left(site.id)).toMatchObject({ bots: 6, own: 1, doNotTrack: 2 })
  expect(await kept()).toEqual([])
  const numbers = await rows<{ hits: number }>('select count() as hits from analytics_bots where workspace_id = {shop:UUID}')
  expect(numbers).toEqual([{ hits: 7 }])
  expect(JSON.stringify(await rows('select * from analytics_bots where workspace_id = {shop:UUID}'))).not.toMatch(/103\.10|SM-A146P/)
})

test('the shop’s own networks and browsers', async () => {
  const network = await shop.writing((scope) => addOwnNetwork(scope, secrets, { name: 'Wifi toko', address: '2001:db8:1:2::9' }))
  if (isRefusal(network)) throw new Error(network.refused)
  const again = await shop.writing((scope) => addOwnNetwork(scope, secrets, { name: 'Toko', address: '2001:db8:1:2::1' }))
  expect(again).toMatchObject({ id: network.id, name: 'Toko' })
  expect(await ownNetworks(shop.reading())).toMatchObject([{ name: 'Toko' }])
  expect(await shop.writing((scope) => addOwnNetwork(scope, secrets, { name: 'x', address: '1.2.3' }))).toMatchObject({ refused: 'analytics.address-unreadable' })
  // Asked anew after half a minute: another intake does so at once.
  const other = await testIntake(shop)
  const from = (ip: string) => other.intake.record({ workspaceId: shop.workspaceId, siteId: site.id, kind: 'view', host: 'toko.example', path: '/own', ip, userAgent: CHROME })
  await expect.poll(() => from('2001:db8:1:2:ffff::1')).toEqual({ counted: false, because: 'own-visit' })
  expect(await from('2001:db8:1:3::1')).toEqual({ counted: true })
  await other.settled()
  await other.close()
  await shop.writing((scope) => removeOwnNetwork(scope, network.id))
  expect(await shop.writing((scope) => removeOwnNetwork(scope, network.id))).toMatchObject({ refused: 'analytics.network-unknown' })

  const me = (count: string, back = '/s/sambal/ukur?lang=en') =>
    app.inject({ method: 'POST', url: '/t/me', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ count, back }).toString() })
  const off = await me('off')
  expect([off.statusCode, off.headers.location]).toEqual([303, '/s/sambal/ukur?lang=en'])
  expect(off.headers['set-cookie']).toMatch(/^kicau_count=off; Max-Age=\d+; Path=\/; SameSite=Lax/)
  expect((await me('on')).headers['set-cookie']).toMatch(/^kicau_count=; Max-Age=0/)
  for (const back of ['https://evil.example/', '//evil.example', '/s/../x', '']) expect((await me('off', back)).statusCode).toBe(400)
  const page = { site: shopPageKey(shop.workspaceId), url: 'https://kicau.example/s/sambal' }
  for (const [cookie, because] of [['kicau_count=off', 'do-not-track'], ['a=b; kicau_count=own', 'own-visit'], ['kicau.session_token=x', 'own-visit']] as const) {
    expect((await hit(page, { cookie })).headers['x-kicau-not-counted']).toBe(because)
    // A browser that is the shop's own on Kicau's host is anybody's on another.
    expect((await hit({}, { cookie })).headers['x-kicau-not-counted']).toBeUndefined()
  }
})

test('a picture for browsers without JavaScript', async () => {
  await parts.settled()
  await shop.hits.client.command({ query: 'truncate table analytics_hits' })
  const look = (query: string, more?: Record<string, string>) => app.inject({ url: `/t/pixel.gif?${query}`, headers: headers(more) })
  const answer = await look(`site=${site.key}`, { referer: 'https://toko.example/menu?utm_source=ig' })
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control'], answer.rawPayload.subarray(0, 6).toString()]).toEqual([200, 'image/gif', 'no-store', 'GIF89a'])
  await look(`site=${site.key}&page=/tentang`)
  expect((await look(`site=${site.key}`, { referer: 'https://lain.example/' })).headers['x-kicau-not-counted']).toBe('unknown-site')
  expect((await look('site=nobody')).headers['x-kicau-not-counted']).toBe('unknown-site')
  expect((await look('')).headers['x-kicau-not-counted']).toBe('malformed')
  expect((await look(`site=${site.key}`, { dnt: '1', referer: 'https://toko.example/' })).headers['x-kicau-not-counted']).toBe('do-not-track')
  expect((await kept()).map(({ path, kind }) => [path, kind])).toEqual([['/menu', 'view'], ['/tentang', 'view']])
})

test('a site’s own server speaks for its visitors, with its key', async () => {
  await shop.hits.client.command({ query: 'truncate table analytics_hits' })
  const made = await shop.writing((scope) => makeServerKey(scope, site.id))
  if (isRefusal(made)) throw new Error(made.refused)
  const tell = (payload: unknown, key = made.key) =>
    app.inject({ method: 'POST', url: '/t/server', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'user-agent': 'curl/8' }, payload: JSON.stringify(payload) })
  const visitor = { ip: '103.10.66.9', userAgent: CHROME }
  const seen = await hit({ url: 'https://toko.example/bayar' })
  expect(seen.statusCode).toBe(204)
  const at = new Date(shop.clock.now().getTime() - 60_000).toISOString()
  const answer = await tell([
    { kind: 'goal', name: 'Lunas', value: 25_000, currency: 'IDR', url: '/bayar', at, ...visitor },
    { kind: 'view', url: 'https://lain.example/', ...visitor },
    { kind: 'view', url: '/', ip: 'x' },
    { kind: 'view', url: '/', at: '2020-01-01T00:00:00Z' },
    { kind: 'view', url: '/', ip: '1.1.1.1', userAgent: 'curl/8' },
    { kind: 'view', url: '/', ...visitor, doNotTrack: true },
  ])
  expect(answer.json()).toEqual({
    counted: 1,
    left: [{ index: 1, because: 'unknown-site' }, { index: 2, because: 'malformed' }, { index: 3, because: 'malformed' }, { index: 4, because: 'bot' }, { index: 5, because: 'do-not-track' }],
  })
  await parts.settled()
  expect(await rows('select kind, path, host, value, uniqExact(visitor) over () as visitors from analytics_hits where workspace_id = {shop:UUID} order by kind')).toEqual([
    { kind: 'goal', path: '/bayar', host: 'toko.example', value: 25_000, visitors: 1 }, { kind: 'view', path: '/bayar', host: 'toko.example', value: null, visitors: 1 },
  ])
  expect((await tell({}, 'ks_nobodys-key-at-all')).json()).toMatchObject({ status: 401, code: 'analytics.server-key-unknown' })
  for (const nothing of [[], Array(101).fill({})]) expect((await tell(nothing)).statusCode).toBe(400)
  await shop.writing((scope) => dropServerKey(scope, site.id))
  expect((await tell({})).statusCode).toBe(401)
  expect(JSON.stringify(await shop.reading().db.selectFrom('analyticsSiteSettings' as never).selectAll().execute())).not.toContain(made.key)
})

test('what a site goes without is not in its script, and is said in public', async () => {
  const changed = await shop.writing((scope) => changeSiteSettings(scope, site.id, { engaged: true, outbound: false, missing: true, cross: true, consent: true }))
  expect(changed).toMatchObject({ engaged: true, outbound: false, missing: true, consent: true, measuredAt: '/s/sambal/ukur' })
  const known = await parts.intake.sites.byKey(site.key)
  expect((await parts.intake.sites.trackerWords(`${site.key}`, known!)).without).toEqual(['outbound'])
  expect(await measuredSites(shop.reading())).toEqual({
    shop: 'Sambal Bu Tini', slug: 'sambal', botDays: 400,
    sites: [{ host: null, engaged: true, outbound: true, missing: true, cross: true, consent: false, goals: [] }, { host: 'toko.example', engaged: true, outbound: false, missing: true, cross: true, consent: true, goals: [] }],
  })
  const nobodys = '019f0000-0000-7000-8000-000000000000'
  expect(await shop.writing((scope) => changeSiteSettings(scope, nobodys, { engaged: true, outbound: true, missing: true, cross: true, consent: false }))).toMatchObject({ refused: 'analytics.site-unknown' })
})

test('the past is judged again: programs that counted go, people who did not come back', async () => {
  await shop.hits.client.command({ query: 'truncate table analytics_hits' })
  await shop.hits.client.command({ query: 'truncate table analytics_bots' })
  const now = new Date('2026-11-18T09:00:00Z')
  const put = (table: string, more: object, row: number) =>
    shop.hits.client.insert({ table, values: [{ workspace_id: shop.workspaceId, at: '2026-11-18 03:00:00.000', kind: 'view', site_id: site.id, visitor: row, host: 'toko.example', journal_id: '019f0000-0000-7000-8000-000000000001', block: 1, row_in_block: row, ...more }], format: 'JSONEachRow' })
  await put('analytics_hits', { path: '/bot', agent: 'NewCrawlerBot', device: 'desktop', channel: 'direct', rule: 'direct' }, 1)
  await put('analytics_hits', { path: '/person', agent: 'Lapis', device: 'phone', channel: 'direct', rule: 'direct' }, 2)
  await put('analytics_bots', { path: '/wronged', agent: CHROME, channel: 'direct', rule: 'direct' }, 3)
  await put('analytics_bots', { path: '/still', agent: 'curl/8', channel: 'direct', rule: 'direct' }, 4)
  // Copied by an earlier judging that was killed before it removed.
  await put('analytics_bots', { path: '/person', agent: wholeOf('Lapis'), device: 'phone', channel: 'direct', rule: 'direct' }, 2)

  expect(await judgeAgain(shop.hits.client, shop.workspaceId, now)).toEqual({ sources: 0, bots: 1, people: 2 })
  expect((await kept()).map(({ path, device, agent }) => [path, device, agent])).toEqual([['/person', 'phone', 'Lapis'], ['/wronged', 'phone', '']])
  expect(await rows('select path, agent from analytics_bots where workspace_id = {shop:UUID} order by path')).toEqual([{ path: '/bot', agent: wholeOf('NewCrawlerBot') }, { path: '/still', agent: 'curl/8' }])
  expect(await judgeAgain(shop.hits.client, shop.workspaceId, now)).toEqual({ sources: 0, bots: 0, people: 0 })

  const all = { db: shop.database.writer, client: shop.hits.client, clock: shop.clock }
  expect(await judgeShopsAgain(all)).toBe(1)
  expect(await judgeShopsAgain(all)).toBe(0)
  expect((await left()).judged).toMatchObject({ at: shop.clock.now().toISOString(), sources: 0 })
})

import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { changeSiteSettings } from '../commands/change-site-settings.ts'
import { begin, CHROME, intakeServer, siteAt, testIntake, type TestIntake } from '../for-tests.ts'
import { shopPageKey, type Asked } from '../model.ts'
import { journeysWithoutOrder } from '../queries/journeys-without-order.ts'
import { siteSettings } from '../queries/site-settings.ts'
import { visitFunnel } from '../queries/visit-funnel.ts'
import { visitJourneys } from '../queries/visit-journeys.ts'
import { visitsBy } from '../queries/visits-by.ts'
import { visitsByChannel } from '../queries/visits-by-channel.ts'
import { visitsByMonth } from '../queries/visits-by-month.ts'
import { visitsOfOrders } from '../queries/visits-of-orders.ts'
import { visitsOfPeriod } from '../queries/visits-of-period.ts'
import { visitsTold } from '../queries/visits-told.ts'
import { LINK_LIVES_MS } from './across.ts'
import { analyticsSites } from './sites.ts'

const MINUTE = 60_000

let shop: TestShop
let other: TestShop
let parts: TestIntake
let app: FastifyInstance
let blog: { id: string; key: string }
let toko: { id: string; key: string }
let theirs: { id: string; key: string }

beforeAll(async () => {
  shop = await begin(await testShop())
  other = await begin(shop.another(), 'lain')
  parts = await testIntake(shop)
  blog = await siteAt(shop, 'blog.example')
  toko = await siteAt(shop, 'toko.example')
  theirs = await siteAt(other, 'lain.example')
  app = await intakeServer(parts.intake)
})

afterAll(async () => {
  await app.close()
  await parts.close()
  await shop.close()
})

beforeEach(async () => {
  await shop.hits.client.command({ query: 'truncate table analytics_hits' })
  // Nobody's visit goes on from one test to the next.
  shop.clock.advance(2 * 3_600_000)
})

let pages = 500_000
const page = () => String(++pages / 1e6)

interface Said {
  site: { key: string }
  url: string
  [more: string]: unknown
}
const say = async ({ site, ...said }: Said, headers: Record<string, string> = {}) => {
  shop.clock.advance(1000)
  const answer = await app.inject({
    method: 'POST',
    url: '/t/hit',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': CHROME, 'x-forwarded-for': '103.10.66.9', ...headers },
    payload: JSON.stringify({ site: site.key, kind: 'view', ...said }),
  })
  expect(answer.statusCode).toBe(204)
  return answer
}

const BLOG = 'https://blog.example/resep'
const TOKO = 'https://toko.example/'
/** Somebody reads the blog, having come from Instagram; answers the number of the page. */
const readsBlog = async (more: object = {}, headers = {}) => {
  const number = page()
  await say({ site: blog, url: `${BLOG}?utm_campaign=lebaran`, referrer: 'https://l.instagram.com/', way: [null, Number(number)], ...more }, headers)
  return number
}
const opensToko = (came: string, more: object = {}, headers = {}) => say({ site: toko, url: TOKO, referrer: BLOG, way: [came, Number(page())], ...more }, headers)

const rows = async (): Promise<Record<string, unknown>[]> => {
  await parts.settled()
  return shop.reading().hits.query('select * from analytics_hits order by at')
}
const arrived = async () => (await rows()).filter(({ host, kind }) => host === 'toko.example' && kind === 'view').map(({ channel, from_site }) => [channel, from_site])

const today = () => ({ from: new Date(shop.clock.now().getTime() - 12 * 3_600_000), to: new Date(shop.clock.now().getTime() + MINUTE) })
const asked = (more: Partial<Asked> = {}): Asked => ({ span: today(), zone: 'Asia/Jakarta', currency: 'IDR', filters: [], ...more })
const apart = { engaged: true, outbound: true, missing: true, cross: false, consent: false }

test('a reader of the blog from Instagram who orders at the shop: the order’s touch is Instagram, and it was one visit', async () => {
  const number = await readsBlog()
  await say({ site: blog, kind: 'outbound', name: TOKO, url: BLOG, way: [null, Number(number)] })
  await opensToko(number)
  await say({ site: toko, url: 'https://toko.example/bayar', way: [null, Number(page())] })
  await say({ site: toko, kind: 'order', url: 'https://toko.example/terima-kasih', name: 'K7', way: [null, Number(page())] })

  const [first, , second] = await rows()
  expect(second).toMatchObject({ site_id: toko.id, channel: 'instagram', rule: 'organic-social', referrer: 'https://l.instagram.com/', utm_campaign: 'lebaran', from_site: blog.id, from_visitor: first!.visitor, from_at: first!.at })
  // Neither the page's number nor anything of the address of who read it is kept.
  expect(JSON.stringify(await rows())).not.toMatch(/0\.5000|103\.10/)
  expect((await visitsOfOrders(shop.reading(), today(), 30)).map(({ code, channel }) => [code, channel])).toEqual([['K7', 'instagram']])
  expect(await journeysWithoutOrder(shop.reading(), today())).toEqual([])

  // Of the shop as a whole it is one visit, that reached something; each site has its own.
  expect(await visitsOfPeriod(shop.reading(), asked(), 'day')).toMatchObject({ visitors: 1, visits: 1, views: 3, bounces: 0, reached: 1 })
  expect(await visitsOfPeriod(shop.reading(), asked({ site: blog.id }), 'day')).toMatchObject({ visitors: 1, visits: 1, views: 1, reached: 0 })
  expect(await visitsOfPeriod(shop.reading(), asked({ site: toko.id }), 'day')).toMatchObject({ visitors: 1, visits: 1, views: 2, reached: 1 })
  expect(await visitsBy(shop.reading(), asked(), 'channel', { limit: 9, skip: 0 })).toMatchObject({ rows: [{ value: 'instagram', visitors: 1, visits: 1, reached: 1 }] })
  expect(await visitsBy(shop.reading(), asked(), 'entry', { limit: 9, skip: 0 })).toMatchObject({ found: 2 })
  expect(await visitsByChannel(shop.reading(), today())).toMatchObject([{ channel: 'instagram', visits: 1, visitors: 1 }])
  expect(await visitsByMonth(shop.reading(), today(), 'Asia/Jakarta')).toEqual([{ month: '2026-11', channel: 'instagram', visits: 1, visitors: 1, clicks: 0, whatsappOpened: 0 }])
  for (const of of ['all', 'reached'] as const) expect(await visitsTold(shop.reading(), asked(), { of, limit: 9 })).toMatchObject({ count: 1, rows: [{ channel: 'instagram' }] })

  // The list of the second site says from which one people came, and how they had come there.
  const own = await visitsBy(shop.reading(), asked({ site: toko.id }), 'own-site', { limit: 9, skip: 0 })
  expect(own.rows).toMatchObject([{ value: `${blog.id} instagram`, visits: 1, reached: 1 }])
  expect(await visitsBy(shop.reading(), asked({ filters: [['is', 'own-site', [`${blog.id} instagram`]]] }), 'entry', { limit: 9, skip: 0 })).toMatchObject({ rows: [{ value: 'toko.example/' }] })
})

test('funnels and ways through the pages go on over the edge of a site, for the shop as a whole', async () => {
  const number = await readsBlog()
  await opensToko(number)
  await say({ site: toko, kind: 'order', url: TOKO, name: 'K7', way: [null, Number(page())] })
  // Another reads the same, opens the shop by itself, and orders nothing.
  const elsewhere = { 'x-forwarded-for': '103.10.66.20' }
  await readsBlog({}, elsewhere)
  await say({ site: toko, url: TOKO }, elsewhere)
  await rows()

  const steps = [{ kind: 'page', like: 'blog.example/*' }, { kind: 'page', like: 'toko.example/' }, { kind: 'order', like: '*' }] as const
  const taken = async (more: Partial<Asked> = {}) => (await visitFunnel(shop.reading(), asked(more), steps)).steps.map(({ visitors }) => visitors)
  expect(await taken()).toEqual([2, 1, 1])
  expect(await visitFunnel(shop.reading(), asked(), steps)).toMatchObject({ visitors: 3 })
  expect(await taken({ site: toko.id })).toEqual([0, 0, 0])
  expect(await taken({ site: blog.id })).toEqual([2, 0, 0])

  const ways = async (more: Partial<Asked> = {}) => {
    const { visits, reached, journeys } = await visitJourneys(shop.reading(), asked(more))
    return { visits, reached, ways: journeys.map((way) => [way.pages.join(' > '), way.visits, way.reached]) }
  }
  const found = await ways()
  expect(found).toMatchObject({ visits: 3, reached: 1 })
  expect(found.ways.sort()).toEqual([
    ['blog.example/resep > toko.example/', 1, 1],
    ['blog.example/resep', 1, 0],
    ['toko.example/', 1, 0],
  ])
  expect(await ways({ site: toko.id })).toEqual({ visits: 2, reached: 1, ways: [['toko.example/', 2, 1]] })
})

test('a chat that is opened on the shop’s page by who came over the blog is of the link that led to the blog', async () => {
  const home = { site: { key: shopPageKey(shop.workspaceId) }, url: 'https://kicau.example/s/sambal' }
  const reader = { ip: '103.10.66.9', userAgent: CHROME }
  const led = () => parts.intake.codeThatLed(shop.workspaceId, reader)
  const number = await readsBlog({ code: 'K7abc' })
  expect(await led()).toBeUndefined()
  await say({ ...home, way: [number, Number(page())] })
  expect(await led()).toEqual({ code: 'K7abc', overSites: true })
  expect(await parts.intake.codeThatLed(shop.workspaceId, { ...reader, doNotTrack: true })).toBeUndefined()
  expect(await parts.intake.codeThatLed(shop.workspaceId, { ...reader, ip: '103.10.66.10' })).toBeUndefined()
  expect(await parts.intake.codeThatLed(other.workspaceId, reader)).toBeUndefined()

  // WhatsApp opened there is what the one visit reached, and its channel's.
  await parts.intake.recordAll({ workspaceId: shop.workspaceId, kind: 'whatsapp-opened', path: '/s/sambal', code: 'K7abc', channel: 'instagram' }, [{ ...reader, referrer: home.url }])
  await rows()
  expect(await visitsOfPeriod(shop.reading(), asked(), 'day')).toMatchObject({ visits: 1, reached: 1 })
  const steps = [{ kind: 'page', like: 'blog.example/*' }, { kind: 'whatsapp', like: '*' }] as const
  expect((await visitFunnel(shop.reading(), asked(), steps)).steps.map(({ visitors }) => visitors)).toEqual([1, 1])
  // And it is no dead end: the way over both sites led to the chat, of the channel that had led to the blog.
  expect(await visitJourneys(shop.reading(), asked())).toMatchObject({ visits: 1, reached: 1, journeys: [{ pages: ['blog.example/resep', expect.stringMatching(/s\/sambal$/) as string], visits: 1, reached: 1 }] })
  expect(await visitsByMonth(shop.reading(), today(), 'Asia/Jakarta')).toEqual([{ month: '2026-11', channel: 'instagram', visits: 1, visitors: 1, clicks: 0, whatsappOpened: 1 }])
})

test('on over a third site: what led to the first one', async () => {
  const number = await readsBlog()
  const second = page()
  await say({ site: toko, url: TOKO, way: [number, Number(second)] })
  await say({ site: { key: shopPageKey(shop.workspaceId) }, url: 'https://kicau.example/s/sambal', way: [second, Number(page())] })
  const [first, , third] = await rows()
  expect(third).toMatchObject({ site_id: shop.workspaceId, channel: 'instagram', from_site: toko.id, from_visitor: first!.visitor })
  expect(await journeysWithoutOrder(shop.reading(), today())).toEqual([{ channels: ['instagram'], visitors: 1 }])
  expect(await visitsOfPeriod(shop.reading(), asked(), 'day')).toMatchObject({ visitors: 1, visits: 1 })
})

test('the click on a link is what led to the shop’s page, and so to the shop', async () => {
  const home = { site: { key: shopPageKey(shop.workspaceId) }, url: 'https://kicau.example/s/sambal?k=K7abc' }
  // Somebody else's look at the page makes the shop one whose visits are worth remembering.
  await say({ ...home, url: 'https://kicau.example/s/sambal', way: [null, Number(page())] }, { 'x-forwarded-for': '103.10.66.77' })
  const link = { workspaceId: shop.workspaceId, kind: 'click' as const, channel: 'tiktok' as const, code: 'K7abc', linkId: '019f0000-0000-7000-8000-000000000007' }
  await parts.intake.recordAll(link, [{ ip: '103.10.66.9', userAgent: CHROME, referrer: '', language: 'id' }])
  const number = page()
  await say({ ...home, way: [null, Number(number)] })
  await opensToko(number)
  expect((await rows()).at(-1)).toMatchObject({ site_id: toko.id, channel: 'tiktok', code: 'K7abc', link_id: link.linkId, from_site: shop.workspaceId })
})

test('where nothing led to the first site, what the link says does; its page is no source', async () => {
  const direct = { url: BLOG, referrer: '' }
  await opensToko(await readsBlog(direct), { url: `${TOKO}?utm_source=blog` })
  await say({ site: toko, url: TOKO }, { 'x-forwarded-for': '103.10.66.10' })
  await opensToko(await readsBlog(direct, { 'x-forwarded-for': '103.10.66.11' }), {}, { 'x-forwarded-for': '103.10.66.11' })
  const came = (await rows()).filter(({ host }) => host === 'toko.example')
  expect(came.map(({ utm_source, referrer, channel, from_site }) => [utm_source, referrer, channel, from_site])).toEqual([
    ['blog', '', 'blog', blog.id], ['', '', 'direct', null], ['', '', 'direct', blog.id],
  ])
  // The first of them stands for itself, since it came by another source than it had begun with.
  expect(came.map(({ from_visitor }) => from_visitor === 0)).toEqual([true, true, false])
})

test('a visit that is under way stays what it was', async () => {
  await say({ site: toko, url: TOKO, referrer: 'https://www.google.com/', way: [null, Number(page())] })
  await opensToko(await readsBlog())
  expect(await arrived()).toEqual([['search', null], ['referral', null]])
  expect(await visitsBy(shop.reading(), asked({ site: toko.id }), 'channel', { limit: 9, skip: 0 })).toMatchObject({ rows: [{ value: 'search', visits: 1 }] })
})

describe('counted as a plain visit', () => {
  const plain = [['referral', null]]
  const elsewhere = { 'x-forwarded-for': '36.68.1.2' }

  test('a number that nobody was given, or that is none', async () => {
    await readsBlog()
    await opensToko('0.123456789')
    expect(await arrived()).toEqual(plain)
    for (const way of [['0.5; drop table'], 'x', [{}], [[]], [null, 'y'.repeat(4000)]]) await say({ site: toko, url: TOKO, way }, elsewhere)
    expect((await arrived()).slice(1)).toEqual(Array(5).fill(['direct', null]))
  })

  test('one that was copied and opened elsewhere: by another network, by another browser', async () => {
    const number = await readsBlog()
    await opensToko(number, {}, elsewhere)
    await opensToko(number, {}, { 'user-agent': CHROME.replace('SM-A146P', 'SM-A057F') })
    expect(await arrived()).toEqual([...plain, ...plain])
    // Who it was given to still goes on.
    await opensToko(number)
    expect((await arrived()).at(-1)).toEqual(['instagram', blog.id])
  })

  test('one that is used again after the visit it led to was over', async () => {
    const number = await readsBlog()
    await opensToko(number)
    await say({ site: blog, kind: 'engagement', engaged: 2000, url: BLOG, way: [null, Number(number)] })
    const late = { site: blog, kind: 'engagement', engaged: 2000, url: BLOG, way: [null, Number(number)] }
    for (let minute = 0; minute < 35; minute += 5) {
      shop.clock.advance(5 * MINUTE)
      await say(late)
    }
    await opensToko(number)
    expect(await arrived()).toEqual([['instagram', blog.id], ...plain])
  })

  test('one whose page was last heard of too long ago', async () => {
    const number = await readsBlog()
    shop.clock.advance(LINK_LIVES_MS - 1000)
    await say({ site: blog, kind: 'engagement', engaged: 2000, url: BLOG, way: [null, Number(number)] })
    shop.clock.advance(LINK_LIVES_MS + 1000)
    await opensToko(number)
    expect(await arrived()).toEqual(plain)
  })

  test('one from another shop’s site, in either direction', async () => {
    const number = page()
    await say({ site: theirs, url: 'https://lain.example/', referrer: 'https://l.instagram.com/', way: [null, Number(number)] })
    await opensToko(number, { referrer: 'https://lain.example/' })
    const ours = await readsBlog()
    await say({ site: theirs, url: 'https://lain.example/x', referrer: BLOG, way: [ours, Number(page())] }, { 'x-forwarded-for': '103.10.66.9' })
    expect((await rows()).filter(({ from_site }) => from_site !== null)).toEqual([])
  })

  test('of who asks not to be tracked nothing goes along, and their script writes no number to links', async () => {
    const dnt = { 'sec-gpc': '1' }
    expect((await say({ site: blog, url: BLOG, referrer: 'https://l.instagram.com/', way: [null, 0.777777777] }, dnt)).headers['x-kicau-not-counted']).toBe('do-not-track')
    await opensToko('0.777777777')
    expect(await arrived()).toEqual(plain)
    const script = async (headers = {}) => (await app.inject({ url: `/t/${blog.key}.js`, headers })).body
    expect(await script()).toContain(String.raw`/^([^/]+\.)?(toko\.example\/)/`)
    expect(await script(dnt)).not.toContain('toko')
    expect(await script({ dnt: '1' })).not.toContain('toko')
    for (const count of ['off', 'own']) expect(await script({ cookie: `kicau_count=${count}` })).not.toContain('toko')
  })
})

test('who agreed on one of the sites alone: the source goes along, and not who it was', async () => {
  await opensToko(await readsBlog({ visitor: 'ani' }))
  await opensToko(await readsBlog({ visitor: 'budi' }, { 'x-forwarded-for': '103.10.66.10' }), { visitor: 'budi-di-toko' }, { 'x-forwarded-for': '103.10.66.10' })
  const came = (await rows()).filter(({ host }) => host === 'toko.example')
  expect(came.map(({ channel, from_site, from_visitor }) => [channel, from_site, from_visitor === 0])).toEqual([['instagram', blog.id, true], ['instagram', blog.id, false]])
})

test('a site that its owner keeps apart: none goes on from it or to it, and no script has its host', async () => {
  expect(await siteSettings(shop.reading(), toko.id)).toMatchObject({ cross: true, joined: [{ id: shop.workspaceId, host: null }, { id: blog.id, host: 'blog.example' }] })
  await shop.writing((scope) => changeSiteSettings(scope, toko.id, apart))
  expect(await siteSettings(shop.reading(), blog.id)).toMatchObject({ cross: true, joined: [{ id: shop.workspaceId }] })
  // What is known of sites is asked for again after half a minute.
  const anew = await testIntake(shop)
  const words = async ({ key }: { key: string }) => (await anew.intake.sites.trackerWords(key, (await anew.intake.sites.byKey(key))!)).others
  expect([await words(blog), await words(toko)]).toEqual(['', ''])
  expect(await anew.intake.sites.byKey(toko.key)).toMatchObject({ joins: false })
  await anew.close()
  await shop.writing((scope) => changeSiteSettings(scope, toko.id, { ...apart, cross: true }))
})

test('links that a number is written to: those to the shop’s other sites and its page, and to nobody else’s', async () => {
  const below = await siteAt(other, 'toko.lain.example')
  const sites = analyticsSites(shop.database, () => Promise.resolve(['https://own.example', 'https://kicau.example/s/lain', 'https://kicau.example/b']))
  const over = new RegExp((await sites.trackerWords(below.key, (await sites.byKey(below.key))!)).others)
  for (const place of ['lain.example/', 'www.lain.example/x', 'own.example/', 'kicau.example/s/lain', 'kicau.example/b/K7']) expect(over.test(place), place).toBe(true)
  for (const place of ['toko.lain.example/', 'www.toko.lain.example/x', 'notlain.example/', 'x.example/lain.example/', 'own.example/K7', 'kicau.example/l/K7', 'kicau.example/s/orang']) expect(over.test(place), place).toBe(false)
})

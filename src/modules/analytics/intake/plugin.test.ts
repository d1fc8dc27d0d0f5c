import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SaveGoal } from '#contract/visit-goals.ts'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { addSite } from '../commands/add-site.ts'
import { removeSite } from '../commands/remove-site.ts'
import { saveGoal } from '../commands/save-goal.ts'
import { begin, CHROME, testIntake, type TestIntake } from '../for-tests.ts'
import { shopPageKey } from '../model.ts'
import { intakePlugin } from './plugin.ts'

let shop: TestShop
let parts: TestIntake
let app: FastifyInstance
let folder: string
let key: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kicau-plugin-'))
  const trackerFile = join(folder, 'kicau.json')
  const scripts = ['', 'consent', 'engaged', 'consent engaged'].map((chosen) => [chosen, `${chosen} KICAU_SITE KICAU_GOALS`])
  await writeFile(trackerFile, JSON.stringify({ addOns: ['consent', 'engaged'], scripts: Object.fromEntries(scripts) }))
  shop = await begin(await testShop())
  parts = await testIntake(shop)
  key = (await added('toko.example')).key
  app = Fastify({ trustProxy: true })
  await app.register(intakePlugin({ intake: parts.intake, trackerFile }))
  await app.ready()
})

afterAll(async () => {
  await app.close()
  await parts.close()
  await shop.close()
  await rm(folder, { recursive: true, force: true })
})

async function added(host: string) {
  const site = await shop.writing((scope) => addSite(scope, { host }))
  if (isRefusal(site)) throw new Error(site.refused)
  return site
}

const view = (more: object = {}) => ({ site: key, kind: 'view', url: 'https://toko.example/', ...more })
const post = (payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/t/hit',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': CHROME, 'x-forwarded-for': '103.10.66.9', ...headers },
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  })

type Row = Record<string, unknown>
const stored = async (): Promise<Row[]> => {
  await parts.settled()
  return shop.reading().hits.query<Row>('select * from analytics_hits where workspace_id = {shop:UUID} order by block, row_in_block')
}

describe('what is counted', () => {
  beforeEach(() => shop.hits.client.command({ query: 'truncate table analytics_hits' }))

  test('a view, as text or as JSON, from any site', async () => {
    const body = view({ url: 'https://www.toko.example/sambal?utm_source=IG&utm_medium=social&utm_campaign=a+b%20c&fbclid=x1&token=secret#top', referrer: 'https://l.instagram.com/', width: 390.4 })
    const answer = await post(body, { 'accept-language': 'id-ID,id;q=0.9' })
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(answer.headers['x-kicau-not-counted']).toBeUndefined()
    expect((await post(view(), { 'content-type': 'application/json' })).statusCode).toBe(204)

    const [first, second] = await stored()
    expect(first).toMatchObject({
      kind: 'view', host: 'www.toko.example', path: '/sambal', referrer: 'https://l.instagram.com/', utm_source: 'IG', utm_medium: 'social', utm_campaign: 'a b c',
      click_id: 'fbclid', channel: 'instagram', rule: 'organic-social', country: 'ID', language: 'id', device: 'phone', browser: 'chrome', system: 'Android', width: 390,
      value: null, link_id: null, at: '2026-11-18 03:00:00.000',
    })
    expect(second).toMatchObject({ path: '/', channel: 'direct', rule: 'direct' })
    expect(second!.visitor).toBe(first!.visitor)
    // Neither the address of the visitor nor what else stood in that of the page is anywhere in the row.
    expect(JSON.stringify(first)).not.toMatch(/103\.10|secret|SM-A146P/)
  })

  test('goals with a value in the smallest unit; one that can’t be read is unknown, not 0', async () => {
    await post(view({ kind: 'goal', name: 'Pesan', value: 150000, currency: 'idr' }))
    await post(view({ kind: 'goal', name: 'Pesan', value: '12.50', currency: 'MYR' }))
    await post(view({ kind: 'goal', name: 'Pesan', value: 'banyak', currency: 'IDR' }))
    await post(view({ kind: 'goal', name: 'Pesan', value: 5 }))
    await post(view({ kind: 'order', code: 'K7', engaged: 12.4 }))
    expect((await stored()).map(({ kind, name, code, value, currency }) => [kind, name, code, value, currency])).toEqual([
      ['goal', 'Pesan', '', 150000, 'IDR'],
      ['goal', 'Pesan', '', 1250, 'MYR'],
      ['goal', 'Pesan', '', null, ''],
      ['goal', 'Pesan', '', null, ''],
      ['order-code', '', 'K7', null, ''],
    ])
  })

  test('what was acted on says its goal, an order its code, a look how far it went; a link within the site is nothing', async () => {
    await post(view({ kind: 'goal', kicauGoal: 'Pesan', kicauValue: '25000', kicauCurrency: 'IDR' }))
    await post(view({ kind: 'order', name: 'K7' }))
    await post(view({ kind: 'engagement', engaged: 1200.6, depth: 0.734, name: 'x' }))
    await post(view({ kind: 'outbound', name: 'https://toko.example/harga.pdf' }))
    expect((await post(view({ kind: 'outbound', name: 'https://toko.example/foto.jpeg' }))).statusCode).toBe(204)
    expect((await stored()).map(({ kind, name, code, value, engaged_ms }) => [kind, name, code, value, engaged_ms])).toEqual([
      ['goal', 'Pesan', '', 25000, 0], ['order-code', '', 'K7', null, 0], ['engagement', '73', '', null, 1201], ['outbound', 'https://toko.example/harga.pdf', '', null, 0],
    ])
  })

  test('a page of the site’s own is no source; the next site is', async () => {
    await post(view({ referrer: 'https://toko.example/menu' }))
    await post(view({ referrer: 'https://www.toko.example/menu' }))
    await post(view({ referrer: 'https://resep.example/sambal' }))
    expect((await stored()).map(({ referrer, channel }) => [referrer, channel])).toEqual([['', 'direct'], ['', 'direct'], ['https://resep.example/sambal', 'referral']])
  })

  test('visitors: by network and browser for a day and a site, or by consent', async () => {
    await post(view())
    await post(view(), { 'x-forwarded-for': '103.10.66.10' })
    await post(view(), { 'x-forwarded-for': '2001:db8:1:2:aaaa::1' })
    await post(view(), { 'x-forwarded-for': '2001:db8:1:2:bbbb::2' })
    await post(view({ visitor: 'ani' }))
    shop.clock.advance(24 * 3_600_000)
    await post(view())
    await post(view({ visitor: 'ani' }), { 'x-forwarded-for': '1.1.1.1' })
    shop.clock.advance(-24 * 3_600_000)
    const [one, other, six, sixAgain, ani, nextDay, aniNextDay] = (await stored()).map(({ visitor }) => visitor)
    expect(new Set([one, other, six, ani, nextDay]).size).toBe(5)
    expect(sixAgain).toBe(six)
    expect(aniNextDay).toBe(ani)
  })

  test('in-app browsers are people, and tell where they were opened', async () => {
    const inApp = `${CHROME.replace('Chrome', 'Version/4.0 Chrome')} Instagram 308.0.0.36.109 Android (33/13; 300dpi; 720x1456; samsung)`
    expect((await post(view(), { 'user-agent': inApp })).headers['x-kicau-not-counted']).toBeUndefined()
    expect((await stored())[0]).toMatchObject({ browser: 'instagram', channel: 'instagram', rule: 'in-app' })
  })

  test('the shop’s own page is a site without anybody having added it, and its short code is read', async () => {
    const hit = { site: shopPageKey(shop.workspaceId), kind: 'view', url: 'http://192.168.1.5:5252/s/sambal?k=K7' }
    expect((await post(hit)).statusCode).toBe(204)
    expect((await stored())[0]).toMatchObject({ site_id: shop.workspaceId, path: '/s/sambal', code: 'K7' })
    expect((await post(view({ url: 'https://toko.example/?k=other' }))).statusCode).toBe(204)
    expect((await stored())[1]).toMatchObject({ code: '' })
    const unknown = shopPageKey('019f0000-0000-7000-8000-000000000000')
    expect((await post({ ...hit, site: unknown })).statusCode).toBe(404)
  })
})

describe('what is not counted', () => {
  const reasons: [string, Record<string, string>, string, object?][] = [
    ['a link preview', { 'user-agent': 'WhatsApp/2.23.20.0 A' }, 'bot'],
    ['another preview', { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' }, 'bot'],
    ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }, 'bot'],
    ['nobody’s browser', { 'user-agent': '' }, 'bot'],
    ['who asked not to be tracked', { dnt: '1' }, 'do-not-track'],
    ['who asked so in the newer way', { 'sec-gpc': '1' }, 'do-not-track'],
    ['a browser that was told so', {}, 'own-visit', { left: 'own' }],
    ['a browser that a program drives', {}, 'bot', { left: 'bot' }],
  ]
  test.each(reasons)('%s', async (_, headers, because, said) => {
    const before = parts.intake.counts()[because as 'bot']
    const answer = await post(view(said), headers)
    expect([answer.statusCode, answer.headers['x-kicau-not-counted']]).toEqual([204, because])
    expect(parts.intake.counts()[because as 'bot']).toBe(before + 1)
  })

  test('a key that nobody has, and a page that is not the site’s', async () => {
    for (const body of [view({ site: 'nobody' }), view({ url: 'https://evil.example/' }), view({ url: 'https://nottoko.example/' })]) {
      const answer = await post(body)
      expect(answer.statusCode).toBe(404)
      expect(answer.headers['content-type']).toMatch('application/problem+json')
      expect(answer.json()).toMatchObject({ code: 'analytics.site-unknown', status: 404 })
    }
  })

  test('a site that was removed, once it is forgotten', async () => {
    const site = await added('lama.example')
    await shop.writing((scope) => removeSite(scope, site.id))
    expect((await post({ site: site.key, kind: 'view', url: 'https://lama.example/' })).statusCode).toBe(404)
    expect(isRefusal(await shop.writing((scope) => removeSite(scope, site.id)))).toBe(true)
    expect((await added('lama.example')).key).toBe(site.key)
  })
})

describe('what can’t be read', () => {
  const wrong: [string, unknown][] = [
    ['nothing', ''],
    ['no JSON', '{"site":'],
    ['not an object', '[1]'],
    ['null', 'null'],
    ['broken UTF-8', Buffer.concat([Buffer.from(`{"site":"${'abc'}","kind":"view","url":"https://toko.example/`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])],
    ['no site', { kind: 'view', url: 'https://toko.example/' }],
    ['no kind', { site: 'abc', url: 'https://toko.example/' }],
    ['a kind that only Kicau itself sees', { site: 'abc', kind: 'click', url: 'https://toko.example/' }],
    ['a kind of JavaScript’s own', { site: 'abc', kind: 'constructor', url: 'https://toko.example/' }],
    ['no address', { site: 'abc', kind: 'view', url: 'toko' }],
    ['another scheme', { site: 'abc', kind: 'view', url: 'javascript:alert(1)' }],
    ['a width that is none', { site: 'abc', kind: 'view', url: 'https://toko.example/', width: -1 }],
    ['a width beyond the column', { site: 'abc', kind: 'view', url: 'https://toko.example/', width: 65536 }],
    ['a referrer that is no text', { site: 'abc', kind: 'view', url: 'https://toko.example/', referrer: {} }],
    ['time before it began', { site: 'abc', kind: 'engagement', url: 'https://toko.example/', engaged: -1 }],
    ['a goal without a name', { site: 'abc', kind: 'goal', url: 'https://toko.example/' }],
  ]
  test.each(wrong)('%s', async (_, body) => {
    const answer = await post(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'analytics.hit-unreadable' })
  })

  test('more than 4 KB', async () => {
    const answer = await post(view({ name: 'x'.repeat(4100) }))
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'analytics.hit-too-large'])
  })

  test('another kind of body', async () => {
    expect((await post('<a/>', { 'content-type': 'application/xml' })).statusCode).toBe(400)
    expect((await app.inject({ method: 'POST', url: '/t/hit' })).statusCode).toBe(400)
  })

  test('whatever comes, the answer is one of ours and the store takes every row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            site: fc.constant(key),
            kind: fc.constantFrom('view', 'goal', 'outbound', 'engagement', 'order'),
            url: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string().map((path) => `https://toko.example/${path}?utm_source=${path}&kicau=${path}`)),
            referrer: fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })),
            name: fc.string({ unit: 'binary', maxLength: 700 }),
            code: fc.oneof(fc.string({ unit: 'binary' }), fc.double()),
            value: fc.oneof(fc.double(), fc.string(), fc.constant(null)),
            currency: fc.constantFrom('IDR', 'MYR', 'XXX'),
            engaged: fc.double({ noNaN: true }),
            visitor: fc.string({ unit: 'binary' }),
            width: fc.double({ min: 0, max: 70_000, noNaN: true }),
          },
          { requiredKeys: ['site', 'kind', 'url'] },
        ),
        async (body) => {
          expect([204, 400, 404, 413]).toContain((await post(body, { 'accept-language': body.referrer?.replace(/[^\x20-\x7e]/g, '') ?? '' })).statusCode)
        },
      ),
      { numRuns: 300 },
    )
    const before = parts.intake.counts().kept
    await post(view())
    expect(parts.intake.counts().kept).toBe(before + 1)
    expect((await stored()).length).toBeGreaterThan(10)
  })
})

test('browsers that ask first are let through', async () => {
  const answer = await app.inject({ method: 'OPTIONS', url: '/t/hit', headers: { origin: 'https://toko.example', 'access-control-request-method': 'POST' } })
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' })
})

describe('the tracker', () => {
  test('of any site: kept for an hour, zipped, asked for again by its mark', async () => {
    const answer = await app.inject({ url: '/t/kicau.js' })
    expect(answer.body).toBe('consent engaged null [["[data-kicau-goal]",""]]')
    expect(answer.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' })
    expect(answer.headers['cache-control']).toMatch('max-age=3600')
    expect((await app.inject({ url: '/t/kicau.js', headers: { 'if-none-match': answer.headers.etag as string } })).statusCode).toBe(304)
    expect((await app.inject({ url: '/t/kicau.js', headers: { 'accept-encoding': 'gzip, br' } })).headers['content-encoding']).toBe('gzip')
  })

  test('of one site: its key, and the goals that its pages tell', async () => {
    const { id, key: its } = await added('sasaran.example')
    const goal = (more: Partial<SaveGoal>) => {
      shop.clock.advance(1)
      return shop.writing((scope) => saveGoal(scope, { site: id, name: 'x', kind: 'told', what: '', percent: null, worth: null, ...more }))
    }
    await goal({ name: 'Chat "$&"', kind: 'link', what: 'wa.me/"' })
    await goal({ name: 'Pesan', kind: 'words', what: 'Pesan sekarang' })
    await goal({ name: 'Daftar', kind: 'form' })
    await goal({ name: 'Selesai', kind: 'page', what: '/selesai' })
    const { body } = await app.inject({ url: `/t/${its}.js` })
    const [, said] = /^engaged (.*)$/.exec(body)!
    const [known, ...goals] = said!.split(/ (?=\[)/)
    expect(known).toBe(`"${its}"`)
    expect(JSON.parse(goals.join(' '))).toEqual([
      ['[data-kicau-goal]', ''], ['a[href*="wa.me/\\"" i]', '', 'Chat "$&"'], ['a,button,summary,label,[role=button]', 'Pesan sekarang', 'Pesan'], ['form', '', 'Daftar'],
    ])
    for (const nobody of ['/t/nobody.js', '/t/hit', '/t/x', '/t/constructor.js']) expect((await app.inject({ url: nobody })).statusCode).toBe(404)
  })
})

import { Umami } from '@umami/node'
import Fastify, { type FastifyInstance } from 'fastify'
import * as plausible from 'plausible-tracker'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { addSite } from '../commands/add-site.ts'
import { begin, CHROME, testIntake, type TestIntake } from '../for-tests.ts'
import { intakePlugin } from './plugin.ts'

// Other tools' own clients, as they come from their makers, pointed at Kicau.
let shop: TestShop
let parts: TestIntake
let app: FastifyInstance
let url: string
let site: { id: string; key: string }

beforeAll(async () => {
  shop = await begin(await testShop())
  parts = await testIntake(shop)
  const added = await shop.writing((scope) => addSite(scope, { host: 'toko.example' }))
  if (isRefusal(added)) throw new Error(added.refused)
  site = added
  app = Fastify({ trustProxy: true })
  await app.register(intakePlugin({ intake: parts.intake }))
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await parts.close()
  await shop.close()
})
beforeEach(() => shop.hits.client.command({ query: 'truncate table analytics_hits' }))

const stored = async () => {
  await parts.settled()
  return shop.reading().hits.query<Record<string, unknown>>(
    `select kind, host, path, name, referrer, utm_source, code, value, currency, engaged_ms, width, device, visitor != 0 as known from analytics_hits where workspace_id = {shop:UUID} order by block, row_in_block`,
  )
}
const send = (path: string, { body, method = 'POST', headers = {} }: { body?: unknown; method?: string; headers?: Record<string, string> } = {}) =>
  fetch(url + path, { method, headers: { 'user-agent': CHROME, ...headers }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) })

test('plausible-tracker: views and events of a site known by its host', async () => {
  // What the client finds in a browser; its requests are real.
  const sent: Promise<Response>[] = []
  class XMLHttpRequest {
    private to = ''
    open(_method: string, to: string) {
      this.to = to
    }
    setRequestHeader() {}
    send(body: string) {
      sent.push(fetch(this.to, { method: 'POST', headers: { 'content-type': 'text/plain', 'user-agent': CHROME }, body }))
    }
  }
  const location = { href: 'https://www.toko.example/menu?utm_source=IG', hostname: 'www.toko.example', protocol: 'https:' }
  for (const [name, value] of Object.entries({ XMLHttpRequest, location, document: { referrer: 'https://l.instagram.com/' }, window: { innerWidth: 390, localStorage: {} } })) vi.stubGlobal(name, value)
  const make = (plausible as unknown as { default: { default?: typeof plausible.default } & typeof plausible.default }).default
  const { trackPageview, trackEvent } = (make.default ?? make)({ domain: 'toko.example', apiHost: url })
  trackPageview()
  await sent.at(-1)
  trackEvent('Pesan', { props: { menu: 'sambal' } })
  await sent.at(-1)
  trackEvent('File Download', { props: { url: 'https://toko.example/harga.pdf' } })
  const answers = await Promise.all(sent)
  vi.unstubAllGlobals()
  expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))).toEqual([[202, 'ok'], [202, 'ok'], [202, 'ok']])
  const page = { host: 'www.toko.example', path: '/menu', referrer: 'https://l.instagram.com/', utm_source: 'IG', width: 390, device: 'phone', known: 1 }
  expect(await stored()).toMatchObject([
    { ...page, kind: 'view', name: '' },
    { ...page, kind: 'goal', name: 'Pesan' },
    { ...page, kind: 'outbound', name: 'https://toko.example/harga.pdf' },
  ])
})

test('Plausible’s Events API: revenue, attention, how far a page was read', async () => {
  const page = { domain: 'toko.example', url: 'https://toko.example/' }
  expect((await send('/api/event', { body: { ...page, name: 'Beli', revenue: { currency: 'IDR', amount: '150000' } } })).status).toBe(202)
  expect((await send('/api/event', { body: { d: 'toko.example', u: 'https://toko.example/', n: 'engagement', e: 7500, sd: 80 } })).status).toBe(202)
  expect(await stored()).toMatchObject([{ kind: 'goal', name: 'Beli', value: 150_000, currency: 'IDR' }, { kind: 'engagement', engaged_ms: 7500, name: '80' }])
})

test.each(['key', 'id'] as const)('@umami/node: views and events of a site known by its %s; who somebody is, is not kept', async (by) => {
  const umami = new Umami({ hostUrl: url, websiteId: site[by], userAgent: CHROME })
  const page = { hostname: 'toko.example', url: '/menu?utm_source=IG', referrer: 'https://www.google.com/', screen: '390x844', language: 'id' }
  for (const answer of [
    await umami.track(page),
    await umami.track({ ...page, name: 'Pesan', data: { revenue: 25_000, currency: 'IDR' } }),
    await umami.identify({ email: 'ani@example.com' }),
  ]) {
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({})
  }
  const there = { host: 'toko.example', path: '/menu', referrer: 'https://www.google.com/', utm_source: 'IG', width: 390 }
  expect(await stored()).toMatchObject([{ ...there, kind: 'view' }, { ...there, kind: 'goal', name: 'Pesan', value: 25_000, currency: 'IDR' }])
})

test('GA4’s Measurement Protocol: a server’s word for its visitors', async () => {
  const at = { page_location: 'https://toko.example/beli', page_referrer: 'https://toko.example/' }
  const body = {
    client_id: '123.456',
    user_agent: CHROME,
    events: [
      { name: 'page_view', params: { ...at, engagement_time_msec: 1200 } },
      { name: 'purchase', params: { ...at, transaction_id: 'AB12', value: 75_000, currency: 'IDR' } },
      { name: 'generate_lead', params: at },
      { name: 'session_start', params: at },
    ],
  }
  expect((await send(`/mp/collect?measurement_id=${site.key}&api_secret=x`, { body, headers: { 'user-agent': 'node' } })).status).toBe(204)
  const rows = await stored()
  expect(rows.map(({ kind, name, code, value, engaged_ms }) => [kind, name, code, value, engaged_ms])).toEqual(
    expect.arrayContaining([
      ['engagement', '', '', null, 1200],
      ['view', '', '', null, 0],
      ['order-code', '', 'AB12', 75_000, 0],
      ['goal', 'generate_lead', '', null, 0],
    ]),
  )
  expect(rows).toHaveLength(4)
})

test('gtag.js: an event in the address, several in the body', async () => {
  const page = `v=2&tid=${site.key}&cid=1.2&dl=${encodeURIComponent('https://toko.example/a?utm_source=IG')}&dr=&sr=390x844`
  expect((await send(`/g/collect?${page}&en=page_view`, { method: 'GET' })).status).toBe(204)
  expect((await send(`/g/collect?${page}`, { body: 'en=page_view&_et=900\r\nen=click&ep.link_url=https%3A%2F%2Fx.example%2F&ep.outbound=true' })).status).toBe(204)
  expect((await send(`/g/collect?${page}&en=scroll&epn.percent_scrolled=90`)).status).toBe(204)
  const rows = await stored()
  expect(rows.map(({ kind, name, path, width }) => [kind, name, path, width]).sort()).toEqual([
    ['engagement', '', '/a', 390],
    ['engagement', '90', '/a', 390],
    ['outbound', 'https://x.example/', '/a', 390],
    ['view', '', '/a', 390],
    ['view', '', '/a', 390],
  ])
})

test.each([
  ['/api/event', { d: 'lain.example', u: 'https://lain.example/', n: 'pageview' }, 404],
  ['/api/event', { d: 'toko.example', u: 'https://lain.example/', n: 'pageview' }, 404],
  ['/api/event', 'no JSON', 400],
  ['/api/event', { d: 'toko.example', u: 'https://toko.example/' }, 400],
  ['/api/send', { type: 'event', payload: null }, 400],
  ['/mp/collect', [], 400],
  ['/g/collect', '%', 400],
  ['/api/send', 'x'.repeat(40_000), 413],
])('what can’t be read at %s, or is of no site of that name: %j', async (path, body, status) => {
  expect((await send(path, { body })).status).toBe(status)
  expect(await stored()).toEqual([])
})

test('a host at which two shops have a site is nobody’s', async () => {
  const [one, other] = [shop.another(), shop.another()]
  for (const each of [one, other]) {
    await begin(each, `toko-${each.workspaceId.slice(-6)}`)
    await each.writing((scope) => addSite(scope, { host: 'dua.example' }))
  }
  expect((await send('/api/event', { body: { d: 'dua.example', u: 'https://dua.example/', n: 'pageview' } })).status).toBe(404)
})

test('bots and who does not want it stay out, and are told so', async () => {
  const body = { d: 'toko.example', u: 'https://toko.example/', n: 'pageview' }
  expect((await send('/api/event', { body, headers: { 'user-agent': 'Googlebot/2.1' } })).headers.get('x-kicau-not-counted')).toBe('bot')
  expect((await send('/api/event', { body, headers: { dnt: '1' } })).headers.get('x-kicau-not-counted')).toBe('do-not-track')
  const asked = await send('/api/event', { method: 'OPTIONS' })
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
})

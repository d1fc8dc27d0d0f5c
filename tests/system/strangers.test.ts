import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '#contract/api.ts'
import type { RouteDefinition } from '#contract/route.ts'
import { addMonths, dayIn, monthIn } from '#platform/clock'
import { newMember, pageOf, startKicau, type Member, type RunningKicau } from '../harness/index.ts'
import { addressOf } from './address.ts'

let kicau: RunningKicau
let owner: Member
let stranger: Member

beforeAll(async () => {
  kicau = await startKicau()
  owner = await newMember(kicau.url, 'Tini')
  stranger = await newMember(kicau.url, 'Orang lain')
}, 120_000)
afterAll(() => kicau.remove())

const routes: RouteDefinition[] = Object.values(api).flatMap((module) => Object.values<RouteDefinition>(module))
const ofShops = routes.filter((route) => route.who === 'member' || route.who === 'owner')

test('there are routes to try', () => {
  expect(ofShops.length).toBeGreaterThan(40)
  for (const route of ofShops) expect(route.path).toContain('/api/shops/:shop/')
})

test.each(ofShops.map((route) => [`${route.method} ${route.path}`, route] as const))("%s does not exist for another shop's login", async (_name, route) => {
  const answer = await stranger.call(route.method, addressOf(route, owner.shop), route.method === 'GET' || route.upload ? undefined : {}, route.upload ? { 'content-type': 'multipart/form-data; boundary=x' } : {})
  expect(answer.status).toBe(404)
})

test.each(ofShops.map((route) => [`${route.method} ${route.path}`, route] as const))('%s asks for a login', async (_name, route) => {
  const answer = await fetch(`${kicau.url}${addressOf(route, owner.shop)}`, { method: route.method })
  expect(answer.status).toBe(401)
})

test('a page of another site writes nothing with the cookie of a login, nor does one that is nowhere; hits come from any', async () => {
  const note = async (origin?: string) =>
    (await fetch(`${kicau.url}/api/shops/${owner.shop}/orders`, { method: 'POST', headers: { cookie: owner.cookie, 'content-type': 'application/json', ...(origin !== undefined && { origin }) }, body: '{"amount":1000}' })).status
  expect(await Promise.all([note(), note(kicau.url), note('https://elsewhere.example'), note('null'), note('')])).toEqual([201, 201, 403, 403, 201])
  const hit = (origin: string) => fetch(`${kicau.url}/api/event`, { method: 'POST', headers: { origin, 'content-type': 'text/plain' }, body: '{}' })
  for (const origin of ['https://elsewhere.example', 'null']) expect((await hit(origin)).status).not.toBe(403)
})

test.each(['/api/me', '/api/shops/:shop/today', '/api/shops/:shop/orders', '/api/shops/:shop/orders/file', '/api/shops/:shop/orders/nothing'])('%s is kept by nobody between', async (path) => {
  const answer = await fetch(kicau.url + path.replace(':shop', owner.shop), { headers: { cookie: owner.cookie } })
  await answer.body?.cancel()
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
})

describe("Payback's page", () => {
  const month = addMonths(monthIn('Asia/Jakarta', new Date()), -1)
  const asked = async () => (await owner.call('GET', '/payback/month/last')).body as { month: string; total: { profit: { net: number } } }

  beforeAll(async () => {
    const noted = await owner.call('POST', '/orders', { amount: 185_000, margin: 61_250, orderedAt: `${month}-15`, foundUs: { answer: 'said', channel: 'instagram' } })
    expect(noted.status, JSON.stringify(noted.body)).toBe(201)
  })

  test.each([
    ['id', 'id-ID', '+Rp61.250', 'Jadi apa?'],
    ['ms', 'ms-MY', '+Rp61,250', 'Jadi apa?'],
    ['en', 'en-GB', '+Rp61,250', 'So what?'],
  ])('brings its owner the answer that the API gives, in words too, in %s', async (language, tag, net, soWhat) => {
    const page = await pageOf(kicau.url, '/payback', { cookie: `${owner.cookie}; kicau_language=${language}`, shop: owner.shop })
    const { month, total } = await asked()
    expect(total.profit.net).toBe(61_250)
    expect(page.answer).toEqual(await asked())
    expect(page.words).toContain(net)
    expect(page.words).toContain(soWhat)
    expect(page.words).toContain(new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01`)))
    // It is one person's, and never an older one.
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    expect(page.headers.get('etag')).toBeNull()
    expect(page.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
  })

  test('is for strangers as if there were none', async () => {
    const unnamed = await pageOf(kicau.url, '/payback', { cookie: owner.cookie, shop: '' })
    expect(unnamed.words).toContain('Sudah balik modal?')
    for (const [who, cookie, shop] of [
      ['another shop', stranger.cookie, owner.shop],
      ['nobody', '', owner.shop],
      ['a login made up', 'kicau.session_token=made.up', owner.shop],
      ['no shop at all', owner.cookie, 'nowhere'],
      ['an address made up', owner.cookie, `..%2f${owner.shop}`],
    ] as const) {
      const page = await pageOf(kicau.url, '/payback', { cookie, shop })
      expect(page.answer ?? null, who).toBeNull()
      expect(page.words, who).toBe(unnamed.words)
      expect(page.html, who).not.toContain('61.250')
    }
    // Nor does it bring the last month to who asks for another.
    expect((await pageOf(kicau.url, `/payback?month=${month}`, { cookie: owner.cookie, shop: owner.shop })).answer).toBeUndefined()
  })

  test('holds nothing that somebody wrote as markup', async () => {
    const name = 'Ani</script><script>alert(1)</script><!--'
    const ani = await newMember(kicau.url, name)
    const day = dayIn('Asia/Jakarta', new Date())
    expect((await ani.call('POST', '/minutes', { channel: 'instagram', activity: 'answer', day, minutes: 60 })).status).toBe(201)
    const page = await pageOf(kicau.url, '/payback', { cookie: ani.cookie, shop: ani.shop })
    expect((page.answer as unknown as { total: { hours: { members: { name: string }[] } } }).total.hours.members).toMatchObject([{ name }])
    expect(page.html).not.toContain('alert(1)</script>')
    expect(page.html).not.toContain('Ani<')
  })
})

describe("Today's page", () => {
  test('brings a member the list that the API gives, in words too, the timer, and who is here', async () => {
    expect((await owner.call('POST', '/timer', { channel: 'instagram', activity: 'answer' })).status).toBeLessThan(300)
    const page = await pageOf(kicau.url, '/today', { cookie: owner.cookie, shop: owner.shop })
    const { now: _, ...list } = (await owner.call('GET', '/today')).body as { now: string; items: object[] }
    expect(list.items.length).toBeGreaterThan(0)
    expect(page.answer).toMatchObject(list)
    expect(page.answers.timer).toMatchObject({ running: { channel: 'instagram' } })
    expect(page.answers.me).toMatchObject({ login: { name: 'Tini' }, shops: [{ id: owner.shop }] })
    // A timer that runs is paused, not begun.
    for (const said of ['30 menit hari ini untuk apa?', 'Jeda', 'Selesai untuk hari ini']) expect(page.words).toContain(said)
    expect(page.headers.get('cache-control')).toBe('private, no-store')
  })

  test('is for strangers as if there were none', async () => {
    for (const cookie of ['', stranger.cookie, 'kicau.session_token=made.up']) {
      const page = await pageOf(kicau.url, '/today', { cookie, shop: owner.shop })
      expect(page.answers).toEqual({})
      expect(page.words.trim()).toBe('30 menit hari ini untuk apa? Paling banyak lima hal, yang paling berarti per menitnya lebih dulu.')
    }
  })
})

test('a short link that was opened a moment ago is answered with all that the house puts on an answer', async () => {
  const { body } = await owner.call('POST', '/links', { kind: 'shop-page', channel: 'card' })
  const open = async (method: 'GET' | 'HEAD') => {
    const answer = await fetch(`${kicau.url}/l/${(body as { code: string }).code}`, { method, redirect: 'manual' })
    const headers = new Map(answer.headers)
    // The connection is its caller's matter: a HEAD of Node's fetch closes it.
    for (const name of ['date', 'connection', 'keep-alive']) headers.delete(name)
    return { status: answer.status, headers }
  }
  const first = await open('GET')
  expect(first.status).toBe(302)
  expect(first.headers.get('x-content-type-options')).toBe('nosniff')
  // The second is answered ahead of routes and hooks; HEAD never is.
  expect(await open('GET')).toEqual(first)
  expect(await open('HEAD')).toEqual(first)
})

import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayIn } from '#platform/clock'
import { newMember, pageOf, startKicau, type RunningKicau } from '../harness/index.ts'

// Guests share one demo: what one of them does must not hurt the others, nor the machine.

let kicau: RunningKicau
beforeAll(async () => {
  kicau = await startKicau({ TRUST_PROXY: '1' })
}, 120_000)
afterAll(() => kicau.remove())

async function openDemo(cookie = '', from?: string) {
  const answer = await fetch(`${kicau.url}/api/demo`, { method: 'POST', headers: { 'content-type': 'application/json', cookie, ...(from && { 'x-forwarded-for': from }) }, body: '{}' })
  if (!answer.ok) return { status: answer.status, shop: '', cookie: '', call: () => Promise.reject(new Error('no guest')) }
  const { id: shop } = (await answer.json()) as { id: string }
  const own = cookie || answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const call = (method: string, path: string, body?: FormData | string) =>
    fetch(`${kicau.url}/api/shops/${shop}${path}`, { method, headers: { cookie: own, ...(typeof body === 'string' && { 'content-type': 'application/json' }) }, body })
  return { status: answer.status, shop, call, cookie: own }
}

test('its visits are there at the first look, also for one who came while it was being laid down', async () => {
  const guests = await Promise.all([openDemo(), openDemo()])
  const today = dayIn('Asia/Jakarta', new Date())
  const visits = async ({ call }: (typeof guests)[number]) => {
    const answer = await call('GET', `/visits?from=${addDays(today, -300)}&to=${today}`)
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { visits: number }).visits
  }
  const first = await Promise.all(guests.map(visits))
  await wait(2000)
  expect(first).toEqual([await visits(guests[0]!), await visits(guests[1]!)])
  expect(first[0]).toBeGreaterThan(500)
  for (const guest of guests) expect((await guest.call('DELETE', '/demo')).status).toBe(204)
})

test('one who leaves takes nothing from the others; the last one leaves nothing behind', async () => {
  const [one, two] = [await openDemo(), await openDemo()]
  expect(one.shop).toBe(two.shop)
  expect((await one.call('DELETE', '/demo')).status).toBe(204)
  expect((await one.call('GET', '/profile')).status).toBe(404)
  expect((await two.call('GET', '/profile')).status).toBe(200)
  expect((await pageOf(kicau.url, '/payback', two)).words).toContain('Jadi apa?')
  expect((await pageOf(kicau.url, '/payback', one)).words).not.toContain('Jadi apa?')
  expect((await two.call('DELETE', '/demo')).status).toBe(204)
  expect((await pageOf(kicau.url, '/payback', two)).answer).toBeUndefined()
  const again = await openDemo()
  expect(again.shop).not.toBe(one.shop)
  expect((await again.call('DELETE', '/demo')).status).toBe(204)
})

test('more guests than Kicau has connections to its store leave at once', async () => {
  const guests = await Promise.all(Array.from({ length: 30 }, (_, n) => openDemo('', `198.51.100.${n}`)))
  const began = performance.now()
  const left = await Promise.all(guests.map(async (guest) => (await guest.call('DELETE', '/demo')).status))
  expect(left).toEqual(guests.map(() => 204))
  // A write that waits for a second connection while others hold all of them is given up after ten seconds.
  expect(performance.now() - began).toBeLessThan(9_000)
})

test("an owner's own demo goes with one tap", async () => {
  const owner = await newMember(kicau.url, 'Tini')
  const demo = await openDemo(owner.cookie)
  expect((await demo.call('DELETE', '/demo')).status).toBe(204)
  expect((await openDemo(owner.cookie)).shop).not.toBe(demo.shop)
})

test('a guest uploads nothing, and does not write without end', async () => {
  const guest = await openDemo()
  const form = new FormData()
  form.append('file', new Blob(['x'.repeat(1000)]), 'orders.xlsx')
  const upload = await guest.call('POST', '/orders/imports', form)
  expect([upload.status, ((await upload.json()) as { code: string }).code]).toEqual([403, 'platform.not-for-guests'])

  // 240 a minute; the next one may begin meanwhile.
  let [taken, refused] = [0, 0]
  for (let round = 0; round < 60 && refused < 50; round++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => guest.call('PATCH', '/profile', '{"aim":"leads"}')))
    taken += answers.filter(({ status }) => status === 200).length
    refused += answers.filter(({ status }) => status === 429).length
  }
  expect(taken).toBeLessThanOrEqual(2 * 240)
  expect(refused).toBeGreaterThanOrEqual(50)
  expect((await guest.call('GET', '/profile')).status).toBe(200)
})

test('an address makes so many guests an hour, and no more; of IPv6 a whole network does', async () => {
  const madeFrom = async (address: (made: number) => string | undefined) => {
    let made = 0
    while (made < 100 && (await openDemo('', address(made))).status !== 429) made++
    return made
  }
  const made = await madeFrom(() => undefined)
  expect(made).toBeGreaterThan(40)
  expect(made).toBeLessThan(60)
  expect(await madeFrom((one) => `2001:db8:1:2::${one}`)).toBe(60)
})

import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ShareVisits } from '#contract/visit-sharing.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays } from '#platform/clock'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, CHROME, siteAt, testIntake, type TestIntake } from '../for-tests.ts'
import { shopsWithAlerts, takeAlerts, untell, wantAlerts, wantsAlerts } from './alerts.ts'
import { badgeSvg } from './badge.ts'
import { dataPlugin } from './data.ts'
import { dayNotes, noteDay, removeDayNote } from './notes.ts'
import { openSharedVisits, type SharedVisitsDesk } from './shared-visits.ts'
import { endVisitsShare, shareVisits, visitsShares } from './shares.ts'

const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)), publicUrl: 'https://kicau.example.com' }
let shop: TestShop
let parts: TestIntake
let shared: SharedVisitsDesk

// Five visits a day to the shop's own page; on the 18th of November eighteen.
beforeAll(async () => {
  shop = await begin(await testShop({ at: '2026-11-19T06:00:00Z' }))
  parts = await testIntake(shop)
  for (let day = '2026-10-20'; day <= '2026-11-18'; day = addDays(day, 1))
    for (let visit = 0; visit < (day === '2026-11-18' ? 18 : 5); visit++)
      await parts.intake.record({
        workspaceId: shop.workspaceId,
        kind: 'view',
        host: 'kicau.example',
        path: '/s/sambal',
        userAgent: CHROME,
        visitorId: `${day} ${visit}`,
        channel: visit < 3 ? 'whatsapp' : 'instagram',
        at: new Date(`${day}T13:${10 + visit}:00Z`),
      })
  await parts.settled()
  shared = openSharedVisits({ db: shop.database.reader, scopes: shop.scopes, clock: shop.clock })
}, 60_000)

afterAll(async () => {
  await parts.close()
  await shop.close()
})

const share = async (wanted: Partial<ShareVisits> = {}) => {
  const made = await shop.writing((scope) => shareVisits(scope, needs, { shows: 'page', name: 'Agensi', language: 'ms', embed: false, ...wanted }))
  if (isRefusal(made)) throw new Error(made.refused)
  return { ...made, token: new URL(made.url).pathname.split('/')[2]! }
}

test('a link shows the visits to whoever has it, until it is taken back', async () => {
  await shop.writing((scope) => noteDay(scope, { day: '2026-11-18', text: 'Siaran <b>langsung</b>' }))
  const { id, token, url } = await share()
  expect(url).toMatch(/^https:\/\/kicau\.example\.com\/v\/[\w-]{22}$/)
  const shown = await shared.page(token, 7, undefined)
  expect(shown).toMatchObject({
    visits: { of: 'Sambal Bu Tini', language: 'ms', days: 7, from: '2026-11-13', to: '2026-11-19', visits: 5 * 5 + 18, embed: false, notes: [{ day: '2026-11-18', text: 'Siaran <b>langsung</b>' }] },
  })
  const { lists, moments } = (shown as { visits: { lists: { dimension: string; rows: { value: string; visitors: number }[] }[]; moments: { day: string; visitors: number }[] } }).visits
  expect(lists[0]).toEqual({ dimension: 'channel', rows: [{ value: 'instagram', visitors: 2 * 5 + 15 }, { value: 'whatsapp', visitors: 3 * 6 }] })
  expect(moments.map(({ visitors }) => visitors)).toEqual([5, 5, 5, 5, 5, 18, 0])
  // Spans that nobody offers are the usual thirty days.
  expect(await shared.page(token, 100_000, undefined)).toMatchObject({ visits: { days: 30 } })

  // Its owner may copy it again; the database holds it sealed.
  expect((await visitsShares(shop.reading(), needs)).find((one) => one.id === id)?.url).toBe(url)
  expect(JSON.stringify(await shop.database.reader.selectFrom('analytics_shares' as never).selectAll().execute())).not.toContain(token)
  await shop.writing((scope) => endVisitsShare(scope, id))
  expect(await shared.page(token, 7, undefined)).toBeNull()
  expect(await shop.writing((scope) => endVisitsShare(scope, id))).toMatchObject({ refused: 'analytics.share-unknown' })
  for (const none of ['', 'x'.repeat(22), '../../etc/passwd', `${token} `]) expect(await shared.page(none, 7, undefined)).toBeNull()
})

test('with a password it opens for whoever knows the word, and after ten wrong ones for nobody at that address', async () => {
  const { token } = await share({ password: 'Rahasia Dapur' })
  expect(await shared.page(token, 7, undefined)).toEqual({ asks: 'Sambal Bu Tini', language: 'ms' })
  expect(await shared.unlock(token, 'tebak', '203.0.113.5')).toBe('wrong')
  const opened = await shared.unlock(token, ' rahasia dapur', '203.0.113.5')
  if (opened === null || typeof opened === 'string') throw new Error(String(opened))
  expect(await shared.page(token, 7, opened.key)).toMatchObject({ visits: { of: 'Sambal Bu Tini' } })
  const { token: another } = await share({ password: 'Rahasia Dapur' })
  expect(await shared.page(another, 7, opened.key)).toMatchObject({ asks: 'Sambal Bu Tini' })
  for (let tried = 0; tried < 9; tried++) expect(await shared.unlock(token, 'tebak', '203.0.113.5')).toBe('wrong')
  expect(await shared.unlock(token, 'Rahasia Dapur', '203.0.113.5')).toBe('too-many')
  expect(await shared.unlock(token, 'Rahasia Dapur', '203.0.113.6')).toEqual(opened)
  // A household may take any address of its own network.
  for (let tried = 0; tried < 10; tried++) expect(await shared.unlock(token, 'tebak', `2001:db8:1:2::${tried}`)).toBe('wrong')
  expect(await shared.unlock(token, 'Rahasia Dapur', '2001:db8:1:2::ffff')).toBe('too-many')
  expect(await shared.unlock(token, 'Rahasia Dapur', '2001:db8:1:3::ffff')).toEqual(opened)
})

test('a badge says how many came, and nothing else; what cannot be is refused', async () => {
  const { token, url } = await share({ shows: 'badge', language: 'id' })
  expect(url).toMatch(/\/badge\.svg$/)
  expect(await shared.badge(token)).toEqual({ visits: 29 * 5 + 18 - 5, language: 'id' })
  expect(await shared.page(token, 7, undefined)).toBeNull()
  expect(badgeSvg('en', 1)).toContain('1 visit in 30 days')

  const refused = (wanted: Partial<ShareVisits>, parts = needs) =>
    shop.writing((scope) => shareVisits(scope, parts, { shows: 'page', name: 'x', language: 'id', embed: false, ...wanted }))
  expect(await refused({ site: '018f0000-0000-7000-8000-000000000000' })).toMatchObject({ refused: 'analytics.site-unknown' })
  expect(await refused({ password: 'abc' })).toMatchObject({ refused: 'analytics.password-short' })
  expect(await refused({ password: 'abcd', embed: true })).toMatchObject({ refused: 'analytics.password-in-frame' })
  expect(await refused({}, { ...needs, publicUrl: null as never })).toMatchObject({ refused: 'analytics.no-public-address' })

  const { token: brief } = await share({ days: 1 })
  shop.clock.advance(86_400_000)
  expect(await shared.page(brief, 7, undefined)).toBeNull()
  shop.clock.advance(-86_400_000)
})

async function programsDoor() {
  const app = Fastify()
  await app.register(rateLimit, { global: false })
  await app.register(dataPlugin({ shared }))
  onTestFinished(() => app.close())
  return app
}

test('programs behind one network do not use up each other’s questions, and who guesses uses up nobody’s', async () => {
  const app = await programsDoor()
  const [one, other] = await Promise.all([share({ shows: 'data', name: 'Lembar kerja' }), share({ shows: 'data', name: 'Papan' })])
  const ask = async (token: string, question = '', from = '203.0.113.7') => {
    const { statusCode, headers } = await app.inject({ url: `/v/${token}/data${question}`, remoteAddress: from })
    return statusCode === 429 ? { statusCode, after: Number(headers['retry-after']) } : { statusCode }
  }
  const all = async (times: number, token: (nth: number) => string) => (await Promise.all(Array.from({ length: times }, (_, nth) => ask(token(nth))))).map(({ statusCode }) => statusCode)
  expect(new Set(await all(120, () => one.token))).toEqual(new Set([200]))
  const refused = await ask(one.token)
  expect(refused.statusCode).toBe(429)
  expect(refused.after).toBeGreaterThan(0)
  expect(refused.after).toBeLessThanOrEqual(60)
  // Another address, another question, another network: each has its own.
  expect((await ask(other.token)).statusCode).toBe(200)
  expect((await ask(one.token, '/period')).statusCode).toBe(200)
  expect((await ask(one.token, '', '203.0.113.8')).statusCode).toBe(200)
  // A household has one network, whatever its machines call themselves.
  await Promise.all(Array.from({ length: 120 }, (_, nth) => ask(other.token, '', `2001:db8:1:2::${(nth + 1).toString(16)}`)))
  expect((await ask(other.token, '', '2001:db8:1:2:ffff::1')).statusCode).toBe(429)
  // Addresses that are not there share one count, which is nobody else's.
  expect((await all(121, (nth) => `${'x'.repeat(19)}${String(nth).padStart(3, '0')}`)).toSorted()).toEqual([...Array<number>(120).fill(404), 429])
  expect((await ask(other.token)).statusCode).toBe(200)
})

test('of networks that guess, and of programs that ask, the last five thousand are remembered: memory has its bound, and only who came before them begins anew', async () => {
  const app = await programsDoor()
  const { token } = await share({ shows: 'data', name: 'Lembar kerja' })
  const from = (nth: number) => `10.0.${nth >> 8}.${nth & 255}`
  const guess = async (remoteAddress: string) => (await app.inject({ url: '/v/nobody/data', remoteAddress })).statusCode
  const ask = async (remoteAddress: string) => (await app.inject({ url: `/v/${token}/data`, remoteAddress })).statusCode
  for (const [one, first] of [[guess, 404], [ask, 200]] as const) {
    const others = async (count: number) => {
      for (let nth = 0; nth < count; nth += 100) await Promise.all(Array.from({ length: Math.min(100, count - nth) }, (_, at) => one(from(nth + at))))
    }
    for (let times = 0; times < 120; times++) expect(await one('203.0.113.7')).toBe(first)
    expect(await one('203.0.113.7')).toBe(429)
    await others(4_999)
    expect(await one('203.0.113.7')).toBe(429)
    await others(5_000)
    expect(await one('203.0.113.7')).toBe(first)
  }
}, 120_000)

test('by its address a program asks about the visits, of the site it was made for alone, until it is taken back', async () => {
  const app = await programsDoor()
  const { id, token, url } = await share({ shows: 'data', name: 'Lembar kerja' })
  expect(url).toMatch(/\/v\/[\w-]{22}\/data$/)
  const ask = async (path: string, by = token) => {
    const answer = await app.inject(`/v/${by}/data${path}`)
    return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.body, said: answer.headers['content-type']?.toString().includes('json') ? (answer.json() as Record<string, unknown>) : {} }
  }
  const days = 'from=2026-11-13&to=2026-11-18'
  expect((await ask('')).said).toMatchObject({ ask: expect.arrayContaining(['period', 'by/{dimension}.csv']), dimensions: expect.arrayContaining(['channel', 'utm-source']) })
  expect(await ask(`/period?${days}&compare=before`)).toMatchObject({ status: 200, said: { visits: 5 * 5 + 18, before: { visits: 6 * 5 } } })
  expect((await ask(`/by/channel?${days}&filters=${encodeURIComponent('[["is-not","channel",["whatsapp"]]]')}`)).said).toMatchObject({ found: 1, rows: [{ value: 'instagram', visitors: 2 * 5 + 15 }] })
  const csv = await ask(`/by/channel.csv?${days}`)
  expect(csv.type).toBe('text/csv; charset=utf-8')
  expect(csv.body.split('\r\n').slice(1, 3).map((line) => line.split(',').slice(0, 2))).toEqual([['instagram', '25'], ['whatsapp', '18']])
  expect((await ask(`/funnel?${days}&steps=${encodeURIComponent('[{"kind":"page"},{"kind":"whatsapp"}]')}`)).said).toMatchObject({ visitors: 43, steps: [{ visitors: 43 }, { visitors: 0 }] })
  for (const path of ['/journeys', '/retention']) expect((await ask(`${path}?${days}`)).status).toBe(200)

  // Of one site: whatever site is asked for.
  const { id: site } = await siteAt(shop, 'kosong.example')
  const { token: narrow } = await share({ shows: 'data', site })
  const [own] = (await shop.hits.client.query({ query: 'select distinct toString(site_id) as site from analytics_hits where workspace_id = {shop:UUID}', query_params: { shop: shop.workspaceId }, format: 'JSONEachRow' }).then((found) => found.json<{ site: string }>()))
  expect((await ask(`/period?${days}&site=${own!.site}`)).said).toMatchObject({ visits: 43 })
  expect((await ask(`/period?${days}&site=${own!.site}`, narrow)).said).toMatchObject({ visits: 0 })

  // Nor does it open another shop's, or get into a list of addresses.
  const stranger = await begin(shop.another(), 'tetangga')
  const { id: theirs } = await siteAt(stranger, 'tetangga.example')
  expect((await ask(`/period?${days}&site=${theirs}`)).said).toMatchObject({ visits: 0, visitors: 0 })
  expect((await app.inject(`/v/${token}/data/period?${days}`)).headers['x-robots-tag']).toBe('noindex, nofollow')

  for (const wrong of ['/period?from=kemarin', '/by/moon', '/by/channel.pdf', '/by/channel?limit=0', '/funnel?steps=[]', '/by/page?filters={']) expect(await ask(wrong), wrong).toMatchObject({ status: 400, said: { code: 'analytics.question-unreadable' } })
  expect(await ask('/period?from=2026-11-18&to=2026-11-13')).toMatchObject({ status: 422, said: { code: 'analytics.days-unreadable' } })
  // Neither the address of a page nor one that was taken back opens anything.
  const { token: page } = await share()
  await shop.writing((scope) => endVisitsShare(scope, id))
  for (const none of [page, token, 'x'.repeat(22), '..']) expect((await ask('/period', none)).status).toBe(404)
  expect(await shop.writing((scope) => shareVisits(scope, needs, { shows: 'data', name: 'x', language: 'id', embed: false, password: 'rahasia' }))).toMatchObject({ refused: 'analytics.password-in-frame' })
})

test('notes are of their days, and of their shop', async () => {
  const note = await shop.writing((scope) => noteDay(scope, { day: '2026-10-01', text: 'Harga naik' }))
  expect(await dayNotes(shop.reading(), { from: '2026-10-01', to: '2026-10-31' })).toEqual([note])
  const other = await begin(shop.another(), 'lain')
  expect(await dayNotes(other.reading(), { from: '2026-10-01', to: '2026-10-31' })).toEqual([])
  expect(await other.writing((scope) => removeDayNote(scope, note.id))).toMatchObject({ refused: 'analytics.note-unknown' })
  await shop.writing((scope) => removeDayNote(scope, note.id))
  expect(await dayNotes(shop.reading(), { from: '2026-10-01', to: '2026-10-31' })).toEqual([])
})

test('who wants to hear is told of a wave once; what did not leave is told again', async () => {
  const [owner] = await workspace.members(shop.reading())
  const login = owner!.loginId!
  expect(await shop.writing((scope) => takeAlerts(scope, null))).toEqual([])
  await shop.writing((scope) => wantAlerts(scope, login, true))
  await shop.writing((scope) => wantAlerts(scope, login, true))
  expect(await wantsAlerts(shop.reading(), login)).toBe(true)
  expect(await shopsWithAlerts(shop.database.reader)).toEqual([shop.workspaceId])
  const [alert, ...others] = await shop.writing((scope) => takeAlerts(scope, needs.publicUrl))
  expect(others).toEqual([])
  expect(alert!.letter).toMatchObject({ subject: 'Kunjungan Sambal Bu Tini tidak seperti biasa' })
  expect(alert!.letter.text).toMatch(/18 kunjungan.*Instagram[^]*https:\/\/kicau\.example\.com\/visits/)
  expect(await shop.writing((scope) => takeAlerts(scope, needs.publicUrl))).toEqual([])
  await shop.writing((scope) => untell(scope, alert!))
  expect(await shop.writing((scope) => takeAlerts(scope, needs.publicUrl))).toEqual([alert])
  await shop.writing((scope) => wantAlerts(scope, login, false))
  expect(await wantsAlerts(shop.reading(), login)).toBe(false)
})

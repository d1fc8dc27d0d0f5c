import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#contract/api.ts'
import type { RouteDefinition } from '#contract/route.ts'
import type { Invitation, Member as Person } from '#contract/team.ts'
import { dayIn } from '#platform/clock'
import { newId } from '#platform/ids'
import { mailServer, memberOf, newMember, pageOf, plainOf, signUp, startKicau, type MailServer, type Member, type RunningKicau } from '../harness/index.ts'
import { addressOf } from './address.ts'

// Staff are invited by a real letter, on a Kicau that takes no other new logins, and then may what staff may.

let kicau: RunningKicau
let post: MailServer
let owner: Member
let wulan: Member

beforeAll(async () => {
  post = await mailServer()
  kicau = await startKicau({ SIGN_UP: 'first', SMTP_URL: post.url, MAIL_FROM: 'Kicau <kicau@example.test>' })
  owner = await newMember(kicau.url, 'Tini')
}, 120_000)
afterAll(async () => {
  await kicau.remove()
  await post.close()
})

const signUpBy = (invitation: string | null, password?: string) => signUp(kicau.url, 'Wulan', invitation ? { 'kicau-invitation': invitation } : {}, password)

test('a letter brings the link, which makes a login where nobody else may make one, and joins with its role', async () => {
  const invited = await owner.call('POST', '/invitations', { role: 'staff', email: 'wulan@example.test' }, { 'accept-language': 'ms' })
  expect(invited).toMatchObject({ status: 201, body: { mail: 'waiting' } })
  await expect.poll(() => post.letters.length, { timeout: 30_000 }).toBe(1)
  const letter = plainOf(post.letters[0]!)
  expect(letter).toMatch(/^To: wulan@example\.test/m)
  expect(letter).toContain('Tini menjemput anda')
  const token = /\/invite\/([0-9a-f.-]+)/.exec(letter)![1]!
  await expect.poll(async () => ((await owner.call('GET', '/invitations')).body as { open: Invitation[] }).open.map(({ mail }) => mail)).toEqual(['sent'])

  expect((await signUpBy(null)).status).toBe(403)
  expect((await signUpBy(`${newId()}.${'0'.repeat(32)}`)).status).toBe(403)
  // A login that could not be made does not use it up; one that was made does.
  expect((await signUpBy(token, 'x')).status).toBe(400)
  const signedUp = await signUpBy(token)
  expect(signedUp.status).toBe(200)
  expect((await signUpBy(token)).status).toBe(403)
  wulan = memberOf(kicau.url, signedUp, owner.shop)
  expect((await wulan.call('GET', '/today')).status).toBe(404)
  expect((await wulan.call('POST', `/api/invitations/${token}/accept`)).status).toBe(201)
  // More at once than there are connections to the store, each of which asks across shops within its own.
  const atOnce = async (ask: () => Promise<{ status: number }>) => (await Promise.all(Array.from({ length: 30 }, ask))).map(({ status }) => status)
  expect(new Set(await atOnce(() => wulan.call('POST', `/api/invitations/${token}/accept`)))).toEqual(new Set([201]))
  expect(new Set(await atOnce(() => owner.call('POST', '/reports/several/shares', { kind: 'week', period: '2026-11-16', language: 'id', days: 1, shops: [owner.shop] })))).toEqual(new Set([201]))
  expect(new Set(await atOnce(() => wulan.call('PUT', `/api/shops/${owner.shop}/reports/several`, { kind: 'week', language: 'id' })))).toEqual(new Set([200]))
  expect((await wulan.call('GET', '/today')).status).toBe(200)
  // Used up, it makes no further login either.
  expect((await signUpBy(token)).status).toBe(403)
  expect(post.letters).toHaveLength(1)
})

const routes: RouteDefinition[] = Object.values(api).flatMap((module) => Object.values<RouteDefinition>(module))
const ofOwners = routes.filter(({ who }) => who === 'owner')
const ofMembers = routes.filter(({ who, method, path }) => who === 'member' && method === 'GET' && !path.endsWith('/live'))

test.each(ofOwners.map((route) => [`${route.method} ${route.path}`, route] as const))('%s does not exist for staff', async (_name, route) => {
  expect((await wulan.call(route.method, addressOf(route, owner.shop), route.method === 'GET' || route.upload ? undefined : {})).status).toBe(404)
})

test.each(ofMembers.map((route) => [route.path, route] as const))('GET %s admits staff', async (_name, route) => {
  const { status, body } = await wulan.call('GET', addressOf(route, owner.shop))
  // What is asked for may not exist; that whoever asks is a stranger is never why.
  expect(status === 404 && (body as { code: string }).code === 'platform.not-found', JSON.stringify(body)).toBe(false)
})

test('what an hour of somebody else is worth staff can nowhere read from Payback', async () => {
  const people = (await owner.call('GET', '/members')).body as Person[]
  const [tini, wulans] = ['Tini', 'Wulan'].map((name) => people.find((one) => one.name === name)!.id) as [string, string]
  const day = dayIn('Asia/Jakarta', new Date())
  const month = day.slice(0, 7)
  expect((await owner.call('PUT', `/members/${wulans}/worth`, { from: '2026-01-01', worth: { by: 'wage', hourly: 15_000 } })).status).toBe(200)
  for (const member of [owner, wulan]) expect((await member.call('POST', '/minutes', { channel: 'instagram', activity: 'answer', day, minutes: 60 })).status).toBe(201)
  expect((await owner.call('POST', '/payback/openings', { channel: 'instagram', memberId: tini, minutes: 120, amount: 0, day })).status).toBe(201)

  const rows = `/payback/month/${month}`
  for (const path of [rows, `${rows}/rows?figure=hours`, `${rows}/by/campaign`, `${rows}/by/campaign/rows?figure=hours`, `/payback/channel/instagram?month=${month}`]) {
    const worths = async (asker: Member, whose: string) => worthsOf((await asker.call('GET', path)).body, whose)
    expect(await worths(owner, tini), path).toEqual(['25000 25000'])
    expect(await worths(wulan, tini), path).toEqual(['null null'])
    for (const asker of [owner, wulan]) expect(await worths(asker, wulans), path).toEqual(['15000 15000'])
  }
  // Nor from the page that brings its answer.
  const inPage = async (asker: Member) => (await pageOf(kicau.url, '/payback', asker)).answer
  expect(worthsOf(await inPage(owner), tini)).toEqual(['25000 25000'])
  expect(worthsOf(await inPage(wulan), tini)).toEqual(['null null'])
  const opening = async (asker: Member) => worthsOf((await asker.call('GET', '/payback/book')).body, tini)
  expect(await opening(owner)).toEqual(['undefined 50000'])
  expect(await opening(wulan)).toEqual(['undefined null'])
})

/** What an hour of a member is worth and what their hours cost, wherever an answer tells it. */
function worthsOf(answer: unknown, memberId: string): string[] {
  const found = new Set<string>()
  JSON.stringify(answer, (_key, part: { memberId?: string; hourly?: number; cost?: number } | null) => {
    if (part?.memberId === memberId && part.cost !== undefined) found.add(`${part.hourly} ${part.cost}`)
    return part
  })
  return [...found]
}

test('whoever is let go is a stranger from the next call on', async () => {
  const people = (await owner.call('GET', '/members')).body as Person[]
  const { id } = people.find(({ name }) => name === 'Wulan')!
  expect((await owner.call('DELETE', `/members/${id}`)).status).toBe(204)
  for (const route of ofMembers) expect((await wulan.call('GET', addressOf(route, owner.shop))).status, route.path).toBe(404)
  expect(((await wulan.call('GET', '/api/me')).body as { shops: unknown[] }).shops).toEqual([])
})

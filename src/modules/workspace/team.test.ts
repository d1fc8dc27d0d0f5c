import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Invitation, Member } from '#contract/team.ts'
import { mountRoutes, platformErrors, statusTable, type Login } from '#platform/http'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { acrossShops, commands, queries, signUpBy, teamRoutes, workspaceErrors } from './index.ts'

const secrets = secretsFrom(Buffer.alloc(32, 7))
const loginOf = (name: string): Login => ({ id: newId(), name, email: `${name}@example.test`, guest: false })

let first: TestShop
let shop: TestShop
let app: FastifyInstance
let tini: Login
let wulan: string
const logins = new Map<string, Login>()

beforeAll(async () => {
  first = await testShop({ hits: false })
  const db = first.database.writer
  app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  mountRoutes(
    {
      app,
      scopes: first.scopes,
      database: first.database,
      clock: first.clock,
      secrets,
      statuses: statusTable([platformErrors, workspaceErrors]),
      gate: { loginOf: async (request) => logins.get(String(request.headers['x-login'])) ?? null, roleIn: (id, login) => acrossShops.roleIn(db, id, login) },
    },
    teamRoutes({ db, scopes: first.scopes, secrets, mailWorks: true }),
  )
})
beforeEach(async () => {
  shop = first.another()
  // One after another, as people come: those of one moment stand in any order.
  shop.clock.set('2026-11-18T01:00:00Z')
  tini = signedIn('Bu Tini')
  await begin(shop, tini)
  shop.clock.set('2026-11-18T02:00:00Z')
  wulan = (await shop.writing((scope) => commands.addMember(scope, { name: 'Wulan' }))).id
  shop.clock.set('2026-11-18T03:00:00Z')
})
afterAll(async () => {
  await app.close()
  await first.close()
})

function signedIn(name: string): Login {
  const login = loginOf(name)
  logins.set(login.id, login)
  return login
}
const begin = (of: TestShop, owner: Login, demo?: 'sambal-bu-tini') =>
  of.writing((scope) =>
    commands.beginShop(scope, { reserved: new Set() }, { loginId: owner.id, name: owner.name }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', ...(demo && { demo }) }),
  )
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
async function call<T = unknown>(by: Login | null, method: Method, path: string, payload?: object): Promise<{ status: number; body: T; code: string }> {
  const answer = await app.inject({ method, url: path.startsWith('/api') ? path : `/api/shops/${shop.workspaceId}${path}`, headers: { ...(by && { 'x-login': by.id }) }, ...(payload && { payload }) })
  const body = answer.body === '' ? undefined : answer.json()
  return { status: answer.statusCode, body: body as T, code: (body as { code?: string } | undefined)?.code ?? '' }
}
const invite = async (wish: object = {}, by = tini) => (await call<Invitation>(by, 'POST', '/invitations', { role: 'staff', ...wish })).body
const tokenOf = ({ path }: Invitation) => path.replace('/invite/', '')
const accept = (by: Login, invitation: Invitation) => call(by, 'POST', `/api/invitations/${tokenOf(invitation)}/accept`)
const open = async () => (await call<{ open: Invitation[] }>(tini, 'GET', '/invitations')).body.open
const people = async (by = tini) => (await call<Member[]>(by, 'GET', '/members')).body
const names = async () => (await people()).map(({ name, role, signsIn, left }) => [name, role, signsIn, left])

describe('an invitation', () => {
  it('lets whoever has its link join with its role, once', async () => {
    const invitation = await invite()
    expect(invitation).toMatchObject({ role: 'staff', member: null, email: null, mail: null, expiresAt: '2026-11-25T03:00:00.000Z' })
    const ayu = signedIn('Mbak Ayu')
    // Whoever has the link is told to what it leads, before they sign in.
    expect((await call(null, 'GET', `/api/invitations/${tokenOf(invitation)}`)).body).toEqual({ shop: 'Sambal', role: 'staff', from: 'Bu Tini', name: null, expiresAt: invitation.expiresAt })
    expect((await call(ayu, 'GET', '/members')).status).toBe(404)
    expect((await accept(ayu, invitation)).status).toBe(201)
    expect(await names()).toEqual([
      ['Bu Tini', 'owner', true, false],
      ['Wulan', 'staff', false, false],
      ['Mbak Ayu', 'staff', true, false],
    ])
    expect(await open()).toEqual([])
    // Asked again after an answer that was lost, it is the same; anybody else comes too late.
    expect((await accept(ayu, invitation)).status).toBe(201)
    expect(await accept(signedIn('Orang lain'), invitation)).toMatchObject({ status: 410, code: 'workspace.invitation-over' })
    expect((await call(null, 'GET', `/api/invitations/${tokenOf(invitation)}`)).status).toBe(410)
    expect(await names()).toHaveLength(3)
  })

  it('is used by one of two who follow it at once', async () => {
    const invitation = await invite()
    const both = await Promise.all([accept(signedIn('Satu'), invitation), accept(signedIn('Dua'), invitation)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 410])
    expect(await names()).toHaveLength(3)
  })

  it('gives a login to a member whose hours are there already', async () => {
    const invitation = await invite({ memberId: wulan })
    expect(invitation.member).toEqual({ id: wulan, name: 'Wulan' })
    expect((await call(null, 'GET', `/api/invitations/${tokenOf(invitation)}`)).body).toMatchObject({ name: 'Wulan' })
    const login = signedIn('wulan88')
    await accept(login, invitation)
    expect(await names()).toEqual([
      ['Bu Tini', 'owner', true, false],
      ['Wulan', 'staff', true, false],
    ])
    expect(await queries.memberOfLogin(shop.reading(), login.id)).toBe(wulan)
    // Once she has one she is given no second.
    expect(await call(tini, 'POST', '/invitations', { role: 'staff', memberId: wulan })).toMatchObject({ status: 404, code: 'workspace.member-unknown' })
  })

  it('is over after seven days, and when it is withdrawn', async () => {
    const late = await invite()
    const withdrawn = await invite()
    expect((await call(tini, 'DELETE', `/invitations/${withdrawn.id}`)).status).toBe(204)
    expect(await accept(signedIn('Ayu'), withdrawn)).toMatchObject({ status: 410 })
    expect(await call(tini, 'DELETE', `/invitations/${withdrawn.id}`)).toMatchObject({ status: 404, code: 'workspace.invitation-unknown' })
    shop.clock.set('2026-11-25T02:59:59Z')
    expect((await open()).map(({ id }) => id)).toEqual([late.id])
    shop.clock.set('2026-11-25T03:00:00Z')
    expect(await open()).toEqual([])
    expect(await accept(signedIn('Ayu'), late)).toMatchObject({ status: 410 })
  })

  it('is not used up by who is here already', async () => {
    const invitation = await invite()
    expect(await accept(tini, invitation)).toMatchObject({ status: 409, code: 'workspace.already-member' })
    expect((await accept(signedIn('Ayu'), invitation)).status).toBe(201)
  })

  it('cannot be guessed, and is no other shop’s', async () => {
    const invitation = await invite()
    const forged = `${invitation.id}.${'0'.repeat(32)}`
    for (const token of [forged, 'x', `${newId()}.${tokenOf(invitation).slice(37)}`]) {
      expect((await call(null, 'GET', `/api/invitations/${token}`)).status).toBe(404)
      expect((await call(signedIn('Ayu'), 'POST', `/api/invitations/${token}/accept`)).status).toBe(404)
    }
    const other = signedIn('Kak Ros')
    await begin(first.another(), other)
    expect((await call(other, 'DELETE', `/invitations/${invitation.id}`)).status).toBe(404)
    expect((await call(other, 'GET', '/invitations')).status).toBe(404)
  })

  it('opens a closed Kicau to one new login, as long as it can be followed', async () => {
    const signUp = (invitation: Invitation) => signUpBy({ db: shop.database.writer, secrets }, tokenOf(invitation), shop.clock.now())
    const [invitation, used, withdrawn, late] = [await invite(), await invite(), await invite(), await invite()]
    const both = (await Promise.all([signUp(invitation), signUp(invitation)])).filter((admitted) => admitted !== null)
    expect(both).toHaveLength(1)
    expect(await signUp(invitation)).toBeNull()
    // No login was made after all.
    await both[0]!.takeBack()
    expect(await signUp(invitation)).not.toBeNull()
    expect(await signUp({ ...invitation, path: '/invite/x' })).toBeNull()
    await accept(signedIn('Ayu'), used)
    await call(tini, 'DELETE', `/invitations/${withdrawn.id}`)
    for (const over of [used, withdrawn]) expect(await signUp(over)).toBeNull()
    shop.clock.set('2026-11-25T03:00:00Z')
    expect(await signUp(late)).toBeNull()
  })

  it('is made twenty times a day at most, and never in the demo', async () => {
    for (let count = 0; count < 20; count++) expect((await invite()).id).toBeDefined()
    expect(await call(tini, 'POST', '/invitations', { role: 'staff' })).toMatchObject({ status: 429, code: 'workspace.too-many-invitations' })
    shop.clock.advance(86_400_000)
    expect((await invite()).id).toBeDefined()
    shop = first.another()
    await begin(shop, tini, 'sambal-bu-tini')
    expect(await call(tini, 'POST', '/invitations', { role: 'staff' })).toMatchObject({ status: 409, code: 'workspace.not-in-demo' })
  })

  it('has a letter where it has an address', async () => {
    const invitation = await invite({ email: 'wulan@example.test', memberId: wulan })
    expect(invitation).toMatchObject({ email: 'wulan@example.test', mail: 'waiting' })
    const letter = (id: string) => queries.invitationLetter(shop.reading(), { secrets, publicUrl: 'https://kicau.example' }, id)
    expect(await letter(invitation.id)).toMatchObject({ to: 'wulan@example.test', subject: 'Bu Tini mengundang Anda ke Sambal' })
    expect((await letter(invitation.id))!.text).toContain(`https://kicau.example${invitation.path}`)
    expect((await letter(invitation.id))!.text).toContain('25 November 2026')
    await shop.writing((scope) => commands.noteLetter(scope, invitation.id, 'refused'))
    expect(await open()).toMatchObject([{ mail: 'refused' }])
    // Withdrawn before it left, it does not leave.
    await call(tini, 'DELETE', `/invitations/${invitation.id}`)
    expect(await letter(invitation.id)).toBeNull()
    expect(await letter((await invite()).id)).toBeNull()
  })
})

describe('members', () => {
  async function staff(name = 'Mbak Ayu') {
    const login = signedIn(name)
    await accept(login, await invite())
    return { login, id: (await queries.memberOfLogin(shop.reading(), login.id))! }
  }

  it('are let go: the desk is closed to them, their name and hours stay, and they can come back as who they were', async () => {
    const ayu = await staff()
    expect((await call(ayu.login, 'GET', '/members')).status).toBe(200)
    expect((await call(tini, 'DELETE', `/members/${ayu.id}`)).status).toBe(204)
    expect((await call(ayu.login, 'GET', '/members')).status).toBe(404)
    expect(await acrossShops.shopsOfLogin(shop.database.writer, ayu.login.id)).toEqual([])
    expect(await queries.memberOfLogin(shop.reading(), ayu.login.id)).toBeNull()
    expect(await queries.nameOfLogin(shop.reading(), ayu.login.id)).toBe('Mbak Ayu')
    // Nothing is mailed to who has left.
    expect((await queries.members(shop.reading())).find(({ id }) => id === ayu.id)).toMatchObject({ loginId: null, left: true })
    expect((await call(tini, 'POST', `/members/${ayu.id}/restore`)).status).toBe(204)
    expect((await call(ayu.login, 'GET', '/members')).status).toBe(200)
    // Let go and invited anew, she is the same member.
    await call(tini, 'DELETE', `/members/${ayu.id}`)
    expect((await accept(ayu.login, await invite({ role: 'owner' }))).status).toBe(201)
    expect(await queries.memberOfLogin(shop.reading(), ayu.login.id)).toBe(ayu.id)
    expect(await acrossShops.roleIn(shop.database.writer, shop.workspaceId, ayu.login.id)).toBe('owner')
  })

  it('are made something else by an owner, and see what they then may', async () => {
    const ayu = await staff()
    expect((await call(ayu.login, 'GET', '/invitations')).status).toBe(404)
    expect((await call(ayu.login, 'PATCH', `/members/${ayu.id}`, { role: 'owner' })).status).toBe(404)
    expect((await call(tini, 'PATCH', `/members/${ayu.id}`, { role: 'owner', name: 'Ayu' })).status).toBe(204)
    expect((await call(ayu.login, 'GET', '/invitations')).status).toBe(200)
    expect((await people(ayu.login)).find(({ you }) => you)).toMatchObject({ name: 'Ayu', role: 'owner' })
    expect(await call(tini, 'PATCH', `/members/${newId()}`, { role: 'owner' })).toMatchObject({ status: 404, code: 'workspace.member-unknown' })
  })

  it('do not come back by an invitation that they made, or had, before they were let go or made staff', async () => {
    const ayu = await staff()
    const asOwner = { role: 'owner' } as const
    for (const part of [() => call(tini, 'DELETE', `/members/${ayu.id}`), () => call(tini, 'PATCH', `/members/${ayu.id}`, { role: 'staff' })]) {
      await call(tini, 'PATCH', `/members/${ayu.id}`, asOwner)
      // An owner has seen this one too, and may remember its link.
      const seen = await invite(asOwner)
      const own = await invite(asOwner, ayu.login)
      await invite({ memberId: wulan }, ayu.login)
      expect((await part()).status).toBe(204)
      expect(await open()).toEqual([])
      for (const [login, link] of [[ayu.login, own], [signedIn('Ayu lagi'), own], [signedIn('Ayu juga'), seen]] as const) expect(await accept(login, link)).toMatchObject({ status: 410, code: 'workspace.invitation-over' })
      await call(tini, 'POST', `/members/${ayu.id}/restore`)
    }
    // Wulan has no login yet: what she was given as owner is over with it.
    const hers = await invite({ role: 'owner', memberId: wulan })
    await call(tini, 'PATCH', `/members/${wulan}`, { role: 'staff' })
    expect(await accept(signedIn('wulan88'), hers)).toMatchObject({ status: 410 })
    const again = await invite({ memberId: wulan })
    await call(tini, 'DELETE', `/members/${wulan}`)
    expect(await accept(signedIn('wulan88'), again)).toMatchObject({ status: 410 })
  })

  it('join only by the word of who is an owner still', async () => {
    const ayu = await staff()
    await call(tini, 'PATCH', `/members/${ayu.id}`, { role: 'owner' })
    const own = await invite({ role: 'owner' }, ayu.login)
    // As it stands where invitations were not yet withdrawn with their maker.
    await sql`update workspace_members set role = 'staff' where member_id = ${ayu.id}`.execute(shop.database.writer)
    expect(await accept(signedIn('Orang lain'), own)).toMatchObject({ status: 410, code: 'workspace.invitation-over' })
  })

  it('who were let go are told nothing more of the shop by the invitation that they used', async () => {
    const login = signedIn('Mbak Ayu')
    const used = await invite()
    expect((await accept(login, used)).status).toBe(201)
    await call(tini, 'DELETE', `/members/${await queries.memberOfLogin(shop.reading(), login.id)}`)
    expect(await accept(login, used)).toMatchObject({ status: 410, code: 'workspace.invitation-over' })
  })

  it('always have an owner who can sign in, also when two let each other go at once', async () => {
    const [{ id: tiniId }] = (await people()) as [Member]
    expect(await call(tini, 'DELETE', `/members/${tiniId}`)).toMatchObject({ status: 409, code: 'workspace.last-owner' })
    expect(await call(tini, 'PATCH', `/members/${tiniId}`, { role: 'staff' })).toMatchObject({ status: 409, code: 'workspace.last-owner' })
    const ayu = await staff()
    await call(tini, 'PATCH', `/members/${ayu.id}`, { role: 'owner' })
    const both = await Promise.all([call(tini, 'DELETE', `/members/${ayu.id}`), call(ayu.login, 'DELETE', `/members/${tiniId}`)])
    const [done, refused] = both.map(({ status }) => status).sort() as [number, number]
    expect(done).toBe(204)
    // Whoever was let go before their own call was looked at is a stranger by then.
    expect([404, 409]).toContain(refused)
    const { rows } = await shop.database.pool.query("select 1 from workspace_members where workspace_id = $1 and role = 'owner' and login_id is not null and left_at is null", [shop.workspaceId])
    expect(rows).toHaveLength(1)
  })

  it('are told what an hour is worth only as owners', async () => {
    const ayu = await staff()
    await shop.writing((scope) => commands.setWorth(scope, wulan, '2026-11-01', { by: 'wage', hourly: 15_000 }))
    expect((await people()).find(({ id }) => id === wulan)?.hourly).toBe(15_000)
    expect((await people(ayu.login)).map(({ hourly }) => hourly)).toEqual([null, null, null])
  })
})

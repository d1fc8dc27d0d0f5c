import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/ids'
import { mountRoutes, platformErrors, statusTable, type Login } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { acrossShops, commands, workspaceErrors, workspaceRoutes } from './index.ts'

let shop: TestShop
let app: FastifyInstance
const there = new Set<string>()
let login: Login
const tini: Login = { id: newId(), name: 'Bu Tini', email: 'tini@example.test', guest: false }

beforeEach(async () => {
  shop = await testShop({ hits: false })
  const db = shop.database.writer
  login = tini
  app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses: statusTable([platformErrors, workspaceErrors]),
      gate: { loginOf: async () => login, roleIn: (id, login) => acrossShops.roleIn(db, id, login) },
    },
    workspaceRoutes({ db, slugs: { reserved: new Set() }, publicAddress: () => ({ url: null, reachable: false }), noLoginYet: async () => false, stillThere: async (_db, ids) => ids.filter((id) => there.has(id)) }),
  )
})

const begin = (key: string) =>
  app.inject({ method: 'POST', url: '/api/shops', headers: { 'idempotency-key': key }, payload: { name: 'Toko Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' } })

test('a shop is begun once a key, also when the commit is what fails', async () => {
  // Refuses at the commit itself: what the store does when it goes away at that moment.
  await sql`create function broken() returns trigger language plpgsql as $$ begin raise exception 'gone'; end $$`.execute(shop.database.writer)
  await sql`create constraint trigger broken after insert on platform_idempotency_keys deferrable initially deferred for each row execute function broken()`.execute(shop.database.writer)
  expect((await begin('one')).statusCode).toBe(500)
  await sql`drop trigger broken on platform_idempotency_keys`.execute(shop.database.writer)

  const begun = await begin('one')
  expect(begun.statusCode).toBe(201)
  expect(begun.json()).toMatchObject({ slug: 'toko-tini' })
  expect((await begin('one')).json()).toEqual(begun.json())
  expect(await acrossShops.shopsOfLogin(shop.database.writer, tini.id)).toHaveLength(1)
})

test('shops of one name that are begun in the same moment each get a slug of their own', async () => {
  const begun = await Promise.all(['a', 'b', 'c'].map(begin))
  expect(begun.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201])
  expect(begun.map((one) => (one.json() as { slug: string }).slug).sort()).toEqual(['toko-tini', 'toko-tini-2', 'toko-tini-3'])
})

describe('the demo', () => {
  const guests = ['one', 'two'].map((name): Login => ({ id: newId(), name, email: '', guest: true })) as [Login, Login]
  const remove = async (by: Login) => {
    login = by
    return (await app.inject({ method: 'DELETE', url: `/api/shops/${shop.workspaceId}/demo` })).statusCode
  }
  const demos = async () => (await acrossShops.allShops(shop.database.writer)).length

  beforeEach(async () => {
    for (const guest of guests) there.add(guest.id)
    await shop.writing(async (scope) => {
      const wanted = { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', demo: 'sambal-bu-tini', worth: { by: 'wage', hourly: 25_000 } } as const
      await commands.beginShop(scope, { reserved: new Set() }, { loginId: guests[0].id, name: 'Tamu' }, wanted)
      await commands.addMember(scope, { name: 'Wulan' })
      await commands.addMember(scope, { name: 'Tamu', loginId: guests[1].id, role: 'owner' })
    })
  })

  test('goes for whoever taps, and for good with the last who looks at it', async () => {
    expect(await remove(guests[0])).toBe(204)
    expect(await remove(guests[0])).toBe(404)
    expect(await acrossShops.shopsOfLogin(shop.database.writer, guests[1].id)).toHaveLength(1)
    expect(await remove(guests[1])).toBe(204)
    expect(await demos()).toBe(0)
  })

  test('is gone with one tap where the others were guests who cannot come back', async () => {
    there.delete(guests[1].id)
    expect(await remove(guests[0])).toBe(204)
    expect(await demos()).toBe(0)
  })

  test('left by all, it is found by who clears up', async () => {
    expect(await acrossShops.abandonedDemos(shop.database.writer)).toEqual([])
    await acrossShops.leaveShops(shop.database.writer, guests.map(({ id }) => id))
    expect(await acrossShops.abandonedDemos(shop.database.writer)).toEqual([shop.workspaceId])
  })

  test.each([
    [{ name: 'Toko Jahat' }, 403],
    [{ slug: 'jahat' }, 403],
    [{ whatsapp: '081234567890' }, 403],
    [{ aim: 'leads' }, 200],
  ])('a guest changes it by %j: %i', async (change, status) => {
    login = guests[0]
    expect((await app.inject({ method: 'PATCH', url: `/api/shops/${shop.workspaceId}/profile`, payload: change })).statusCode).toBe(status)
  })

  test('nobody removes a shop that is no demo', async () => {
    login = tini
    const { id } = (await begin('one')).json<{ id: string }>()
    expect((await app.inject({ method: 'DELETE', url: `/api/shops/${id}/demo` })).json()).toMatchObject({ code: 'workspace.not-a-demo' })
  })
})

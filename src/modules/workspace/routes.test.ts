import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { newId } from '#platform/ids'
import { mountRoutes, platformErrors, statusTable, type Login } from '#platform/http'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { acrossShops, workspaceErrors, workspaceRoutes } from './index.ts'

let shop: TestShop
let app: FastifyInstance
const tini: Login = { id: newId(), name: 'Bu Tini', email: 'tini@example.test', guest: false }

beforeEach(async () => {
  shop = await testShop({ hits: false })
  const db = shop.database.writer
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
      gate: { loginOf: async () => tini, roleIn: (id, login) => acrossShops.roleIn(db, id, login) },
    },
    workspaceRoutes({ db, slugs: { reserved: new Set() }, publicAddress: () => ({ url: null, reachable: false }), noLoginYet: async () => false }),
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

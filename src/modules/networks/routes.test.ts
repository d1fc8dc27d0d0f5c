import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { commands as workspace } from '#modules/workspace'
import { mountRoutes, platformErrors, statusTable } from '#platform/http'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop } from '../../../tests/harness/index.ts'
import { pretendedNetwork } from './for-tests.ts'
import { networksErrors, networksRoutes, openNetworks } from './index.ts'
import { adapters } from './registry.ts'

const secrets = secretsFrom(Buffer.alloc(32, 7))
const loginId = newId()

/** A desk of which one network answers only when it is let. */
async function setUp() {
  const shop = await testShop({ hits: false })
  await shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId, name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )
  let asked = 0
  const { promise: letGo, resolve: answer } = Promise.withResolvers<void>()
  const usual = pretendedNetwork()
  const slow = pretendedNetwork(async (wish, tools) => {
    asked++
    await letGo
    return usual.connect!(wish, tools)
  })
  const networks = openNetworks({ secrets, scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false, registry: [slow, ...adapters] })
  const app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      secrets,
      statuses: statusTable([platformErrors, networksErrors]),
      gate: { loginOf: async () => ({ id: loginId, name: 'Bu Tini', email: 'tini@example.test', guest: false }), roleIn: async () => 'owner' },
    },
    networksRoutes({ networks }),
  )
  const connect = (handle: string, key = newId()) =>
    app.inject({ method: 'POST', url: `/api/shops/${shop.workspaceId}/accounts`, headers: { 'idempotency-key': key }, payload: { network: 'pretended', way: 'direct', handle, password: 'right' } })
  const idleInTransaction = async () => {
    const asked = `select count(*)::int as count from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`
    return (await shop.database.pool.query<{ count: number }>(asked)).rows[0]!.count
  }
  return { connect, answer, idleInTransaction, asked: () => asked }
}

test('while a network does not answer, no connection to the store is held', async () => {
  const { connect, answer, idleInTransaction, asked } = await setUp()
  const connecting = connect('sambal')
  await expect.poll(asked).toBe(1)
  expect(await idleInTransaction()).toBe(0)
  expect((await connect('other')).json()).toMatchObject({ code: 'networks.busy' })
  answer()
  expect((await connecting).json()).toMatchObject({ handle: '@sambal', state: 'connected' })
})

test('sent again under its key, it is answered without signing in again', async () => {
  const { connect, answer, asked } = await setUp()
  answer()
  const first = await connect('sambal', 'one')
  expect(first.statusCode).toBe(201)
  expect((await connect('sambal', 'one')).json()).toEqual(first.json())
  expect((await connect('other', 'one')).json()).toMatchObject({ code: 'platform.key-reused' })
  expect(asked()).toBe(1)
})

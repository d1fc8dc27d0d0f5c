import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { route } from '#contract/route.ts'
import { AmountPaid, ShopParams } from '#contract/values.ts'
import { newId } from '#platform/ids'
import { refuse } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { explainFailures, mountRoutes, platformErrors, readJsonStrictly, serve, statusTable } from './index.ts'

const write = route({
  method: 'POST',
  path: '/api/shops/:shop/jars',
  who: 'member',
  summary: 'Counts a jar.',
  params: ShopParams,
  body: z.object({ amount: AmountPaid, refused: z.boolean().optional() }),
  answer: z.object({ jars: z.number() }),
})
const ownersOnly = route({ method: 'GET', path: '/api/shops/:shop/secret', who: 'owner', summary: 'Secret.', params: ShopParams, answer: z.object({ open: z.boolean() }) })

let shop: TestShop
let app: FastifyInstance
let role: 'owner' | 'staff'
const owner = newId()

beforeEach(async () => {
  shop = await testShop({ hits: false })
  role = 'owner'
  await sql`create table jars (workspace_id uuid, amount bigint)`.execute(shop.database.writer)
  app = Fastify() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  readJsonStrictly(app)
  const statuses = statusTable([platformErrors, { 'platform.jar-broken': 409 }])
  explainFailures(app, statuses)
  mountRoutes(
    {
      app,
      scopes: shop.scopes,
      database: shop.database,
      clock: shop.clock,
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      statuses,
      gate: {
        loginOf: async (request) => {
          const id = request.headers['x-login']
          return typeof id === 'string' ? { id, name: 'Tini', email: 'tini@example.test', guest: false } : null
        },
        roleIn: async (workspaceId, loginId) => (workspaceId === shop.workspaceId && loginId === owner ? role : null),
      },
    },
    [
      serve(write, async ({ scope, body }) => {
        await sql`insert into jars values (${scope.workspaceId}, ${body.amount})`.execute(scope.db)
        if (body.refused) return refuse('platform.jar-broken')
        return { jars: await jars(), leaked: 'never' } as { jars: number }
        async function jars() {
          const { rows } = await sql<{ count: number }>`select count(*) as count from jars`.execute(scope.db)
          return rows[0]!.count
        }
      }),
      serve(ownersOnly, () => ({ open: true })),
    ],
  )
})

const post = (payload: object | string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/api/shops/${shop.workspaceId}/jars`, payload, headers: { 'x-login': owner, 'content-type': 'application/json', ...headers } })
const count = async () => (await sql<{ count: number }>`select count(*) as count from jars`.execute(shop.database.writer)).rows[0]!.count

test('nobody is let in without a login, a stranger and staff are told nothing exists', async () => {
  expect((await app.inject(`/api/shops/${shop.workspaceId}/secret`)).statusCode).toBe(401)
  const asked = { url: `/api/shops/${shop.workspaceId}/secret` }
  expect((await app.inject({ ...asked, headers: { 'x-login': newId() } })).statusCode).toBe(404)
  expect((await app.inject({ ...asked, headers: { 'x-login': owner } })).statusCode).toBe(200)
  role = 'staff'
  expect((await app.inject({ ...asked, headers: { 'x-login': owner } })).statusCode).toBe(404)
  expect((await app.inject({ url: '/api/shops/not-an-id/secret', headers: { 'x-login': owner } })).statusCode).toBe(404)
})

test('an answer holds what the contract names, and no more', async () => {
  const answer = await post({ amount: 5 })
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toEqual({ jars: 1 })
})

test('a refusal undoes what was written, in the words of the reader', async () => {
  const answer = await post({ amount: 5, refused: true }, { 'accept-language': 'ms' })
  expect(answer.statusCode).toBe(409)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(await count()).toBe(0)
})

test('what was kept on a phone goes out as the one who tapped it, or not at all', async () => {
  const other = await post({ amount: 5 }, { 'kicau-login': newId(), 'idempotency-key': 'kept' })
  expect([other.statusCode, other.json<{ code: string }>().code, await count()]).toEqual([401, 'platform.login-needed', 0])
  expect((await post({ amount: 5 }, { 'kicau-login': owner, 'idempotency-key': 'kept' })).statusCode).toBe(201)
  expect(await count()).toBe(1)
})

test('the same key writes once and answers the same, also when both come at once', async () => {
  const key = { 'idempotency-key': 'one' }
  const [first, second] = await Promise.all([post({ amount: 5 }, key), post({ amount: 5 }, key)])
  expect(first.json()).toEqual({ jars: 1 })
  expect(second.json()).toEqual({ jars: 1 })
  expect(second.statusCode).toBe(201)
  expect(await count()).toBe(1)
  const other = await post({ amount: 6 }, key)
  expect(other.json().code).toBe('platform.key-reused')
  expect(await count()).toBe(1)
})

test('a refused write leaves its key free', async () => {
  const key = { 'idempotency-key': 'two' }
  expect((await post({ amount: 5, refused: true }, key)).statusCode).toBe(409)
  const { rows } = await sql`select 1 from platform_idempotency_keys`.execute(shop.database.writer)
  expect(rows).toHaveLength(0)
})

test.each([
  ['an amount of -1', '{"amount":-1}', 400],
  ['an amount of 10^15', '{"amount":1000000000000000}', 400],
  ['a word for an amount', '{"amount":"five"}', 400],
  ['half a JSON', '{"amount":', 400],
  ['nothing', '', 400],
  ['a list', '[]', 400],
])('%s is refused with what and where, and nothing is kept', async (_name, body, status) => {
  const answer = await post(body, { 'accept-language': 'id' })
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ code: 'platform.input-unreadable', kept: 'Tidak ada yang berubah.' })
  expect(await count()).toBe(0)
})

test.each([
  [-1, 'Isian tidak terbaca: jumlah terlalu kecil, terlalu pendek, atau kosong'],
  [1e15, 'Isian tidak terbaca: jumlah terlalu besar atau terlalu panjang'],
  ['x', 'Isian tidak terbaca: jumlah hilang atau bukan jenis yang diminta'],
])('an amount of %s is told as what it is, by the name it has on the screen', async (amount, title) => {
  const answer = await post({ amount })
  expect([answer.statusCode, answer.json().title, answer.json().where]).toEqual([400, title, 'amount'])
})

test('broken UTF-8 is told, not mended', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/shops/${shop.workspaceId}/jars`,
    headers: { 'x-login': owner, 'content-type': 'application/json', 'accept-language': 'en' },
    payload: Buffer.concat([Buffer.from('{"amount":5,"note":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  })
  expect(answer.json().title).toContain('UTF-8')
})

test.each([
  ['in a text', '{"amount":5,"note":"\\ud800x"}'],
  ['deep inside', '{"amount":5,"more":[{"note":"\\udfff"}]}'],
  ['in a name', '{"amount":5,"\\ud83d":1}'],
])('half of a surrogate pair %s is told as well', async (_where, body) => {
  const answer = await post(body, { 'accept-language': 'en' })
  expect([answer.statusCode, answer.json().title]).toEqual([400, expect.stringContaining('UTF-8')])
  expect((await post('{"amount":5,"note":"\\ud83d\\ude00"}')).statusCode).toBe(201)
})

test('a body over the limit says so', async () => {
  const answer = await post(JSON.stringify({ amount: 5, pad: 'x'.repeat(1_100_000) }), { 'accept-language': 'en' })
  expect(answer.statusCode).toBe(413)
  expect(answer.json().todo).toContain('1 MB')
})

import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { loginReader, makeAuth, mountAuth } from './index.ts'

let shop: TestShop
let app: FastifyInstance
beforeAll(async () => {
  shop = await testShop({ hits: false })
  const { pool } = shop.database
  const auth = makeAuth({ pool, secret: 'x'.repeat(32), publicUrl: null })
  app = Fastify() as unknown as FastifyInstance
  mountAuth(app, auth, pool, async () => ({}))
  const loginOf = loginReader(auth, pool)
  app.get('/name', async (request) => (await loginOf(request))?.name)
})
afterAll(async () => {
  await app.close()
  await shop.close()
})

const headers = { origin: 'http://localhost', host: 'localhost' }
const send = (path: string, payload: object, cookie = '') => app.inject({ method: 'POST', url: `/api/auth/${path}`, headers: { ...headers, cookie }, payload })

test.each([
  ['a long one', '🐦'.repeat(5_000), '🐦'.repeat(80)],
  ['one with signs that no text holds', ' Bu\0\r\nTini ', 'Bu Tini'],
])('the name of a login is kept as screens and letters can carry it: %s', async (_, sent, kept) => {
  const made = await send('sign-up/email', { name: sent, email: `${crypto.randomUUID()}@example.test`, password: 'sambal-level-5' })
  expect(made.statusCode, made.body).toBe(200)
  const cookie = made.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const name = async () => (await app.inject({ url: '/name', headers: { cookie } })).body
  expect(await name()).toBe(kept)
  expect((await send('update-user', { name: 'Tini' }, cookie)).statusCode).toBe(200)
  expect(await name()).toBe('Tini')
  expect((await send('update-user', { name: sent }, cookie)).statusCode).toBe(200)
  expect(await name()).toBe(kept)
})

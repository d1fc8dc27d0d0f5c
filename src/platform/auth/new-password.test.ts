import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { testShop } from '../../../tests/harness/index.ts'
import { loginReader, makeAuth, mountAuth, newPasswordOf, signInGuest } from './index.ts'

test('whoever lost a password gets another one from the host; the former one and all that it opened are over', async () => {
  const shop = await testShop({ hits: false })
  const { pool } = shop.database
  const auth = makeAuth({ pool, secret: 'x'.repeat(32), publicUrl: null })
  const app = Fastify()
  mountAuth(app as never, auth, pool, async () => ({}))
  const loginOf = loginReader(auth, pool)
  app.get('/who', async (request) => (await loginOf(request))?.email ?? 'nobody')
  app.get('/guest', async (request) => (await signInGuest(auth, request)).login.email)
  onTestFinished(() => app.close())
  const send = (path: string, payload: object) => app.inject({ method: 'POST', url: `/api/auth/${path}`, headers: { origin: 'http://localhost', host: 'localhost' }, payload })

  const email = `tini-${crypto.randomUUID()}@example.test`
  const made = await send('sign-up/email', { name: 'Bu Tini', email, password: 'sambal-level-5' })
  const cookie = made.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const who = async () => (await app.inject({ url: '/who', headers: { cookie } })).body
  expect(await who()).toBe(email)

  const password = await newPasswordOf(auth, ` ${email.toUpperCase()} `)
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(await who()).toBe('nobody')
  expect((await send('sign-in/email', { email, password: 'sambal-level-5' })).statusCode).toBe(401)
  expect((await send('sign-in/email', { email, password })).statusCode).toBe(200)
  expect(await newPasswordOf(auth, 'nobody@example.test')).toBeNull()
  // A guest has none to lose.
  expect(await newPasswordOf(auth, (await app.inject('/guest')).body)).toBeNull()
})

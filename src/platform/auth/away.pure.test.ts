import Fastify from 'fastify'
import pg from 'pg'
import { expect, test } from 'vitest'
import { explainFailures, platformErrors, statusTable } from '#platform/http'
import { makeAuth, mountAuth } from './index.ts'

test('where the database is away, who signs in is told that, and not that we broke', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1 })
  const app = Fastify()
  explainFailures(app, statusTable([platformErrors]))
  mountAuth(app, makeAuth({ pool, secret: 'x'.repeat(32), publicUrl: null }), pool, async () => ({}))
  const answer = await app.inject({ method: 'POST', url: '/api/auth/sign-in/email', headers: { origin: 'http://localhost', host: 'localhost' }, payload: { email: 'tini@example.test', password: 'sambal-level-5' } })
  expect([answer.statusCode, answer.json()]).toEqual([503, expect.objectContaining({ code: 'platform.unavailable' })])
  await app.close()
  await pool.end()
})

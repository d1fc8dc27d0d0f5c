import Fastify, { type FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { platformErrors } from './errors.ts'
import { explainFailures, statusTable } from './index.ts'

/** What is answered where a write ends so. */
async function answered(failure: Error, language = 'en') {
  const app = Fastify() as unknown as FastifyInstance
  explainFailures(app, statusTable([platformErrors]))
  app.post('/', () => Promise.reject(failure))
  const answer = await app.inject({ method: 'POST', url: '/', headers: { 'accept-language': language } })
  await app.close()
  return { status: answer.statusCode, ...answer.json<{ code: string; title: string; todo: string }>() }
}
const failing = (code: string) => Object.assign(new Error('could not extend file "base/16384/17548": No space left on device'), { code })

test.each(['53100', 'ENOSPC', 'EDQUOT'])('a disk without room (%s) is told as that, and not as our mistake', async (code) => {
  expect(await answered(failing(code))).toMatchObject({ status: 507, code: 'platform.disk-full', title: expect.stringContaining('disk') as string, todo: expect.stringContaining('whoever runs Kicau') as string })
})

test('what nobody knows is told as our mistake', async () => {
  expect(await answered(failing('XX000'))).toMatchObject({ status: 500, code: 'platform.broken' })
})

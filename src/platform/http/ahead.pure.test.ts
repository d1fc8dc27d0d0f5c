import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { answerAhead } from './ahead.ts'

test('what is not answered ahead goes to its route, and a server that closes asks nobody', async () => {
  const app = Fastify()
  answerAhead(app, ({ url }, response) => {
    if (url !== '/busy') return false
    response.end('ahead')
    return true
  })
  app.get('/*', () => 'route')
  const mayClose = Promise.withResolvers<void>()
  app.addHook('preClose', () => mayClose.promise)
  onTestFinished(() => mayClose.resolve())
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const ask = async (path: string) => {
    const answer = await fetch(address + path)
    return [answer.status, answer.status === 200 ? await answer.text() : '']
  }
  expect(await ask('/busy')).toEqual([200, 'ahead'])
  expect(await ask('/other')).toEqual([200, 'route'])

  const closed = app.close()
  await new Promise(setImmediate)
  expect(await ask('/busy')).toEqual([503, ''])
  expect(await ask('/other')).toEqual([503, ''])
  mayClose.resolve()
  await closed
})

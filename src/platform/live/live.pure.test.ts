import Fastify from 'fastify'
import { afterAll, expect, it } from 'vitest'
import { openLive } from './index.ts'

const live = openLive()
const app = Fastify()
app.get('/:shop/live', (request, reply) => live.attach((request.params as { shop: string }).shop, reply))
const address = await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(async () => {
  live.close()
  await app.close()
})

/** What a new listener is told until `last` has come. */
async function heard(shop: string, last: string): Promise<string> {
  const leave = new AbortController()
  const { body } = await fetch(`${address}/${shop}/live`, { signal: leave.signal })
  const text = new TextDecoder()
  let all = ''
  for await (const part of body!) {
    all += text.decode(part)
    if (all.includes(last)) break
  }
  leave.abort()
  return all
}

it('tells who comes what was announced a moment before, once a kind, and nothing of another shop', async () => {
  live.tell('tini', { type: 'OrderNoted' })
  live.tell('tini', { type: 'OrderNoted' })
  live.tell('ros', { type: 'CostNoted' })
  const listening = heard('tini', 'TimerStarted')
  // Announced while it listens: after what was told before.
  setTimeout(() => live.tell('tini', { type: 'TimerStarted' }), 200)
  const told = await listening
  expect(told.match(/OrderNoted/g)).toHaveLength(1)
  expect(told).not.toContain('CostNoted')
})

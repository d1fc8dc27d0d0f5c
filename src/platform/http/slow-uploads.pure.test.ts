import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { letUploadsBeSlow, mayBeSlow } from './slow-uploads.ts'

// A minute is a quarter of a second here, and an hour two seconds.
const TIME_MS = 250
const app = Fastify({ requestTimeout: TIME_MS, http: { requestTimeout: TIME_MS, headersTimeout: TIME_MS, connectionsCheckingInterval: 50 } })
let port: number
const became: string[] = []

beforeAll(async () => {
  letUploadsBeSlow(app.server, { everyMs: 200, leastBytes: 500, longestMs: 2000 })
  await app.register(multipart)
  app.post('/json', () => ({ ok: true }))
  app.post(
    '/upload',
    {
      onRequest: async (request, reply) =>
        mayBeSlow({ request: request.raw, response: reply.raw, tooSlow: () => ({ type: 'x', code: 'platform.too-slow', status: 408, title: 'Berhenti.' }) }),
    },
    async (request) => {
      const file = await request.file()
      const bytes = await file!.toBuffer().catch((failure: unknown) => {
        became.push('cut')
        throw failure
      })
      became.push(String(bytes.length))
      return { bytes: bytes.length }
    },
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterAll(() => app.close())

const FRAME = 'X'
const head = `--${FRAME}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n`
const foot = `\r\n--${FRAME}--\r\n`

/** A line that takes its time: so many bytes at once, so long between. What was answered, and after how long. */
async function send(path: string, body: string, { atOnce, everyMs, stopAfter = Infinity }: { atOnce: number; everyMs: number; stopAfter?: number }) {
  const began = performance.now()
  const socket: Socket = connect(port, '127.0.0.1')
  let said = ''
  let over = false
  socket.on('data', (data) => (said += String(data)))
  socket.on('error', () => {})
  const closed = once(socket, 'close').then(() => (over = true))
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${path === '/json' ? 'application/json' : `multipart/form-data; boundary=${FRAME}`}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`)
  for (let at = 0; at < body.length && !over; at += atOnce) {
    if (at < stopAfter) socket.write(body.slice(at, at + atOnce))
    await wait(everyMs)
  }
  await closed
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1]), said, ms: performance.now() - began }
}

const fileOf = (bytes: number) => head + 'a'.repeat(bytes) + foot

test('an upload goes on beyond the time of a request, as long as its bytes come', async () => {
  const { status, said, ms } = await send('/upload', fileOf(8000), { atOnce: 400, everyMs: 50 })
  expect([status, said.includes('{"bytes":8000}')]).toEqual([200, true])
  expect(ms).toBeGreaterThan(3 * TIME_MS)
})

test('one whose bytes no longer come, or come too slowly, is ended and told so, and nothing of it is taken', async () => {
  became.length = 0
  const stopped = await send('/upload', fileOf(8000), { atOnce: 400, everyMs: 100, stopAfter: 2000 })
  const dripping = await send('/upload', fileOf(8000), { atOnce: 100, everyMs: 100 })
  for (const { status, said, ms } of [stopped, dripping]) {
    expect([status, said.includes('"platform.too-slow"')]).toEqual([408, true])
    expect(ms).toBeLessThan(1900)
  }
  await expect.poll(() => became).toEqual(['cut', 'cut'])
})

test('one that comes forever ends at last', async () => {
  const { status, ms } = await send('/upload', fileOf(40_000), { atOnce: 400, everyMs: 50 })
  expect(status).toBe(408)
  expect(ms).toBeGreaterThan(2000)
  expect(ms).toBeLessThan(4500)
})

test('what is no upload has its time and no more, also where its bytes come', async () => {
  const { status, ms } = await send('/json', JSON.stringify('a'.repeat(8000)), { atOnce: 400, everyMs: 50 })
  expect(status).toBe(408)
  expect(ms).toBeLessThan(1000)
})

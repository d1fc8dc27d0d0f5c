import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { letUploadsBeSlow, mayBeSlow } from './slow-uploads.ts'

// A minute is two seconds here, and an hour six; a machine that others keep busy may stand still for one.
const TIME_MS = 2000
const LIMITS = { everyMs: 1500, leastBytes: 300, longestMs: 6000 }
const app = Fastify({ requestTimeout: TIME_MS, http: { requestTimeout: TIME_MS, headersTimeout: TIME_MS, connectionsCheckingInterval: 100 } })
let port: number
const cut: string[] = []

beforeAll(async () => {
  letUploadsBeSlow(app.server, LIMITS)
  await app.register(multipart)
  app.post('/json', () => ({ ok: true }))
  app.post<{ Params: { name: string } }>(
    '/upload/:name',
    {
      onRequest: async (request, reply) =>
        mayBeSlow({ request: request.raw, response: reply.raw, tooSlow: () => ({ type: 'x', code: 'platform.too-slow', status: 408, title: 'Berhenti.' }) }),
    },
    async (request) => {
      const file = await request.file()
      const bytes = await file!.toBuffer().catch((failure: unknown) => {
        cut.push(request.params.name)
        throw failure
      })
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

const EVERY_MS = 100
/** A line that is cut while bytes are still on their way may lose what was said last. */
const ENDED = [408, NaN]

/** A line that takes its time: so many bytes each tenth of a second. What was answered, and after how long. */
async function send(path: string, body: string, { atOnce, stopAfter = Infinity }: { atOnce: number; stopAfter?: number }) {
  const began = performance.now()
  const socket: Socket = connect(port, '127.0.0.1')
  let said = ''
  let over = false
  socket.on('data', (data) => (said += String(data)))
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => ((over = true), resolve())))
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${path === '/json' ? 'application/json' : `multipart/form-data; boundary=${FRAME}`}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`)
  for (let at = 0; at < body.length && !over; at += atOnce) {
    if (at < stopAfter) socket.write(body.slice(at, at + atOnce))
    await wait(EVERY_MS)
  }
  await closed
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1]), said, ms: performance.now() - began }
}

const fileOf = (bytes: number) => head + 'a'.repeat(bytes) + foot

// All of them wait, and for nothing of each other's.
describe.concurrent('a line that takes its time', () => {
  test('an upload goes on beyond the time of a request, as long as its bytes come', async ({ expect }) => {
    const { status, said, ms } = await send('/upload/slow', fileOf(24_000), { atOnce: 400 })
    expect([status, said.includes('{"bytes":24000}')]).toEqual([200, true])
    expect(ms).toBeGreaterThan(2 * TIME_MS)
  })

  test('one whose bytes no longer come is ended and told so, and nothing of it is taken', async ({ expect }) => {
    const { status, said, ms } = await send('/upload/stopped', fileOf(48_000), { atOnce: 400, stopAfter: 2000 })
    expect([status, said.includes('"platform.too-slow"')]).toEqual([408, true])
    expect(ms).toBeLessThan(LIMITS.longestMs)
    await expect.poll(() => cut).toContain('stopped')
  })

  test('one whose bytes come too slowly is ended, and nothing of it is taken', async ({ expect }) => {
    const { status, ms } = await send('/upload/dripping', fileOf(48_000), { atOnce: 4 })
    expect(ENDED).toContain(status)
    expect(ms).toBeLessThan(LIMITS.longestMs)
    await expect.poll(() => cut).toContain('dripping')
  })

  test('one that comes forever ends at last', async ({ expect }) => {
    const { status, ms } = await send('/upload/forever', fileOf(80_000), { atOnce: 400 })
    expect(ENDED).toContain(status)
    expect(ms).toBeGreaterThan(LIMITS.longestMs)
    await expect.poll(() => cut).toContain('forever')
  })

  test('what is no upload has its time and no more, also where its bytes come', async ({ expect }) => {
    const { status, ms } = await send('/json', JSON.stringify('a'.repeat(80_000)), { atOnce: 400 })
    expect(ENDED).toContain(status)
    expect(ms).toBeLessThan(LIMITS.longestMs)
  })
})

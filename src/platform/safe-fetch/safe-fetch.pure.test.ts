import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { FetchFailed, safeFetch } from './index.ts'

const home = { timeoutMs: 2000, mostBytes: 1000, allowPrivateHosts: true }
const outside = { ...home, allowPrivateHosts: false }

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const serving = (listener: RequestListener) => listening(createServer(listener))

const failureOf = (call: Promise<unknown>): Promise<FetchFailed> =>
  call.then(
    () => Promise.reject(new Error('It was answered.')),
    (failure: unknown) => (failure instanceof FetchFailed ? failure : Promise.reject(failure as Error)),
  )

test('an address on this machine or around it is refused, by number, by name, and nothing is sent', async () => {
  let heard = 0
  const url = await serving((_, reply) => {
    heard++
    reply.end('secret')
  })
  const port = new URL(url).port
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1']) {
    const failure = await failureOf(safeFetch(`http://${host}:${port}/`, outside))
    expect(failure, host).toMatchObject({ why: 'address-refused', neverSent: true })
  }
  for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '172.16.0.1', '100.64.0.1', '[fc00::1]', '[fe80::1]'])
    expect((await failureOf(safeFetch(`http://${host}/`, { ...outside, timeoutMs: 500 }))).why, host).toBe('address-refused')
  expect(heard).toBe(0)
  expect(await (await safeFetch(url, home)).text()).toBe('secret')
})

test('other schemes are refused, also behind a redirect', async () => {
  const url = await serving((_, reply) => void reply.writeHead(302, { location: 'ftp://127.0.0.1/file' }).end())
  expect((await failureOf(safeFetch('file:///etc/passwd', home))).why).toBe('not-http')
  expect((await failureOf(safeFetch(url, home))).why).toBe('not-http')
})

test('redirects are followed for reads, so often and no more; a secret stays with its origin', async () => {
  let seen: string | undefined
  const other = await serving((request, reply) => {
    seen = request.headers.authorization
    reply.end('arrived')
  })
  const url = await serving((request, reply) => {
    reply.writeHead(302, { location: request.url === '/loop' ? '/loop' : other }).end()
  })
  expect(await (await safeFetch(url, { ...home, headers: { authorization: 'Bearer x' } })).text()).toBe('arrived')
  expect(seen).toBeUndefined()
  expect((await failureOf(safeFetch(`${url}/loop`, home))).why).toBe('too-many-redirects')
  expect((await failureOf(safeFetch(url, { ...home, method: 'POST', body: 'x' }))).why).toBe('write-redirected')
})

test('a body is read up to its limit, packed or not', async () => {
  const url = await serving((request, reply) => {
    const long = 'x'.repeat(request.url === '/fits' ? 900 : 100_000)
    reply.setHeader('content-encoding', 'gzip')
    reply.end(gzipSync(long))
  })
  expect((await (await safeFetch(`${url}/fits`, home)).text()).length).toBe(900)
  expect((await failureOf(safeFetch(url, home))).why).toBe('too-large')
})

test('a server that is not there was never sent anything; one that swallows the answer may have acted', async () => {
  expect(await failureOf(safeFetch('http://127.0.0.1:9/', { ...home, method: 'POST', body: 'x' }))).toMatchObject({
    why: 'unreachable',
    neverSent: true,
  })
  const silent = await serving((request) => void request.resume())
  expect(await failureOf(safeFetch(silent, { ...home, timeoutMs: 200, method: 'POST', body: 'x' }))).toMatchObject({
    why: 'timeout',
    neverSent: false,
  })
  const cut = await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())))
  expect(await failureOf(safeFetch(cut, { ...home, method: 'POST', body: 'x' }))).toMatchObject({ why: 'unreachable', neverSent: false })
  const half = await serving((_, reply) => void reply.writeHead(200, { 'content-length': '50' }).write('half'))
  expect((await failureOf(safeFetch(half, { ...home, timeoutMs: 200 }))).why).toBe('timeout')
})

test('what was asked arrives as it was asked, from a Request too', async () => {
  const url = await serving((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      reply.writeHead(201, { 'x-seen': String(request.headers['content-type']) })
      reply.end(`${request.method} ${Buffer.concat(parts).toString()}`)
    })
  })
  const answer = await safeFetch(new Request(url, { method: 'POST', body: 'halo', headers: { 'content-type': 'text/x' } }), home)
  expect([answer.status, answer.headers.get('x-seen'), await answer.text()]).toEqual([201, 'text/x', 'POST halo'])
})

import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { textsIn } from '#platform/i18n'
import { newMember, startKicau, type Member, type RunningKicau } from '../harness/index.ts'

// What nobody means and anybody may send, to every route of the contract, as the owner of the shop: each is answered in words, none
// with "something broke", and none is waited for. What the answers say is told by the tests beside each route.

interface Schema {
  type?: string
  format?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}
interface Operation {
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

let kicau: RunningKicau
let owner: Member
let operations: { method: string; path: string; operation: Operation }[]

beforeAll(async () => {
  kicau = await startKicau()
  owner = await newMember(kicau.url, 'Tini')
  const { paths } = (await (await fetch(`${kicau.url}/api/openapi.json`)).json()) as { paths: Record<string, Record<string, Operation>> }
  // A demo is laid down and taken away as a whole: that is no input, and takes half a minute.
  operations = Object.entries(paths)
    .filter(([path]) => path !== '/api/demo')
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))
}, 120_000)
afterAll(() => kicau.remove())
// Or what follows would only be asked about a shop that is gone.
afterEach(async () => expect((await owner.call('GET', '/profile')).status).toBe(200))

/** A body as the route asks for it, with one text and one number everywhere. */
function bodyOf(schema: Schema, text: string, number: number): unknown {
  const [one] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null')
  if (one) return bodyOf(one, text, number)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.type === 'object') return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, bodyOf(inner, text, number)]))
  if (schema.type === 'array') return [bodyOf(schema.items ?? {}, text, number)]
  if (schema.type === 'integer' || schema.type === 'number') return number
  if (schema.type === 'boolean') return true
  return schema.format === 'uuid' ? owner.shop : schema.format === 'date' ? '2026-11-29' : schema.format === 'date-time' ? '2026-11-29T10:00:00Z' : text
}

const bodies: [name: string, of: (schema: Schema) => string][] = [
  ['a letter that no text may hold', (schema) => JSON.stringify(bodyOf(schema, 'a\0b', 1))],
  ['half of a surrogate pair', (schema) => JSON.stringify(bodyOf(schema, '\ud800', 1))],
  ['script and a target that is none', (schema) => JSON.stringify(bodyOf(schema, 'javascript:"><script>alert(1)</script>', 1))],
  ['amounts of -1', (schema) => JSON.stringify(bodyOf(schema, 'x', -1))],
  ['amounts of 10^15', (schema) => JSON.stringify(bodyOf(schema, 'x', 1e15))],
  ['days of the year 1', (schema) => JSON.stringify(bodyOf(schema, 'x', 1)).replaceAll('2026-11-29', '0001-01-01')],
  ['nothing', () => 'null'],
  ['many brackets', () => '['.repeat(20_000)],
  ['many brackets that are closed again', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
]
const types = ['application/json', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream']

test.each(types)('whoever names %s and brings no body at all is answered', async (type) => {
  const places = [`/api/shops/${owner.shop}/orders`, `/api/shops/${owner.shop}/pictures`, '/api/auth/sign-in/email', '/api/event', '/api/send', '/t/hit', '/t/me', '/tahap', '/api/demo/none']
  for (const path of places) expect([path, await sayBodyless(path, type)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 [234]/)])
})

/** Not even its length, as curl does it. */
async function sayBodyless(path: string, type: string): Promise<string> {
  const { hostname, port } = new URL(kicau.url)
  const socket = connect(Number(port), hostname).setTimeout(10_000, () => socket.destroy())
  socket.write(`POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${kicau.url}\r\ncookie: ${owner.cookie}\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n`)
  return (await text(socket)).slice(0, 12)
}

const inPaths = ['%00', 'a%00b', '%ff', '..%2f..', '%F0%9F%98%80', 'x'.repeat(200)]
const inQueries = ['%00', '0001-01-01', '9999-12-31']

async function say(method: string, path: string, body?: string): Promise<string | null> {
  const began = performance.now()
  const { cookie } = owner
  const answer = await fetch(kicau.url + path, {
    method,
    body,
    redirect: 'manual',
    headers: { cookie, origin: kicau.url, ...(body !== undefined && { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(30_000),
  }).catch((failure: unknown) => String(failure))
  if (typeof answer === 'string') return `${method} ${path}: ${answer}`
  await answer.body?.cancel()
  return answer.status >= 500 || performance.now() - began > 20_000 ? `${method} ${path} ${body?.slice(0, 80)}: ${answer.status}` : null
}

const filled = (path: string, with_: string) => path.replace('{shop}', owner.shop).replace(/\{\w+\}/g, with_)

test.each(bodies)('no route breaks at a body with %s', async (_name, of) => {
  const broken: (string | null)[] = []
  for (const { method, path, operation } of operations) {
    const schema = operation.requestBody?.content['application/json']?.schema
    if (schema) broken.push(await say(method, filled(path, owner.shop), of(schema)))
  }
  expect(broken.length).toBeGreaterThan(60)
  expect(broken.filter(Boolean)).toEqual([])
})

test('no route breaks at what stands in its address', async () => {
  const broken: (string | null)[] = []
  for (const { method, path, operation } of operations) {
    if (path.replace('{shop}', '').includes('{')) for (const text of inPaths) broken.push(await say(method, filled(path, text)))
    if (method !== 'GET') continue
    for (const { name } of (operation.parameters ?? []).filter((one) => one.in === 'query')) for (const text of inQueries) broken.push(await say(method, `${filled(path, owner.shop)}?${name}=${text}`))
  }
  expect(broken.length).toBeGreaterThan(300)
  expect(broken.filter(Boolean)).toEqual([])
})

const uploads = ['orders/imports', 'costs/reports', 'pictures', 'page/picture', 'qr-logo', 'pay/qr-picture', 'chats']
const files: [name: string, type: string | null, body: () => BodyInit][] = [
  ['is cut off', 'multipart/form-data; boundary=x', () => '--x\r\nContent-Disposition: form-data; name="file"; filename="a'],
  ['names no boundary', 'multipart/form-data', () => 'abc'],
  ['is empty', null, () => formWith(new Blob([]))],
  ['is larger than any may be', null, () => formWith(new Blob([new Uint8Array(31 * 1024 * 1024)]))],
]

test.each(files)('an upload that %s is told so, with the size that its place takes', async (_name, type, body) => {
  for (const place of uploads) {
    const headers = { cookie: owner.cookie, origin: kicau.url, 'accept-language': 'en', ...(type && { 'content-type': type }) }
    const answer = await fetch(`${kicau.url}/api/shops/${owner.shop}/${place}`, { method: 'POST', headers, body: body() })
    const said = (await answer.json()) as { code: string; todo: string }
    expect([place, answer.status < 500, said.code.endsWith('broken')]).toEqual([place, true, false])
    if (said.code === 'platform.too-large') expect(said.todo).toContain(place === 'pictures' ? '25 MB' : '8 MB')
  }
})

const formWith = (file: Blob) => {
  const form = new FormData()
  form.append('file', file, 'x')
  return form
}

test("a page's form that can't be read is not called our own mistake, and nothing is made of it", async () => {
  expect((await owner.call('PUT', '/order-form', { open: true })).status).toBe(200)
  const { slug } = (await owner.call('GET', '/profile')).body as { slug: string }
  const urlencoded = 'application/x-www-form-urlencoded'
  const sent: [status: number, type: string, body: string][] = [
    [400, urlencoded, 'name=%ff%fe&phone=0812'],
    [400, 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a'],
    [413, urlencoded, `name=${'x'.repeat(2_000_000)}`],
    [415, 'application/json', '{}'],
  ]
  for (const language of ['id', 'ms', 'en'] as const) {
    const t = textsIn(language)
    for (const [status, type, body] of sent) {
      const headers = { origin: kicau.url, accept: 'text/html', 'accept-language': language, 'content-type': type }
      const answer = await fetch(`${kicau.url}/s/${slug}/pesan`, { method: 'POST', headers, body })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, expect.stringContaining('text/html')])
      expect(await answer.text()).toContain(t(`pay:${status === 413 ? 'tooLong' : 'unread'}.title`))
    }
  }
})

test('no page for everybody breaks at what stands in its address', async () => {
  const pages = ['s', 'l', 't', 'v', 'r', 'b', 'tahap', 'api', 's/x', 'l/x', 'nothing']
  const broken = await Promise.all(pages.flatMap((page) => inPaths.map((text) => say('GET', `/${page}/${text}?k=%00&lang=%00`))))
  expect(broken.filter(Boolean)).toEqual([])
})

import { connect } from 'node:net'
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import type { SetLinkConditions } from '#contract/links.ts'
import type { Caller, IncomingHit } from '#modules/analytics'
import { readSettings, type TrustsProxy } from '#platform/config'
import { openMediaStore } from '#platform/storage'
import { closeLink } from '../commands/close-link.ts'
import { makeLink } from '../commands/make-link.ts'
import { setConditions } from '../commands/set-conditions.ts'
import { openDomains, type OwnDomains } from '../domains/open-domains.ts'
import { setOwnDomain } from '../domains/own-domain.ts'
import { begin, conditions, done, reachable } from '../for-tests.ts'
import { openRedirect } from './redirect.ts'

const PHONE = 'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'

interface Server {
  /** The whole answer to these lines, as it comes over the wire; the clock's line is taken out. */
  say(lines: string): Promise<string>
  hits: IncomingHit[]
  /** How many requests the ordinary way has seen. */
  ordinary(): number
  counts(): object
}

/** A server with the house's hooks, which answers plain links ahead of them or does not. */
async function serve(shop: TestShop, domains: OwnDomains, { ahead, trustsProxy = null, level }: { ahead: boolean; trustsProxy?: TrustsProxy | null; level?: string }): Promise<Server> {
  const hits: IncomingHit[] = []
  const recordAll = async (hit: IncomingHit, callers: readonly Caller[]): Promise<void> => {
    hits.push(...callers.map((caller) => ({ ...hit, ...caller })))
  }
  const { database, scopes, clock } = shop
  const parts = { ...reachable, database, scopes, clock, intake: { recordAll }, media: openMediaStore('/nonexistent') }
  const redirect = openRedirect({ ...parts, ...(ahead && { ahead: { pathFor: domains.pathFor, trustsProxy } }) })
  const app = Fastify({
    trustProxy: trustsProxy ?? false,
    rewriteUrl: (request) => domains.pathFor(request.headers.host, request.url!),
    ...(level !== undefined && { logger: { level, stream: { write: () => {} } } }),
  })
  let seen = 0
  app.addHook('onRequest', (_request, _reply, done) => {
    seen++
    done()
  })
  await app.register(helmet, { contentSecurityPolicy: false, crossOriginResourcePolicy: { policy: 'cross-origin' } })
  await app.register(redirect.plugin)
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  onTestFinished(() => redirect.close())
  const { port } = app.server.address() as { port: number }
  return {
    say: async (text) => {
      const answer = await said(port, text)
      await redirect.close()
      return answer.replace(/^Date: .*\r\n/m, '')
    },
    hits,
    ordinary: () => seen,
    counts: redirect.counts,
  }
}

const said = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('latin1')
    socket.on('data', (piece: string) => {
      answer += piece
      const [head, body = ''] = answer.split('\r\n\r\n', 2)
      if (body === '' && !answer.includes('\r\n\r\n')) return
      const length = Number(/^content-length: (\d+)$/im.exec(head!)?.[1] ?? 0)
      if (text.startsWith('HEAD') || body.length >= length) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })

const ask = (url: string, { method = 'GET', host = 'kicau.example.com', ...headers }: Record<string, string> = {}, end = '') =>
  `${method} ${url} HTTP/1.1\r\n${Object.entries({ host, 'user-agent': PHONE, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${end}`

const linkWith = (shop: TestShop, wanted?: Partial<SetLinkConditions>): Promise<{ id: string; code: string }> =>
  shop.writing(async (scope) => {
    const link = done(await makeLink(scope, reachable, { kind: 'url', channel: 'instagram', target: 'https://bu-tini.com/pedas?a=1' }))
    return wanted ? done(await setConditions(scope, reachable, link.id, conditions(wanted))) : link
  })

async function house() {
  const shop = await begin(await testShop({ hits: false, at: '2026-12-11T03:00:00Z' }))
  await shop.writing((scope) => setOwnDomain(scope, reachable, { host: 'sambal.id', state: 'here' }))
  const domains = await openDomains({ db: shop.database.reader, protocol: 'https:' })
  onTestFinished(() => domains.close())
  return { shop, domains }
}

test('whoever asks gets the same answer ahead of the routes as from them, and is counted the same', async () => {
  const { shop, domains } = await house()
  const other = await begin(shop.another(), { slug: 'lain' })
  const [{ code }, foreign, closed, over, worded, bounded] = await Promise.all([
    linkWith(shop),
    linkWith(other as TestShop),
    linkWith(shop),
    linkWith(shop, { lastDay: '2026-12-01' }),
    linkWith(shop, { password: 'bawang' }),
    linkWith(shop, { mostOpenings: 40 }),
  ])
  await shop.writing((scope) => closeLink(scope, closed.id))
  const [ahead, routes] = await Promise.all([serve(shop, domains, { ahead: true }), serve(shop, domains, { ahead: false })])
  const codes = [code, foreign.code, closed.code, over.code, worded.code, bounded.code, 'zzzzz']
  // What is remembered is what this is about: each is opened once before.
  for (const one of codes) expect(await ahead.say(ask(`/l/${one}`)), one).toBe(await routes.say(ask(`/l/${one}`)))

  const compare = async (text: string, mayBeAhead: boolean) => {
    const before = ahead.ordinary()
    expect(await ahead.say(text), text).toBe(await routes.say(text))
    expect(ahead.ordinary() - before, text).toBe(mayBeAhead ? 0 : 1)
    expect(ahead.hits.at(-1), text).toEqual(routes.hits.at(-1))
  }
  const plain = [
    ask(`/l/${code}`),
    ask(`/l/${code.toUpperCase()}`),
    ask(`/l/${code}?utm_source=ig&k=%zz`),
    ask(`/l/${foreign.code}`),
    ask(`/l/${code}`, { referer: 'https://l.instagram.com/', 'accept-language': 'ms-MY', dnt: '1', connection: 'close' }),
    ask(`/l/${code}`, { cookie: 'kicau.session_token=abc' }),
    ask(`/l/${code}`, { 'user-agent': 'WhatsApp/2.23.20.0' }),
    ask(`/l/${code}`, { 'sec-purpose': 'prefetch;prerender', 'user-agent': '' }),
    ask(`/l/${code}`, { 'x-forwarded-for': '36.70.1.1', origin: 'https://elsewhere.example' }),
    ask(`/l/${code}`, { 'content-length': '3' }, 'abc'),
    `GET /l/${code} HTTP/1.0\r\n\r\n`,
  ]
  for (const text of plain) await compare(text, true)
  const others = [
    ask(`/l/${code}`, { method: 'HEAD' }),
    ask(`/l/${code}`, { method: 'POST', 'content-length': '0' }),
    ask(`/l/${code}`, { method: 'DELETE' }),
    ask(`/l/${code}/`),
    ask(`/l/${code}/x`),
    ask(`/l//${code}`),
    ask(`/l/${encodeURIComponent(`${code}!`)}`),
    ask(`/l/%${code.charCodeAt(0).toString(16)}${code.slice(1)}`),
    ask(`/l/sambal/${code}`),
    ask(`/x/l/${code}`),
    ...[closed, over, worded, bounded].map((link) => ask(`/l/${link.code}`)),
    ask('/l/zzzzz'),
    // By a shop's own domain: its own links by either address, and nobody else's.
    ask(`/l/${code}`, { host: 'sambal.id' }),
    ask(`/${code}`, { host: 'Sambal.ID:443' }),
    ask(`/l/${foreign.code}`, { host: 'sambal.id' }),
  ]
  for (const text of others) await compare(text, false)
  expect(ahead.counts()).toEqual(routes.counts())
  expect(ahead.hits).toEqual(routes.hits)
  expect(ahead.hits.filter(({ userAgent }) => userAgent === PHONE).length).toBeGreaterThan(8)
  expect(await ahead.say(ask(`/l/${code}`))).toContain('Strict-Transport-Security')
})

test('behind a proxy the visitor is who the proxy says', async () => {
  const { shop, domains } = await house()
  const { code } = await linkWith(shop)
  const trustsProxy = readSettings({ TRUST_PROXY: '1' }).TRUST_PROXY
  const ahead = await serve(shop, domains, { ahead: true, trustsProxy })
  const routes = await serve(shop, domains, { ahead: false, trustsProxy })
  for (const from of [undefined, '36.70.1.1', ' 36.70.1.2 ', '2001:db8::1', '8.8.8.8, 36.70.1.3, 10.0.0.1', ',', '']) {
    const text = ask(`/l/${code}`, from === undefined ? {} : { 'x-forwarded-for': from })
    expect(await ahead.say(text), text).toBe(await routes.say(text))
  }
  expect(ahead.hits).toEqual(routes.hits)
  expect(ahead.hits.map(({ ip }) => ip).slice(0, 5)).toEqual(['127.0.0.1', '36.70.1.1', '36.70.1.2', '2001:db8::1', '36.70.1.3'])
  // The first opening and those that take more than a look.
  expect(ahead.ordinary()).toBeLessThan(5)
})

test('what has changed, or was not asked for half a minute, goes the ordinary way again', async () => {
  const { shop, domains } = await house()
  const { id, code } = await linkWith(shop)
  const { say, ordinary } = await serve(shop, domains, { ahead: true })
  for (const seen of [1, 1, 1]) {
    expect(await say(ask(`/l/${code}`))).toContain('302 Found')
    expect(ordinary()).toBe(seen)
  }
  await shop.writing((scope) => closeLink(scope, id))
  shop.clock.advance(30_000)
  for (const seen of [2, 3]) {
    expect(await say(ask(`/l/${code}`))).toContain('404 Not Found')
    expect(ordinary()).toBe(seen)
  }
})

test('where a line is written about each request, none is answered ahead', async () => {
  const { shop, domains } = await house()
  const { code } = await linkWith(shop)
  const { say, ordinary } = await serve(shop, domains, { ahead: true, level: 'info' })
  for (const seen of [1, 2, 3]) {
    await say(ask(`/l/${code}`))
    expect(ordinary()).toBe(seen)
  }
})

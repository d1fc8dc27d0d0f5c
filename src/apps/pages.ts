import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Language } from '#contract/values.ts'
import { networkOf, wishesOf } from '#modules/analytics'

/** What the server hands to the pages it renders (web/app/app.d.ts declares the same on `platform.req.kicau`). */
export interface KicauPages {
  publicUrl: string | null
  [page: string]: string | null | ((...args: never[]) => Promise<unknown>)
}

const HANDLER = join(import.meta.dirname, '../../.build/web/handler.js')

/** Forms that anyone may send make work elsewhere: as many from one address as a room full of buyers may want. */
const MOST_FORMS = 40

/** Whether this address has sent more than its share of forms. */
function pressesOf(app: FastifyInstance): (request: FastifyRequest) => Promise<boolean> {
  const count = app.createRateLimit({ max: MOST_FORMS, timeWindow: '10 minutes', keyGenerator: (request) => networkOf(request.ip) })
  return async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return false
    const counted = await count(request)
    return !counted.isAllowed && counted.isExceeded
  }
}

/**
 * What the API answers whoever asks for a page: by its own route, with their own cookie, so with every check that it makes.
 * Null for what it refuses, or could not answer.
 */
const askerOf = (app: FastifyInstance, { headers: { cookie = '' }, ip }: FastifyRequest) => async (path: string, language: Language): Promise<unknown> => {
  const answer = await app.inject({ url: path, headers: { cookie, 'accept-language': language }, remoteAddress: ip }).catch(() => null)
  return answer?.statusCode === 200 ? answer.json() : null
}

/** Mounts SvelteKit's own handler on every path that no route of ours takes. */
export async function mountPages(app: FastifyInstance, pages: KicauPages): Promise<void> {
  if (!existsSync(HANDLER)) {
    app.log.warn('the web is not built (npm run build); only the API answers')
    return
  }
  // Read by the handler when it is imported: without it, forms sent over plain http are refused.
  process.env.PROTOCOL_HEADER ??= 'x-kicau-protocol'
  const { handler } = (await import(pathToFileURL(HANDLER).href)) as {
    handler: (request: object, response: object, next: () => void) => void
  }
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    const presses = pressesOf(scope)
    scope.all('/*', { schema: { hide: true } }, async (request, reply) => {
      reply.hijack()
      request.raw.headers['x-kicau-protocol'] = request.protocol
      // A page's own policy says who may frame it (web, `frame-ancestors`); this header would say it once more, and for all alike.
      if (request.url.startsWith('/v/')) reply.raw.removeHeader('x-frame-options')
      Object.assign(request.raw, { kicau: pages, kicauAsk: askerOf(app, request), kicauCaller: { ip: request.ip, ...wishesOf(request.headers), tooMany: await presses(request) } })
      handler(request.raw, reply.raw, () => {
        reply.raw.statusCode = 404
        reply.raw.end()
      })
    })
  })
}

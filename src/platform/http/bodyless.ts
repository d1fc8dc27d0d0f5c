import type { ServerOptions } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'

/** A request that brings no body leads no stream's life for it: a microsecond less for each, and most bring none. */
export const serverOptions = { optimizeEmptyRequests: true } as const satisfies ServerOptions

/**
 * What names a type and brings no body, as `curl -X POST -H 'content-type: application/json'` does, is read to its end as ever:
 * with `serverOptions` its own end was over before anybody could listen for it.
 */
export function readBodyless(app: FastifyInstance): void {
  app.addHook('preParsing', ({ headers, raw }, _reply, payload, done) => done(null, raw.readableEnded && headers['content-type'] !== undefined ? Readable.from([]) : payload))
}

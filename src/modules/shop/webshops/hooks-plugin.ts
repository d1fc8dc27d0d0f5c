import type { FastifyInstance } from 'fastify'
import type { Database } from '#platform/db'
import type { Scopes } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { takeWebshopCall } from '../commands/take-webshop-call.ts'
import { webshopById } from '../queries/webshops.ts'
import { webshopAdapters } from './registry.ts'

export interface HooksNeeds {
  database: Pick<Database, 'writer'>
  scopes: Scopes
  secrets: Pick<Secrets, 'open' | 'keyedHash'>
}

/** Where web shops call: below it stands the id of one of them. */
export const HOOKS_PATH = '/api/hooks'

/** Hears the calls of web shops, each signed over its very bytes. */
export const hooksPlugin =
  ({ database, scopes, secrets }: HooksNeeds) =>
  async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.post<{ Params: { id: string } }>(`${HOOKS_PATH}/:id`, { schema: { hide: true }, config: { rateLimit: { max: 600, timeWindow: '1 minute' } } }, async (request, reply) => {
      const found = await webshopById(database.writer, request.params.id)
      if (!found) return reply.code(404).send()
      const adapter = webshopAdapters[found.kind]
      const told = { headers: request.headers as Record<string, string | undefined>, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) }
      if (adapter.isPing(told)) return reply.code(200).send()
      const taken = await scopes.writing(found.workspaceId, { kind: 'system', id: 'webshop' }, (scope) =>
        takeWebshopCall(scope, { secrets, adapter, webshopId: found.webshopId, secret: secrets.open(found.secret) }, told),
      )
      return reply.code(taken === 'heard' ? 200 : 401).send()
    })
  }

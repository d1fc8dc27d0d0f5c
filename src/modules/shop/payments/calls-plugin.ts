import type { FastifyInstance } from 'fastify'
import type { CallTaken, Payments } from './payments.ts'

/** Where payment providers call: below it stands the id of a connected account. */
export const PAY_CALLS_PATH = '/api/pay'

// What was rightly signed is not asked for again, whatever it says. Anything but a success is repeated by every provider.
const statuses: Record<CallTaken, number> = { heard: 200, unreadable: 200, 'not-signed': 401, again: 503, unknown: 404 }

/** Hears the calls of payment providers, each told from anybody's by its own rule, over its very bytes. */
export const payCallsPlugin =
  ({ payments }: { payments: Pick<Payments, 'takeCall'> }) =>
  async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 256 * 1024 }, (_request, body, done) => done(null, body))
    app.post<{ Params: { id: string } }>(`${PAY_CALLS_PATH}/:id`, { schema: { hide: true }, config: { rateLimit: { max: 600, timeWindow: '1 minute' } } }, async (request, reply) => {
      const told = { headers: request.headers as Record<string, string | undefined>, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) }
      return reply.code(statuses[await payments.takeCall(request.params.id, told)]).send()
    })
  }

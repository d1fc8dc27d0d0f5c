import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** Answers a request and says true, or leaves it untouched for its route. */
export type AnswerAhead = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Asks `answer` before Fastify looks at a request: for the one kind of request that comes by the ten thousand. No hook, no
 * error handler and no log line stand behind it, so it must not throw, and must answer as the route would have.
 * A server that closes, or that writes a line about each request, asks nobody.
 */
export function answerAhead(app: FastifyInstance, answer: AnswerAhead): void {
  let closing = false
  app.addHook('preClose', (done) => {
    closing = true
    done()
  })
  app.addHook('onReady', (done) => {
    if (!tellsOfEachRequest(app)) {
      const { server } = app
      const [ordinary] = server.listeners('request') as [RequestListener]
      server.removeListener('request', ordinary)
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        if (closing || !answer(request, response)) ordinary.call(server, request, response)
      })
    }
    done()
  })
}

const tellsOfEachRequest = ({ log }: FastifyInstance): boolean => ['info', 'debug', 'trace'].includes(log.level)

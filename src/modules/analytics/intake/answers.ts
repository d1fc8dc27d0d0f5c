import type { FastifyReply, FastifyRequest } from 'fastify'
import { JournalRefused } from '#platform/hits'
import { languageFor, problemOf } from '#platform/http'
import { refuse, type Refusal } from '#platform/refusal'
import { analyticsErrors } from '../errors.ts'
import type { Recorded } from './incoming-hit.ts'

const statuses: ReadonlyMap<string, number> = new Map(Object.entries(analyticsErrors))

const COUNTED = { 'access-control-allow-origin': '*' }
export const openToAll = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** Why it was not counted is told to whoever looks (a person who sets it up), and is of no use to anyone else. */
export const NOT_COUNTED = 'x-kicau-not-counted'

/** Past Fastify's own way out, which costs as much as all of the intake. */
export function answerRecorded(reply: FastifyReply, recorded: Recorded): void {
  reply.hijack()
  reply.raw.writeHead(204, recorded.counted ? COUNTED : { ...COUNTED, [NOT_COUNTED]: recorded.because })
  reply.raw.end()
}

export function answerFailure(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof JournalRefused)) request.log.error(error)
  return answerRefusal(request, reply, refuse('analytics.intake-full'))
}

export function answerRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal, statuses, languageFor(request))
  return reply.headers(openToAll).code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

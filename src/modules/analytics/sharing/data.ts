import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { VisitDimension } from '#contract/visit-filters.ts'
import { visitQuestionRoutes as contract } from '#contract/visit-questions.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { answerBy, answerFunnel, answerJourneys, answerPeriod, answerRetention } from '../answers.ts'
import { answerRefusal, openToAll } from '../intake/answers.ts'
import { networkOf } from '../intake/visitor.ts'
import { askedOf, periodOf } from '../period.ts'
import { visitsFile } from '../queries/visits-file.ts'
import type { SharedVisitsDesk } from './shared-visits.ts'

/** Of each question, each minute, by one address from one network: a spreadsheet that asks anew for each of its cells is well below. */
const PER_MINUTE = 120

/** Whoever has the address may read it, and nobody keeps or lists it. */
const answered = { ...openToAll, 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' }

/** What can be asked, as `GET /v/<token>/data` tells it. */
const questions = ['period', 'by/{dimension}', 'by/{dimension}.csv', 'funnel', 'journeys', 'retention'] as const

/**
 * `GET /v/<token>/data/…`: the questions about visits for programs and spreadsheets, in the words of the desk's own routes. The address is the
 * key, since a spreadsheet can send no other; it reads visits and their worth alone, of one site where it was made for one.
 */
export const dataPlugin = ({ shared }: { shared: Pick<SharedVisitsDesk, 'data'> }) => async (app: FastifyInstance): Promise<void> => {
  type Share = NonNullable<Awaited<ReturnType<SharedVisitsDesk['data']>>>
  const tokenOf = ({ params }: FastifyRequest) => (params as { token: string }).token
  // Of each question the last five thousand are remembered; whoever asked before these begins anew.
  const limit = (keyOf: (request: FastifyRequest) => string) => app.createRateLimit({ max: PER_MINUTE, timeWindow: '1 minute', keyGenerator: keyOf })
  // Who guesses addresses counts by the network alone, and takes no place of those that there are.
  const guesses = limit(({ ip }) => networkOf(ip))

  const open = (path: string, answer: (share: Share, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) => {
    const questions = limit((request) => `${networkOf(request.ip)} ${tokenOf(request)}`)
    app.get(`/v/:token/data${path}`, { schema: { hide: true } }, async (request, reply) => {
      const share = await shared.data(tokenOf(request))
      const counted = await (share ? questions : guesses)(request)
      if (!counted.isAllowed && counted.isExceeded) {
        reply.header('retry-after', counted.ttlInSeconds)
        throw Object.assign(new Error('Too many questions about visits.'), { statusCode: 429 })
      }
      if (!share) return answerRefusal(request, reply, refuse('analytics.share-unknown'))
      const said = await answer(share, request, reply)
      if (said === reply) return reply
      return isRefusal(said) ? answerRefusal(request, reply, said) : reply.headers(answered).send(said)
    })
  }

  /** What is asked in the address, of the share's site alone where it has one. */
  const asking = <Schema extends z.ZodType<{ site?: string }>, Answer>(schema: Schema, { site }: Share, { query }: FastifyRequest, answer: (query: z.infer<Schema>) => Promise<Answer>): Promise<Answer | Refusal> => {
    const read = schema.safeParse({ ...(query as object), ...(site && { site }) })
    return read.success ? answer(read.data) : Promise.resolve(refuse('analytics.question-unreadable', { values: { where: read.error.issues[0]!.path.join('.') } }))
  }

  open('', async () => ({ ask: questions, dimensions: VisitDimension.options, with: Object.keys(contract.visitsBy.query.shape) }))
  open('/period', (share, request) => asking(contract.visitsOfPeriod.query, share, request, (query) => answerPeriod(share.scope, query)))
  open('/funnel', (share, request) => asking(contract.visitFunnel.query, share, request, (query) => answerFunnel(share.scope, query)))
  open('/journeys', (share, request) => asking(contract.visitJourneys.query, share, request, (query) => answerJourneys(share.scope, query)))
  open('/retention', (share, request) => asking(contract.visitRetention.query, share, request, (query) => answerRetention(share.scope, query)))
  open('/by/:dimension', async (share, request, reply) => {
    const [name = '', file] = (request.params as { dimension: string }).dimension.split('.')
    const dimension = VisitDimension.safeParse(name)
    if (!dimension.success || (file !== undefined && file !== 'csv')) return refuse('analytics.question-unreadable', { values: { where: name } })
    if (file === undefined) return asking(contract.visitsBy.query, share, request, (query) => answerBy(share.scope, dimension.data, query, query.search ? { words: query.search } : undefined))
    return asking(contract.visitsFile.query, share, request, (query) => sendFile(share.scope, dimension.data, query, share.language, reply))
  })
}

async function sendFile(scope: ReadScope, dimension: VisitDimension, query: z.infer<typeof contract.visitsFile.query>, language: Parameters<typeof visitsFile>[3], reply: FastifyReply) {
  const period = await periodOf(scope, query)
  if (isRefusal(period)) return period
  return reply.headers(answered).type('text/csv; charset=utf-8').send(Readable.from(visitsFile(scope, askedOf(period, query), dimension, language, query.search ? { sought: { words: query.search } } : {})))
}

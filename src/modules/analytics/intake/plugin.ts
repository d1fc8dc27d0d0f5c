import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languageFor, problemOf } from '#platform/http'
import { JournalRefused } from '#platform/hits'
import { refuse, type Refusal } from '#platform/refusal'
import { analyticsErrors } from '../errors.ts'
import { isOfSite } from '../model.ts'
import type { Recorded } from './incoming-hit.ts'
import type { OpenIntake } from './open-intake.ts'
import { readTrackerHit, type ReadHit } from './read-hit.ts'
import type { KnownSite } from './sites.ts'
import { openTrackerFile } from './tracker-file.ts'

export interface IntakePluginOptions {
  intake: OpenIntake
  /** Whether it is one of the shop's own looking at the shop's page: by the desk's cookie, say. */
  isOwn?(request: FastifyRequest, site: KnownSite): boolean
  /** The built tracker; `.build/tracker/kicau.js` unless said. */
  trackerFile?: string
}

const LARGEST_BODY = 4096
const statuses: ReadonlyMap<string, number> = new Map(Object.entries(analyticsErrors))

/**
 * `POST /t/hit` and `GET /t/kicau.js`. Beside the contract on purpose: every page of every site calls them, from
 * anywhere, so they are read by hand, say 204 to whatever is understood, and keep no login, no cookie, no key.
 */
export const intakePlugin = ({ intake, isOwn, trackerFile }: IntakePluginOptions) => async (app: FastifyInstance): Promise<void> => {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Beacons come as text/plain, since anything else would ask first (CORS).
    scope.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) => done(null, body))
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      if (error.statusCode === 413) return answerRefusal(request, reply, refuse('analytics.hit-too-large'))
      if (error.statusCode !== undefined && error.statusCode < 500) return answerMalformed(request, reply)
      throw error
    })

    scope.post('/t/hit', { bodyLimit: LARGEST_BODY }, (request, reply) => {
      const read = readTrackerHit(jsonOf(request.body as Buffer | undefined))
      if (!read) return answerMalformed(request, reply)
      const site = intake.sites.byKey(read.key)
      if (site instanceof Promise) site.then((found) => take(request, reply, read, found)).catch((error: unknown) => answerFailure(request, reply, error))
      else take(request, reply, read, site)
    })
  })

  const answerMalformed = (request: FastifyRequest, reply: FastifyReply) => {
    intake.drop('malformed')
    answerRefusal(request, reply, refuse('analytics.hit-unreadable'))
  }

  const take = (request: FastifyRequest, reply: FastifyReply, { hit, pageCode }: ReadHit, site: KnownSite | null) => {
    if (!site || (site.host !== null && !isOfSite(hit.host, site.host))) {
      intake.drop('unknown-site')
      return answerRefusal(request, reply, refuse('analytics.site-unknown'))
    }
    const { headers } = request
    intake
      .record({
        ...hit,
        code: hit.code ?? (site.host === null ? pageCode : undefined),
        workspaceId: site.workspaceId,
        siteId: site.siteId,
        ip: request.ip,
        userAgent: headers['user-agent'] ?? '',
        language: headers['accept-language'],
        doNotTrack: headers.dnt === '1' || headers['sec-gpc'] === '1',
        own: isOwn?.(request, site) ?? false,
      })
      .then(
        (recorded) => answerRecorded(reply, recorded),
        (error: unknown) => answerFailure(request, reply, error),
      )
  }

  app.options('/t/hit', (_request, reply) => {
    reply.headers({ ...openToAll, 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' }).code(204).send()
  })

  const tracker = openTrackerFile(trackerFile)
  app.get('/t/kicau.js', (request, reply) => tracker.answer(request, reply.headers(openToAll)))
}

const COUNTED = { 'access-control-allow-origin': '*' }
const openToAll = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

function jsonOf(body: Buffer | undefined): unknown {
  if (!body || !isUtf8(body)) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Past Fastify's own way out, which costs as much as all of the intake. */
function answerRecorded(reply: FastifyReply, recorded: Recorded): void {
  reply.hijack()
  // Why it was not counted is told to whoever looks (a person who sets it up), and is of no use to anyone else.
  reply.raw.writeHead(204, recorded.counted ? COUNTED : { ...COUNTED, 'x-kicau-not-counted': recorded.because })
  reply.raw.end()
}

function answerFailure(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  if (error instanceof JournalRefused) answerRefusal(request, reply, refuse('analytics.intake-full'))
  else {
    request.log.error(error)
    answerRefusal(request, reply, refuse('analytics.intake-full'))
  }
}

function answerRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  const problem = problemOf(refusal, statuses, languageFor(request))
  reply.headers(openToAll).code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '#platform/refusal'
import { answerFailure, answerRecorded, answerRefusal, NOT_COUNTED, openToAll } from './answers.ts'
import { countsMePlugin } from './counts-me.ts'
import { dropIns, type DropIn, type Said } from './drop-in.ts'
import { belongs, hitOfRequest } from './hit-of-request.ts'
import type { Recorded } from './incoming-hit.ts'
import type { OpenIntake } from './open-intake.ts'
import { ACROSS } from '../model.ts'
import { pixelPlugin } from './pixel.ts'
import { readTrackerHit, type ReadHit } from './read-hit.ts'
import { serverHitsPlugin } from './server-hits.ts'
import type { KnownSite } from './sites.ts'
import { openTrackerFile, type TrackerWords } from './tracker-file.ts'

export interface IntakePluginOptions {
  intake: OpenIntake
  /** The built tracker; `.build/tracker/kicau.json` unless said. */
  trackerFile?: string
}

const LARGEST_BODY = 4096
/** Others' scripts send several at a time. */
const LARGEST_DROP_IN = 32_768

/**
 * `POST /t/hit` and `GET /t/<key>.js`, and what other tools' scripts call (`drop-in.ts`). Beside the contract on purpose:
 * every page of every site calls them, from anywhere, so they are read by hand, say 204 to whatever is understood, and keep no login, no cookie, no key.
 */
export const intakePlugin = ({ intake, trackerFile }: IntakePluginOptions) => async (app: FastifyInstance): Promise<void> => {
  const allowFromAnywhere = (path: string, methods: readonly string[]) =>
    app.options(path, (_request, reply) => {
      reply.headers({ ...openToAll, 'access-control-allow-methods': methods.join(', '), 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' }).code(204).send()
    })

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
      if (read.inside) return answerRecorded(reply, INSIDE)
      const site = intake.sites.byKey(read.key)
      if (site instanceof Promise) site.then((found) => take(request, reply, read, found)).catch((error: unknown) => answerFailure(request, reply, error))
      else take(request, reply, read, site)
    })
  })

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LARGEST_DROP_IN }, (_request, body, done) => done(null, body))
    for (const dropIn of dropIns) {
      scope.route({
        method: [...dropIn.methods],
        url: dropIn.path,
        bodyLimit: LARGEST_DROP_IN,
        handler: (request, reply) => takeAll(request, reply, dropIn),
      })
      allowFromAnywhere(dropIn.path, dropIn.methods)
    }
  })

  /** Where one of several hits is none, the others count. */
  const takeAll = async (request: FastifyRequest, reply: FastifyReply, dropIn: DropIn) => {
    const query = new URLSearchParams(request.url.split('?')[1])
    const said = dropIn.read(typeof request.body === 'string' ? request.body : '', query)
    if (said.hits.length > 0 && said.hits.every((hit) => hit === null)) return answerMalformed(request, reply)
    try {
      const recorded = await Promise.all(said.hits.map((read) => takeOne(request, read, said)))
      const not = recorded.find((one) => !one.counted)
      if (not && !not.counted) {
        if (not.because === 'unknown-site') return answerRefusal(request, reply, refuse('analytics.site-unknown'))
        reply.header(NOT_COUNTED, not.because)
      }
      reply.headers(openToAll).code(dropIn.status)
      if (dropIn.answer) reply.type(dropIn.answer.type)
      return reply.send(dropIn.answer?.body)
    } catch (error) {
      return answerFailure(request, reply, error)
    }
  }

  const takeOne = async (request: FastifyRequest, read: ReadHit | null, said: Said): Promise<Recorded> => {
    const site = read && (await intake.sites.byKey(read.key))
    if (!read || !site || !belongs(read, site)) {
      const because = read ? 'unknown-site' : 'malformed'
      intake.drop(because)
      return { counted: false, because }
    }
    const hit = hitOfRequest(request, read, site)
    return intake.record({ ...hit, userAgent: said.userAgent ?? hit.userAgent, ip: said.ip ?? hit.ip })
  }

  const answerMalformed = (request: FastifyRequest, reply: FastifyReply) => {
    intake.drop('malformed')
    answerRefusal(request, reply, refuse('analytics.hit-unreadable'))
  }

  const take = (request: FastifyRequest, reply: FastifyReply, read: ReadHit, site: KnownSite | null) => {
    if (!site || !belongs(read, site)) {
      intake.drop('unknown-site')
      return answerRefusal(request, reply, refuse('analytics.site-unknown'))
    }
    intake
      .record(hitOfRequest(request, read, site))
      .then(
        (recorded) => answerRecorded(reply, recorded),
        (error: unknown) => answerFailure(request, reply, error),
      )
  }

  allowFromAnywhere('/t/hit', ['POST'])
  await app.register(pixelPlugin(intake))
  await app.register(serverHitsPlugin(intake))
  await app.register(countsMePlugin)

  const tracker = openTrackerFile(trackerFile)
  app.get('/t/kicau.js', (request, reply) => tracker.answer(request, reply.headers(openToAll), ANY_SITE))
  app.get('/t/:script', async (request, reply) => {
    const key = /^([0-9a-z]+)\.js$/.exec((request.params as { script: string }).script)?.[1]
    const site = key === undefined ? null : await intake.sites.byKey(key)
    if (!site) return answerRefusal(request, reply, refuse('analytics.site-unknown'))
    return tracker.answer(request, reply.headers(openToAll), await intake.sites.trackerWords(key!, site))
  })
}

/** Lets the page say whose it is; what only one site has is not in it. */
const ANY_SITE: TrackerWords = { key: null, without: [ACROSS], goals: [], others: '' }
/** Nothing of it is worth keeping, and nothing was left out. */
const INSIDE: Recorded = { counted: true }

function jsonOf(body: Buffer | undefined): unknown {
  if (!body || !isUtf8(body)) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

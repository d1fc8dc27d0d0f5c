import { isIP } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { refuse } from '#platform/refusal'
import { hashOfKey } from '../commands/change-site-settings.ts'
import { answerFailure, answerRefusal } from './answers.ts'
import { belongs } from './hit-of-request.ts'
import type { DropReason, IncomingHit } from './incoming-hit.ts'
import type { OpenIntake } from './open-intake.ts'
import { readTrackerHit } from './read-hit.ts'
import type { KnownSite } from './sites.ts'

const LARGEST_BODY = 256 * 1024
const MOST_HITS = 100
/** As far back as a server may speak of: what a queue held over a weekend. */
const OLDEST_MS = 7 * 86_400_000
/** Clocks differ. */
const AHEAD_MS = 5 * 60_000

/**
 * `POST /t/server` with `Authorization: Bearer <the site's server key>`: one hit or a list of them in the tracker's words,
 * with what only the site's own server can tell: `ip` and `userAgent` of the visitor, `language`, `at`, `doNotTrack`.
 * Answers 200 with how many count and why the others do not, by their place in the list.
 */
export const serverHitsPlugin = (intake: OpenIntake) => async (app: FastifyInstance): Promise<void> => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: LARGEST_BODY }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    if (error.statusCode === 413) return answerRefusal(request, reply, refuse('analytics.hit-too-large'))
    if (error.statusCode !== undefined && error.statusCode < 500) return answerRefusal(request, reply, refuse('analytics.hit-unreadable'))
    throw error
  })

  app.post('/t/server', async (request, reply) => {
    const key = /^Bearer (\S{10,100})$/.exec(request.headers.authorization ?? '')?.[1]
    const site = key === undefined ? null : await intake.sites.byServerKey(hashOfKey(key))
    if (!site) return answerRefusal(request, reply, refuse('analytics.server-key-unknown'))
    const said = parsed(request.body)
    const hits = Array.isArray(said) ? said : [said]
    if (said === undefined || hits.length === 0 || hits.length > MOST_HITS) return answerRefusal(request, reply, refuse('analytics.hit-unreadable'))
    try {
      const became = await Promise.all(hits.map((one) => take(site, one)))
      const left = became.flatMap((because, index) => (because === null ? [] : [{ index, because }]))
      return reply.code(200).send({ counted: hits.length - left.length, left })
    } catch (error) {
      return answerFailure(request, reply, error)
    }
  })

  const take = async (site: KnownSite, said: unknown): Promise<DropReason | null> => {
    const hit = readServerHit(said, site, intake.now())
    const recorded = hit === null ? intake.drop('malformed') : hit === 'elsewhere' ? intake.drop('unknown-site') : await intake.record(hit)
    return recorded.counted ? null : recorded.because
  }
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return undefined
  }
}

const isTextIfAny = (said: unknown): said is string | undefined => said === undefined || typeof said === 'string'

/** Null for what is none; `elsewhere` where its page is not the site's. */
function readServerHit(said: unknown, site: KnownSite, now: Date): IncomingHit | 'elsewhere' | null {
  if (typeof said !== 'object' || said === null) return null
  const { url, ip, userAgent, language, at, doNotTrack, ...words } = said as Record<string, unknown>
  // A server knows its own host: a path is enough.
  const address = typeof url === 'string' && url.startsWith('/') ? `https://${site.host ?? 'kicau.invalid'}${url}` : url
  const read = readTrackerHit({ ...words, site: site.siteId, url: address })
  if (!read || !isTextIfAny(ip) || !isTextIfAny(userAgent) || !isTextIfAny(language)) return null
  if (ip !== undefined && isIP(ip) === 0) return null
  const happened = at === undefined ? undefined : typeof at === 'string' ? new Date(at) : null
  if (happened === null || (happened && !(happened.getTime() >= now.getTime() - OLDEST_MS && happened.getTime() <= now.getTime() + AHEAD_MS))) return null
  if (!belongs(read, site)) return 'elsewhere'
  return { ...read.hit, workspaceId: site.workspaceId, siteId: site.siteId, ip, userAgent, language, at: happened, doNotTrack: doNotTrack === true, own: read.left === 'own' }
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NOT_COUNTED, openToAll } from './answers.ts'
import { belongs, hitOfRequest } from './hit-of-request.ts'
import type { Recorded } from './incoming-hit.ts'
import type { OpenIntake } from './open-intake.ts'
import { readTrackerHit } from './read-hit.ts'

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * `GET /t/pixel.gif?site=KEY`, for browsers without JavaScript: a view of the page that the picture stands in, as the
 * request names it (`Referer`), or of `page`, a path, where the page says it itself.
 */
export const pixelPlugin = (intake: OpenIntake) => async (app: FastifyInstance): Promise<void> => {
  app.get('/t/pixel.gif', async (request, reply) => {
    const recorded = await look(intake, request).catch((): Recorded => ({ counted: false, because: 'malformed' }))
    // A picture whatever became of it: a page must not show a broken one.
    if (!recorded.counted) reply.header(NOT_COUNTED, recorded.because)
    return reply.headers({ ...openToAll, 'cache-control': 'no-store' }).type('image/gif').send(GIF)
  })
}

async function look(intake: OpenIntake, request: FastifyRequest): Promise<Recorded> {
  const { site: key, page } = request.query as { site?: unknown; page?: unknown }
  if (typeof key !== 'string') return intake.drop('malformed')
  const site = await intake.sites.byKey(key)
  if (!site) return intake.drop('unknown-site')
  const referrer = request.headers.referer
  const host = site.host ?? request.host
  const url = typeof page === 'string' && page.startsWith('/') ? `https://${host}${page}` : (referrer ?? `https://${host}/`)
  const read = readTrackerHit({ site: key, kind: 'view', url })
  if (!read) return intake.drop('malformed')
  return belongs(read, site) ? intake.record(hitOfRequest(request, read, site)) : intake.drop('unknown-site')
}

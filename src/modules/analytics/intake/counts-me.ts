import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Caller } from './incoming-hit.ts'

/** Set by nobody but whoever asks for it: `off` leaves this browser out, `own` leaves it out as one of the shop's own. */
const COOKIE = 'kicau_count'
/** In every browser that is signed in to the desk here (platform/auth). Who makes it up is not counted, and that is all. */
const DESK_COOKIE = 'kicau.session_token'
const A_YEAR_SECONDS = 31_536_000
const LARGEST_FORM = 1_000

/** What a browser's cookies of Kicau's own host say of whether it counts on the shop page and on short links. */
export const countsByCookie = (cookies: string): Required<Pick<Caller, 'own' | 'doNotTrack'>> => ({
  own: cookies.includes(DESK_COOKIE) || cookies.includes(`${COOKIE}=own`),
  doNotTrack: cookies.includes(`${COOKIE}=off`),
})

/** What a request to Kicau's own host asks for: by its headers, or by this browser's cookies. */
export function wishesOf({ dnt, 'sec-gpc': gpc, cookie = '' }: IncomingHttpHeaders): Required<Pick<Caller, 'own' | 'doNotTrack'>> {
  const { own, doNotTrack } = countsByCookie(cookie)
  return { own, doNotTrack: doNotTrack || dnt === '1' || gpc === '1' }
}

/** Only back to where it may be asked from: a page of a shop, or the desk. */
const BACK = /^\/(?:s\/[a-z0-9-]+\/[a-z]+|visits\/sites\/[0-9a-f-]+)(?:\?[\w=&-]*)?$/

/** `POST /t/me` with `count` (`off`, `own` or `on`) and `back`: a form, which works without a script. */
export async function countsMePlugin(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: LARGEST_FORM }, (_request, body, done) => done(null, new URLSearchParams(body as string)))
  app.post('/t/me', (request, reply) => {
    const said = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    const count = said.get('count') ?? ''
    const back = said.get('back') ?? ''
    if (!['off', 'own', 'on'].includes(count) || !BACK.test(back)) return reply.code(400).send()
    const secure = request.protocol === 'https' ? '; Secure' : ''
    const keeps = count === 'on' ? '=; Max-Age=0' : `=${count}; Max-Age=${A_YEAR_SECONDS}`
    return reply.header('set-cookie', `${COOKIE}${keeps}; Path=/; SameSite=Lax${secure}`).header('cache-control', 'no-store').code(303).header('location', back).send()
  })
}

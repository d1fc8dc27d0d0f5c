import type { FastifyRequest } from 'fastify'
import { countsByCookie, type Caller } from '#modules/analytics'

/** As much of a request as tells who asks. */
export type Asked = Pick<FastifyRequest, 'method' | 'headers' | 'ip'>

/** HEAD and what browsers fetch ahead are no click. Bots the intake knows by their name. */
export function isNoPerson({ method, headers }: Pick<Asked, 'method' | 'headers'>): boolean {
  if (method === 'HEAD') return true
  const ahead = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz']
  return ahead !== undefined && /prefetch|prerender|preview/i.test(String(ahead))
}

export const callerOf = ({ ip, headers }: Asked): Caller => ({
  ip,
  userAgent: headers['user-agent'] ?? '',
  referrer: headers.referer,
  language: headers['accept-language'],
  doNotTrack: headers.dnt === '1' || headers['sec-gpc'] === '1',
  // Who is signed in to the desk tries a link out; on a small shop's figures a few of those weigh.
  ...(headers.cookie !== undefined && cookiesSay(headers.cookie)),
})

/** Whoever asked not to be tracked did so whatever their cookies say. */
const cookiesSay = (cookies: string): Partial<Caller> => {
  const { own, doNotTrack } = countsByCookie(cookies)
  return { ...(own && { own }), ...(doNotTrack && { doNotTrack }) }
}

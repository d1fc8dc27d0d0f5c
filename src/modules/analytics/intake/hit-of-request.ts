import type { FastifyRequest } from 'fastify'
import { isOfSite } from '../model.ts'
import { countsByCookie } from './counts-me.ts'
import type { IncomingHit } from './incoming-hit.ts'
import type { ReadHit } from './read-hit.ts'
import type { KnownSite } from './sites.ts'

/** Whether a page may count for a site: only those of its own host. */
export const belongs = ({ hit }: ReadHit, site: KnownSite): boolean => site.host === null || isOfSite(hit.host, site.host)

/** A hit with what the browser's request tells of who sent it. Cookies are read only where they are of Kicau's own host. */
export function hitOfRequest({ ip, headers }: FastifyRequest, { hit, pageCode, left, across }: ReadHit, site: KnownSite): IncomingHit {
  const ofShopPage = site.host === null
  const counts = ofShopPage && headers.cookie !== undefined ? countsByCookie(headers.cookie) : undefined
  return {
    ...hit,
    ...(site.joins && across && { across }),
    code: hit.code ?? (ofShopPage ? pageCode : undefined),
    workspaceId: site.workspaceId,
    siteId: site.siteId,
    ip,
    userAgent: headers['user-agent'] ?? '',
    language: headers['accept-language'],
    doNotTrack: headers.dnt === '1' || headers['sec-gpc'] === '1' || counts?.doNotTrack === true,
    own: left === 'own' || counts?.own === true,
    driven: left === 'bot',
  }
}

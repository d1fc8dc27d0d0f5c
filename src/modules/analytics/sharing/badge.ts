import type { FastifyInstance } from 'fastify'
import type { Language } from '#contract/values.ts'
import type { Clock } from '#platform/clock'
import { textsIn } from '#platform/i18n'
import type { SharedVisitsDesk } from './shared-visits.ts'

const FRESH_MS = 10 * 60_000
const MOST_REMEMBERED = 1_000

/** `GET /v/<token>/badge.svg`: how many visits the last thirty days had, for the foot of a site. Counted at most every ten minutes. */
export function badgePlugin({ shared, clock }: { shared: Pick<SharedVisitsDesk, 'badge'>; clock: Clock }): (app: FastifyInstance) => Promise<void> {
  const drawn = new Map<string, { svg: string | null; until: number }>()
  const draw = async (token: string): Promise<string | null> => {
    const now = clock.now().getTime()
    const known = drawn.get(token)
    if (known && now < known.until) return known.svg
    const counted = await shared.badge(token)
    const svg = counted && badgeSvg(counted.language, counted.visits)
    drawn.delete(token)
    drawn.set(token, { svg, until: now + FRESH_MS })
    if (drawn.size > MOST_REMEMBERED) drawn.delete(drawn.keys().next().value!)
    return svg
  }
  return async (app) => {
    app.get('/v/:token/badge.svg', { schema: { hide: true } }, async (request, reply) => {
      const svg = await draw((request.params as { token: string }).token)
      if (svg === null) return reply.code(404).header('cache-control', 'no-store').send()
      return reply
        .headers({ 'cache-control': 'public, max-age=600', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'cross-origin-resource-policy': 'cross-origin' })
        .type('image/svg+xml')
        .send(svg)
    })
  }
}

/** A small plate in the colours of the house; its words are as wide as they are likely to be, since no font is measured here. */
export function badgeSvg(language: Language, visits: number): string {
  const words = textsIn(language)('visit-sharing:badge', { count: visits, shown: new Intl.NumberFormat(language).format(visits) })
  const width = 30 + Math.ceil(words.length * 6.6)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" role="img" aria-label="${words}">` +
    `<rect width="${width}" height="24" rx="12" fill="#2c6a3b"/><path d="M8 13.5c0-3 2-5 4.6-5 1.6 0 2.8 1 3.2 2.3l1.7.7-1.7.7c-.3 2.6-2 4.3-4.4 4.3H8.6l1-1.2C8.5 15 8 14.4 8 13.5z" fill="#f0c24b"/>` +
    `<text x="22" y="16" fill="#fffdf9" font-family="system-ui,sans-serif" font-size="12">${words}</text></svg>`
  )
}

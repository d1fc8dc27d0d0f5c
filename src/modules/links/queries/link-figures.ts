import type { LinkFigures } from '#contract/links.ts'
import { queries as analytics } from '#modules/analytics'
import type { ReadScope } from '#platform/scope'

/** What each link brought in a span; a link that is not in it brought nothing. */
export type FiguresByLink = ReadonlyMap<string, LinkFigures>

export const NOTHING: LinkFigures = { clicks: 0, visits: 0, whatsappOpened: 0 }

/**
 * Asks the stream of hits for the last days; null where it can't be asked just now: the links are shown all the same,
 * their figures as unknown.
 */
export async function linkFigures(scope: ReadScope, days: number): Promise<FiguresByLink | null> {
  const to = scope.clock.now()
  const from = new Date(to.getTime() - days * 86_400_000)
  try {
    const rows = await analytics.visitsByPost(scope, { from, to })
    return new Map(rows.map(({ linkId, clicks, visits, whatsappOpened }) => [linkId, { clicks, visits, whatsappOpened }]))
  } catch {
    return null
  }
}

import type { LeftOut } from '#contract/visit-sites.ts'
import type { ReadScope } from '#platform/scope'
import { botName } from '../bot-names.ts'
import type { Span } from '../model.ts'
import { tables, type LeftOutBecause } from '../tables.ts'
import { HITS_IN_SPAN, spanParams } from './visits.ts'

const MOST_AGENTS = 2000
const MOST_NAMES = 12

/** How much was left out of all figures in a span, and why. */
export async function leftOut(scope: ReadScope, span: Span, site?: string): Promise<Omit<LeftOut, 'from' | 'to'>> {
  const [counted, agents, judged] = await Promise.all([
    tables(scope)
      .selectFrom('analyticsLeftOut')
      .select(({ fn }) => ['because', fn.sum<number>('hits').as('hits')])
      .where('workspaceId', '=', scope.workspaceId)
      .where('hour', '>=', span.from)
      .where('hour', '<', span.to)
      .$if(site !== undefined, (rows) => rows.where('siteId', '=', site!))
      .groupBy('because')
      .execute(),
    scope.hits.query<{ agent: string; hits: number }>(
      `select toString(agent) as agent, count() as hits from analytics_bots
      where ${HITS_IN_SPAN} and kind in ('view', 'click', 'whatsapp-opened')${site === undefined ? '' : ' and site_id = {site:UUID}'}
      group by agent order by hits desc limit ${MOST_AGENTS}`,
      { ...spanParams(span), ...(site !== undefined && { site }) },
    ),
    tables(scope).selectFrom('analyticsJudged').select(['judgedAt', 'sources', 'bots', 'people']).where('workspaceId', '=', scope.workspaceId).executeTakeFirst(),
  ])
  const of = (because: LeftOutBecause) => Number(counted.find((row) => row.because === because)?.hits ?? 0)
  const names = new Map<string, number>()
  for (const { agent, hits } of agents) names.set(botName(agent), (names.get(botName(agent)) ?? 0) + hits)
  return {
    bots: of('bot') + agents.reduce((total, { hits }) => total + hits, 0),
    own: of('own-visit'),
    doNotTrack: of('do-not-track'),
    names: [...names].map(([name, hits]) => ({ name, hits })).sort((one, other) => other.hits - one.hits || (one.name < other.name ? -1 : 1)).slice(0, MOST_NAMES),
    judged: judged ? { at: judged.judgedAt.toISOString(), sources: judged.sources, bots: judged.bots, people: judged.people } : null,
  }
}

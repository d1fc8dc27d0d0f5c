import type { Goal } from '#contract/visit-goals.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** A goal with what is needed to find it among pages. */
export interface SiteGoal extends Goal {
  /** Null for the shop's own page. */
  host: string | null
}

export const goalColumns = ['id', 'siteId', 'name', 'kind', 'what', 'percent', 'worth'] as const

export const presentGoal = ({ siteId, ...goal }: Omit<Goal, 'site'> & { siteId: string }): Goal => ({ ...goal, site: siteId })

/** The goals of the shop's sites, those that are counted no more left out. */
export async function goalsOfSites(scope: ReadScope): Promise<SiteGoal[]> {
  const found = await tables(scope)
    .selectFrom('analyticsGoals as goal')
    .leftJoin('analyticsSites as site', (join) => join.onRef('site.id', '=', 'goal.siteId').on('site.removedAt', 'is', null))
    .select(['goal.id', 'goal.siteId', 'goal.name', 'goal.kind', 'goal.what', 'goal.percent', 'goal.worth', 'site.host'])
    .where('goal.workspaceId', '=', scope.workspaceId)
    .orderBy('goal.addedAt')
    .orderBy('goal.id')
    .execute()
  return found.filter(({ siteId, host }) => host !== null || siteId === scope.workspaceId).map(({ host, ...goal }) => ({ ...presentGoal(goal), host }))
}

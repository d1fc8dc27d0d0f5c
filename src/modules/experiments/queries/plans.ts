import type { ReadScope } from '#platform/scope'
import type { Plan } from '../model/plan.ts'
import { tables } from '../tables.ts'

/** Every plan of the shop with its weeks, the newest first. */
export async function plans(scope: ReadScope): Promise<Plan[]> {
  const db = tables(scope)
  const rows = await db
    .selectFrom('experimentsPlans as plan')
    .leftJoin('experimentsEndings as ending', (join) => join.onRef('ending.workspaceId', '=', 'plan.workspaceId').onRef('ending.experimentId', '=', 'plan.experimentId'))
    .select(['plan.experimentId as id', 'kind', 'channel', 'code', 'effect', 'sureness', 'ordersPerWeek', 'noise', 'seed', 'begunAt', 'calledOffAt'])
    .where('plan.workspaceId', '=', scope.workspaceId)
    .orderBy('begunAt', 'desc')
    .orderBy('plan.experimentId', 'desc')
    .execute()
  const weeks = await db
    .selectFrom('experimentsWeeks')
    .select(['experimentId', 'monday', 'arm'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('monday')
    .execute()
  return rows.map((row) => ({
    ...row,
    weeks: weeks.filter(({ experimentId }) => experimentId === row.id).map(({ monday, arm }) => ({ monday, arm })),
  }))
}

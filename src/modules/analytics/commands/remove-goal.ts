import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Forgets a goal. What a site told under its name stays counted, what was found in its pages is not looked for any more. */
export async function removeGoal(scope: WriteScope, id: string): Promise<void | Refusal<'analytics.goal-unknown'>> {
  const removed = await tables(scope).deleteFrom('analyticsGoals').where('workspaceId', '=', scope.workspaceId).where('id', '=', id).returning('siteId').executeTakeFirst()
  if (!removed) return refuse('analytics.goal-unknown')
  await scope.announce({ type: 'GoalsChanged', siteId: removed.siteId })
}

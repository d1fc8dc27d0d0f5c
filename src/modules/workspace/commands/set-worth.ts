import type { Worth } from '#contract/workspace.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { hourlyOf } from '../model.ts'
import { isMember } from '../queries/members.ts'
import { tables } from '../tables.ts'

/** Says what an hour of a member is worth from a day on. The days before keep what they had; the same day is replaced. */
export async function setWorth(
  scope: WriteScope,
  memberId: string,
  from: string,
  worth: Worth,
): Promise<{ hourly: number; from: string } | Refusal<'workspace.member-unknown'>> {
  if (!(await isMember(scope, memberId))) return refuse('workspace.member-unknown', { where: 'id' })
  const hourly = hourlyOf(worth)
  const said = JSON.stringify(worth)
  await tables(scope)
    .insertInto('workspaceWorths')
    .values({ workspaceId: scope.workspaceId, memberId, fromDay: from, hourly, said })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'fromDay']).doUpdateSet({ hourly, said }))
    .execute()
  await scope.announce({ type: 'WorthSet', memberId, from })
  return { hourly, from }
}

import { sql } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'

/**
 * One member's minutes are changed by one transaction at a time, on however many phones and servers. What waits here
 * sees what was committed before it, so that starting twice finds the first one's timer.
 */
export async function lockMember(scope: WriteScope, memberId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`effort ${scope.workspaceId} ${memberId}`}, 0))`.execute(scope.db)
}

export async function memberKnown(scope: ReadScope, memberId: string): Promise<undefined | Refusal<'effort.member-unknown'>> {
  if (!(await workspace.isMember(scope, memberId))) return refuse('effort.member-unknown', { where: 'memberId' })
}

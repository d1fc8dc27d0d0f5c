import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface HourlyWorth {
  memberId: string
  name: string
  /** The first day it holds; it ends where the member's next one begins. */
  from: string
  /** In the smallest unit, an hour. */
  hourly: number
}

/** What an hour of each member was worth, and from when; by member, oldest first. */
export async function hourlyWorths(scope: ReadScope): Promise<HourlyWorth[]> {
  return tables(scope)
    .selectFrom('workspaceWorths as worth')
    .innerJoin('workspaceMembers as member', (join) =>
      join.onRef('member.workspaceId', '=', 'worth.workspaceId').onRef('member.memberId', '=', 'worth.memberId'),
    )
    .select(['worth.memberId', 'member.name', 'worth.fromDay as from', 'worth.hourly'])
    .where('worth.workspaceId', '=', scope.workspaceId)
    .orderBy('worth.memberId')
    .orderBy('worth.fromDay')
    .execute()
}

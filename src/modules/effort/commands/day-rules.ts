import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { MINUTES_OF_DAY } from '../model.ts'
import { tables } from '../tables.ts'

export async function today(scope: ReadScope): Promise<string> {
  const { zone } = await workspace.shopProfile(scope)
  return dayIn(zone, scope.clock.now())
}

export async function notAhead(scope: ReadScope, day: string): Promise<undefined | Refusal<'effort.day-ahead'>> {
  if (day > (await today(scope))) return refuse('effort.day-ahead', { where: 'day' })
}

/** A day has 24 hours: refuses what would put more of one member's minutes into it. */
export async function fitsDay(
  scope: ReadScope,
  wanted: { memberId: string; day: string; minutes: number; instead?: string },
): Promise<undefined | Refusal<'effort.day-full'>> {
  const entries = await tables(scope)
    .selectFrom('effortEntries')
    .select(['entryId', 'minutes'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('day', '=', wanted.day)
    .where('memberId', '=', wanted.memberId)
    .where('state', '=', 'kept')
    .execute()
  const others = entries.reduce((sum, entry) => sum + (entry.entryId === wanted.instead ? 0 : entry.minutes), 0)
  if (others + wanted.minutes > MINUTES_OF_DAY)
    return refuse('effort.day-full', { where: 'minutes', values: { left: Math.max(0, MINUTES_OF_DAY - others) } })
}

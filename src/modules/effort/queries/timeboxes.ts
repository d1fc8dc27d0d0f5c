import { askedOnce, type ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { isBoxDay, nextBoxDay, timeboxOn, type Dated } from '../timebox.ts'

/** Everybody's timeboxes, by member; who never chose one has the usual one and is not in it. */
export const timeboxes = askedOnce(async (scope: ReadScope): Promise<Map<string, Dated[]>> => {
  const rows = await tables(scope)
    .selectFrom('effortTimeboxes')
    .select(['memberId', 'fromDay as from', 'weekdays', 'hour', 'minutes', 'weeklyMinutes'])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('fromDay')
    .execute()
  const byMember = new Map<string, Dated[]>()
  for (const { memberId, ...dated } of rows) byMember.set(memberId, [...(byMember.get(memberId) ?? []), dated])
  return byMember
})

/** A member's timebox as it holds on a day, whether that is one of its days, and which is the next. */
export async function timeboxOf(scope: ReadScope, { memberId, day }: { memberId: string; day: string }) {
  const dated = (await timeboxes(scope)).get(memberId) ?? []
  const { weekdays, hour, minutes, weeklyMinutes } = timeboxOn(dated, day)
  return { timebox: { weekdays, hour, minutes, weeklyMinutes }, boxDay: isBoxDay(dated, day), next: nextBoxDay(dated, day) }
}

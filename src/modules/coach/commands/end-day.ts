import { queries as effort } from '#modules/effort'
import type { WriteScope } from '#platform/scope'
import { askedNow } from '../queries/today.ts'
import { tables } from '../tables.ts'

/** Enough for today. Ending it twice changes nothing: the first end stands. */
export async function endDay(scope: WriteScope, memberId: string): Promise<{ at: string; minutes: number; done: number }> {
  const { day } = await askedNow(scope, memberId)
  const db = tables(scope)
  const { spentMinutes } = await effort.effortToday(scope, { memberId, day, draftsFrom: day })
  const done = await db
    .selectFrom('coachAnswers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .where('answer', '=', 'done')
    .executeTakeFirstOrThrow()
  const inserted = await db
    .insertInto('coachDays')
    .values({ workspaceId: scope.workspaceId, memberId, day, endedAt: scope.clock.now(), minutes: spentMinutes, done: done.count })
    .onConflict((conflict) => conflict.doNothing())
    .returning('day')
    .executeTakeFirst()
  if (inserted) await scope.announce({ type: 'DayEnded', memberId, day })
  const end = await db
    .selectFrom('coachDays')
    .select(['endedAt', 'minutes', 'done'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  return { at: end.endedAt.toISOString(), minutes: end.minutes, done: end.done }
}

import type { Today } from '#contract/coach.ts'
import { queries as effort } from '#modules/effort'
import { queries as workspace } from '#modules/workspace'
import { dayIn, hourIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../candidates/source.ts'
import { candidates } from '../candidates/sources.ts'
import { keyOf, type Candidate } from '../model/candidate.ts'
import { isWeekend } from '../model/days.ts'
import { rank } from '../model/rank.ts'
import { tables } from '../tables.ts'

/** A member's day: at most five things, what of the thirty minutes is spent, and whether the day was ended. */
export async function today(scope: ReadScope, memberId: string): Promise<Today> {
  const asked = await askedNow(scope, memberId)
  const { day } = asked
  const [offered, time, done, ended] = await Promise.all([
    openCandidates(scope, asked),
    effort.effortToday(scope, { memberId, day, draftsFrom: day }),
    doneOn(scope, asked),
    endOf(scope, asked),
  ])
  const { items, more } = rank(offered, time.boxMinutes)
  return {
    day,
    now: scope.clock.now().toISOString(),
    weekend: isWeekend(day),
    box: { minutes: time.boxMinutes, spent: time.spentMinutes },
    // A day that was ended is put away: nothing on it begs.
    items: ended ? [] : items.map((item) => ({ key: keyOf(item), ...item })),
    more: ended ? offered.length : more,
    done: done.map(({ itemKey, kind, item }) => ({ key: itemKey, kind, reason: item.reason })),
    ended: ended ? { at: ended.endedAt.toISOString(), minutes: ended.minutes, done: ended.done } : null,
  }
}

export async function askedNow(scope: ReadScope, memberId: string): Promise<Asked> {
  const { zone } = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  return { memberId, day: dayIn(zone, now), hour: hourIn(zone, now) }
}

/** What could be done, without what the member has answered for today or for good. */
export async function openCandidates(scope: ReadScope, asked: Asked): Promise<Candidate[]> {
  const offered = await candidates(scope, asked)
  if (offered.length === 0) return []
  const answers = await tables(scope)
    .selectFrom('coachAnswers')
    .select(['itemKey', 'againFrom'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', asked.memberId)
    .where('itemKey', 'in', offered.map(keyOf))
    .execute()
  const closed = new Set(answers.filter(({ againFrom }) => againFrom === null || againFrom > asked.day).map(({ itemKey }) => itemKey))
  return offered.filter((candidate) => !closed.has(keyOf(candidate)))
}

const doneOn = (scope: ReadScope, { memberId, day }: Asked) =>
  tables(scope)
    .selectFrom('coachAnswers')
    .select(['itemKey', 'kind', 'item'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .where('answer', '=', 'done')
    .orderBy('answeredAt')
    .execute()

const endOf = (scope: ReadScope, { memberId, day }: Asked) =>
  tables(scope)
    .selectFrom('coachDays')
    .select(['endedAt', 'minutes', 'done'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .executeTakeFirst()

import type { ItemAnswer } from '#contract/coach.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { keyOf } from '../model/candidate.ts'
import { nextWeekday } from '../model/days.ts'
import { askedNow, openCandidates } from '../queries/today.ts'
import { tables } from '../tables.ts'

export interface Answered {
  memberId: string
  key: string
  answer: ItemAnswer
  why: string
}

/**
 * Says of one thing on the list that it is done, for later, or left out. What is done or put off may be offered again on
 * the next working day, if its module still has it; what is left out is not. An answer may be changed by another.
 */
export async function answerItem(
  scope: WriteScope,
  { memberId, key, answer, why }: Answered,
): Promise<undefined | Refusal<'coach.item-unknown'>> {
  const asked = await askedNow(scope, memberId)
  const changed = {
    day: asked.day,
    answer,
    why,
    // Thanks were said: saying them again for the same order would be odd.
    againFrom: answer === 'skipped' || (answer === 'done' && key.startsWith('thank:')) ? null : nextWeekday(asked.day),
    answeredAt: scope.clock.now(),
  }
  const candidate = (await openCandidates(scope, asked)).find((one) => keyOf(one) === key)
  const db = tables(scope)
  if (!candidate) {
    const earlier = await db
      .updateTable('coachAnswers')
      .set(changed)
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('itemKey', '=', key)
      .returning('itemKey')
      .executeTakeFirst()
    if (!earlier) return refuse('coach.item-unknown', { where: 'key' })
  } else {
    const item = JSON.stringify({ reason: candidate.reason }) as never
    await db
      .insertInto('coachAnswers')
      .values({ workspaceId: scope.workspaceId, memberId, itemKey: key, kind: candidate.kind, item, ...changed })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'itemKey']).doUpdateSet({ item, ...changed }))
      .execute()
  }
  await scope.announce({ type: 'ItemAnswered', memberId, key, answer })
}

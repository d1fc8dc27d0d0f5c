import type { ItemAnswer, SkipReason } from '#contract/coach.ts'
import { queries as effort } from '#modules/effort'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { keyOf, type HouseAgenda, type Offered } from '../agenda.ts'
import { askedNow, openOf } from '../queries/today.ts'
import { tables } from '../tables.ts'
import { forgetDoing } from './take-back-answer.ts'

export interface Answered {
  memberId: string
  key: string
  answer: ItemAnswer
  why?: SkipReason | null
}

/**
 * Says of one thing on the list that it is done, for later, or left out. What is done or put off may be offered again on
 * the member's next day, if its module still has it; what is left out, or done once for all, is not. An answer may be changed by another.
 */
export async function answerItem(
  scope: WriteScope,
  { agenda }: { agenda: HouseAgenda },
  { memberId, key, answer, why = null }: Answered,
): Promise<undefined | Refusal<'coach.item-unknown'>> {
  const asked = await askedNow(scope, memberId)
  const { nextBoxDay } = await effort.effortToday(scope, { memberId, day: asked.day, draftsFrom: asked.day })
  const kind = key.slice(0, key.indexOf(':'))
  const changed = {
    day: asked.day,
    answer,
    why: answer === 'skipped' ? why : null,
    againFrom: answer === 'skipped' || (answer === 'done' && agenda.kindOf(kind)?.once) ? null : nextBoxDay,
    answeredAt: scope.clock.now(),
  }
  const offered = await openOf(scope, asked, await agenda.offered(scope, asked, kind))
  const thing = offered.find((one) => keyOf(one) === key)
  const db = tables(scope)
  await forgetDoing(scope, { memberId, key, day: asked.day })
  if (!thing) {
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
    const item = JSON.stringify({ reason: thing.reason, state: thing.state, minutes: thing.minutes }) as never
    await db
      .insertInto('coachAnswers')
      .values({ workspaceId: scope.workspaceId, memberId, itemKey: key, kind, item, ...changed })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'itemKey']).doUpdateSet({ item, ...changed }))
      .execute()
    if (answer === 'done') await rememberDoing(scope, { memberId, day: asked.day }, thing)
  }
  await scope.announce({ type: 'ItemAnswered', memberId, key, answer })
}

/** What was done and can be traced is looked at again: `settleOutcomes`. */
async function rememberDoing(scope: WriteScope, of: { memberId: string; day: string }, thing: Offered): Promise<void> {
  const { kind, state, trace } = thing
  if (!trace) return
  await tables(scope)
    .insertInto('coachOutcomes')
    .values({
      ...of,
      workspaceId: scope.workspaceId,
      itemKey: keyOf(thing),
      kind,
      state,
      doneAt: scope.clock.now(),
      traceBy: trace.by,
      traceOf: trace.of,
      orderId: null,
      settledAt: null,
    })
    // Settled already: it stands.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

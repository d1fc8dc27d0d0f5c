import type { FoundUs } from '#contract/shop.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Who said it before is not asked again: then an empty answer is no answer that is missing. */
export async function answerOnce(scope: ReadScope, answer: FoundUs, personId: string | null): Promise<FoundUs> {
  if (answer.answer !== 'no-answer' || personId === null) return answer
  const before = await tables(scope)
    .selectFrom('shopOrders')
    .select('orderId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('personId', '=', personId)
    .where('undoneAt', 'is', null)
    .where('foundUs', '=', 'said')
    .limit(1)
    .executeTakeFirst()
  return before ? { answer: 'not-asked' } : answer
}

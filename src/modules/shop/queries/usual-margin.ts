import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

const DAYS = 90

/** What an order of the last ninety days left after goods and packing, on average, in the smallest unit; null where no margin is known. */
export async function usualMargin(scope: ReadScope): Promise<number | null> {
  const { margin } = await tables(scope)
    .selectFrom('shopOrders')
    .select(({ fn }) => fn.avg<number | string | null>('margin').as('margin'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', 'in', ['placed', 'done'])
    .where('margin', 'is not', null)
    .where('orderedAt', '>=', new Date(scope.clock.now().getTime() - DAYS * 86_400_000))
    .executeTakeFirstOrThrow()
  return margin === null ? null : Math.round(Number(margin))
}

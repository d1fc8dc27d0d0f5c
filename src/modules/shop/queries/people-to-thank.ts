import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PersonToThank {
  /** As the buyers named them: "Mbak Ayu". */
  name: string
  /** Orders that came by their word since `since`. */
  orders: number
  latestAt: Date
}

/** Who was named by buyers as the one that told them, most orders first: word of mouth with a face. */
export async function peopleToThank(scope: ReadScope, { since }: { since: Date }): Promise<PersonToThank[]> {
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(({ fn }) => [
      fn.max('saidDetail').as('name'),
      fn.countAll<number>().as('orders'),
      fn.max('orderedAt').as('latestAt'),
    ])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', 'in', ['placed', 'done'])
    .where('said', 'in', ['word-of-mouth', 'referral'])
    .where('saidDetail', 'is not', null)
    .where('orderedAt', '>=', since)
    .groupBy(({ fn, ref }) => fn('lower', [ref('saidDetail')]))
    .orderBy('orders', 'desc')
    .orderBy('latestAt', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({ ...row, name: row.name! }))
}

import { sql } from 'kysely'
import { marketplaces } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface MarketplaceOrders {
  /** Placed or done. */
  sold: number
  returned: number
  codFailed: number
  /** What was kept of the sold ones whose fees are known, how many those are, and what they came to. */
  fees: number
  feesOf: number
  amountOf: number
}

/** What became of a span's orders of marketplaces (`to` excluded), and what those kept of them. */
export async function marketplaceOrders(scope: ReadScope, span: { from: Date; to: Date }): Promise<MarketplaceOrders> {
  const sold = sql`state in ('placed', 'done')`
  return tables(scope)
    .selectFrom('shopOrders')
    .select([
      sql<number>`count(*) filter (where ${sold})`.as('sold'),
      sql<number>`count(*) filter (where state = 'returned')`.as('returned'),
      sql<number>`count(*) filter (where state = 'cod-failed')`.as('codFailed'),
      sql<number>`coalesce(sum(fees) filter (where ${sold}), 0)`.as('fees'),
      sql<number>`count(fees) filter (where ${sold})`.as('feesOf'),
      sql<number>`coalesce(sum(amount) filter (where ${sold} and fees is not null), 0)`.as('amountOf'),
    ])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('salesPlace', 'in', [...marketplaces])
    .where('orderedAt', '>=', span.from)
    .where('orderedAt', '<', span.to)
    .executeTakeFirstOrThrow()
}

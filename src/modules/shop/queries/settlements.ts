import { sql } from 'kysely'
import { settlementKinds, type Settlement } from '#contract/settlements.ts'
import type { Money } from '#contract/values.ts'
import type { ReadScope } from '#platform/scope'
import { marketOf } from '../settlements/settle.ts'
import { tables } from '../tables.ts'

/** What was paid out for an order in all, in its own currency; null while no settlement tells of it. */
export async function settlementOf(scope: ReadScope, { salesPlace, externalId }: { salesPlace: string; externalId: string | null }, currency: Money): Promise<Settlement | null> {
  if (externalId === null) return null
  const rows = await tables(scope)
    .selectFrom('shopSettlements')
    .select(['currency', 'paidOutAt', 'goods', 'parts', 'paidOut', 'received'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('market', '=', marketOf(sql.val(salesPlace)))
    .where('externalId', '=', externalId)
    .where('currency', '=', currency)
    .orderBy('paidOutAt')
    .execute()
  const [first] = rows
  if (!first) return null
  const sum = (of: 'goods' | 'paidOut' | 'received') => (rows.some((row) => row[of] === null) ? null : rows.reduce((total, row) => total + row[of]!, 0))
  return {
    currency: first.currency,
    goods: sum('goods'),
    parts: settlementKinds.flatMap((kind) => {
      const amount = rows.reduce((total, { parts }) => total + (parts[kind] ?? 0), 0)
      return amount === 0 ? [] : [{ kind, amount }]
    }),
    paidOut: sum('paidOut'),
    received: sum('received'),
    paidOutAt: rows.reduce<Date | null>((last, { paidOutAt }) => (paidOutAt && (!last || paidOutAt > last) ? paidOutAt : last), null)?.toISOString() ?? null,
  }
}

/** Orders that these imports settled and that are not here yet, by import: how many, and the first numbers. */
export async function ordersAwaited(scope: ReadScope, importIds: readonly string[], { most = 50 }: { most?: number } = {}): Promise<Map<string, { count: number; numbers: string[] }>> {
  if (importIds.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('shopSettlements as s')
    .select(['s.importId', sql<number>`count(distinct s.external_id)`.as('count'), sql<string[]>`(array_agg(distinct s.external_id order by s.external_id))[1:${sql.lit(most)}]`.as('numbers')])
    .where('s.workspaceId', '=', scope.workspaceId)
    .where('s.importId', 'in', [...importIds])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('shopOrders as o')
            .select('o.orderId')
            .whereRef('o.workspaceId', '=', 's.workspaceId')
            .whereRef('o.externalId', '=', 's.externalId')
            .whereRef(marketOf(sql.ref('o.sales_place')), '=', 's.market'),
        ),
      ),
    )
    .groupBy('s.importId')
    .execute()
  return new Map(rows.map(({ importId, ...awaited }) => [importId!, awaited]))
}

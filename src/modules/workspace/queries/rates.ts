import { sql } from 'kysely'
import { exactRate, type Rate } from '#contract/rate.ts'
import type { Money } from '#contract/values.ts'
import type { ReadScope } from '#platform/scope'
import type { DatedRate } from '../rates.ts'
import { tables } from '../tables.ts'

export interface RateSaid extends DatedRate {
  saidBy: string | null
  saidAt: Date
}

/** What other currencies are worth in the shop's own, currency by currency, the latest first. */
export async function rates(scope: ReadScope, currency?: Money): Promise<RateSaid[]> {
  const rows = await tables(scope)
    .selectFrom('workspaceRates')
    .select(['currency', 'fromDay as from', sql<Rate>`rate::text`.as('rate'), 'saidBy', 'saidAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .$if(currency !== undefined, (query) => query.where('currency', '=', currency!))
    .orderBy('currency')
    .orderBy('fromDay', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, rate: exactRate(row.rate)! }))
}

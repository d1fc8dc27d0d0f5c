import { sql } from 'kysely'
import type { Currency, Money } from '#contract/values.ts'
import { queries as workspace, worthOn } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { tables } from './tables.ts'

export type NoRate = Refusal<'effort.no-rate'>

export interface Paid {
  day: string
  /** In the smallest unit of its currency. */
  amount: number
}

/**
 * What was paid in a currency, in the shop's own by the rate of its day; refused where none is known. An order comes by itself and waits for its rate;
 * a cost is noted by who can say it, and an unknown one would make every profit unknown.
 */
export async function inOwn(scope: ReadScope, own: Currency, currency: Money): Promise<(paid: Paid) => number | NoRate> {
  if (currency === own) return ({ amount }) => amount
  const rates = await workspace.rates(scope, currency)
  return ({ day, amount }) => worthOn(rates, { currency, day, amount }, own) ?? refuse('effort.no-rate', { where: 'currency', values: { currency, day } })
}

/** As a cost's columns hold what was paid. */
export const costAmounts = (own: Currency, currency: Money, { amount, worth }: { amount: number; worth: number }) =>
  currency === own ? { amount, originalCurrency: null, originalAmount: null } : { amount: worth, originalCurrency: currency, originalAmount: amount }

/** A currency's rates changed from a day on: its costs are reckoned anew. Where none holds any more, a cost keeps what it came to. */
export async function reckonCosts(scope: WriteScope, { currency, from }: { currency: Money; from: string }): Promise<void> {
  const { currency: own } = await workspace.shopProfile(scope)
  const costs = await tables(scope)
    .selectFrom('effortCosts')
    .select(['costId', 'day', 'amount', 'originalAmount'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('originalCurrency', '=', currency)
    .where('day', '>=', from)
    .orderBy('costId')
    .forUpdate()
    .execute()
  const worthOf = await inOwn(scope, own, currency)
  const moved = costs.flatMap(({ costId, day, amount, originalAmount }) => {
    const worth = worthOf({ day, amount: originalAmount! })
    return typeof worth === 'number' && worth !== amount ? [{ costId, day, worth }] : []
  })
  if (moved.length === 0) return
  await sql`
    update effort_costs c set amount = own.amount
    from unnest(${moved.map(({ costId }) => costId)}::uuid[], ${moved.map(({ worth }) => worth)}::bigint[]) as own (cost_id, amount)
    where c.workspace_id = ${scope.workspaceId} and c.cost_id = own.cost_id`.execute(scope.db)
  await scope.announce({ type: 'CostChanged', costId: moved[0]!.costId, day: moved[0]!.day })
}

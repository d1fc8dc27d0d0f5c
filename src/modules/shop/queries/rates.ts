import { sql } from 'kysely'
import type { Rates } from '#contract/rates.ts'
import { moneys, type Money } from '#contract/values.ts'
import { queries as workspace, rateOn, roughRate } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** What other currencies are worth, how many orders lean on each rate, and which wait for one. */
export async function rates(scope: ReadScope): Promise<Omit<Rates, 'reckoned'>> {
  const [{ currency: own, zone }, said] = [await workspace.shopProfile(scope), await workspace.rates(scope)]
  const days = await tables(scope)
    .selectFrom('shopOrders')
    .select([
      'originalCurrency as currency',
      sql<string>`to_char(ordered_at at time zone ${sql.lit(zone)}, 'YYYY-MM-DD')`.as('day'),
      sql<number>`count(*)`.as('orders'),
      sql<number>`count(*) filter (where amount is null and state in ('placed', 'done'))`.as('waiting'),
      sql<number>`coalesce(sum(original_amount) filter (where amount is null and state in ('placed', 'done')), 0)`.as('amount'),
    ])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('originalCurrency', 'is not', null)
    .groupBy(['currency', 'day'])
    .orderBy('currency')
    .orderBy('day')
    .$castTo<{ currency: Money; day: string; orders: number; waiting: number; amount: number }>()
    .execute()
  const leaning = Map.groupBy(days, ({ currency, day }) => `${currency} ${rateOn(said, currency, day)?.from}`)
  const waiting = Map.groupBy(days.filter((day) => day.waiting > 0), ({ currency }) => currency)
  const names = await Promise.all([...new Set(said.flatMap(({ saidBy }) => saidBy ?? []))].map(async (login) => [login, await workspace.nameOfLogin(scope, login)] as const))
  const nameOf = new Map(names)
  return {
    rates: said.map(({ currency, from, rate, saidBy, saidAt }) => ({
      currency,
      from,
      rate,
      saidBy: saidBy && (nameOf.get(saidBy) ?? null),
      saidAt: saidAt.toISOString(),
      orders: sum((leaning.get(`${currency} ${from}`) ?? []).map(({ orders }) => orders)),
    })),
    waiting: [...waiting].map(([currency, rows]) => ({
      currency,
      orders: sum(rows.map((row) => row.waiting)),
      amount: sum(rows.map((row) => row.amount)),
      firstDay: rows[0]!.day,
      lastDay: rows.at(-1)!.day,
    })),
    currencies: moneys.filter((currency) => currency !== own).map((currency) => ({ currency, about: roughRate(currency, own) })),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

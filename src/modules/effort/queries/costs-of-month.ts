import type { CostsOfMonth } from '#contract/costs.ts'
import { addDays, addMonths } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { costsNoted } from './costs-noted.ts'

/** What was spent in a month, the newest first, and the sum by channel. */
export async function costsOfMonth(scope: ReadScope, month: string): Promise<CostsOfMonth> {
  const items = await costsNoted(scope, { from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) })
  const channels = [...new Set(items.map((cost) => cost.channel))]
  const sumOf = (costs: typeof items) => costs.reduce((sum, cost) => sum + cost.amount, 0)
  return {
    month,
    total: sumOf(items),
    byChannel: channels
      .map((channel) => ({ channel, amount: sumOf(items.filter((cost) => cost.channel === channel)) }))
      .sort((one, other) => other.amount - one.amount),
    items: items.reverse(),
  }
}

import type { Month } from '#contract/values.ts'
import type { ReadScope } from '#platform/scope'
import { readLedger } from '../sources.ts'

/**
 * P(payback) of the channel most likely to pay, by month; a month in which no channel's can be told is not in it.
 * Months outside the ledger are left out.
 */
export async function bestChances(scope: ReadScope, months: readonly Month[]): Promise<Map<Month, number>> {
  const { ledger, figures } = await readLedger(scope)
  const known = months.filter((month) => ledger.months.includes(month))
  return new Map(
    known.flatMap((month) => {
      const chances = ledger.channels.flatMap((channel) => figures.profit(month, channel).chance ?? [])
      return chances.length > 0 ? [[month, Math.max(...chances)] as const] : []
    }),
  )
}

import { exponents } from '#contract/amount.ts'
import type { PaybackMonth } from '#contract/payback.ts'
import type { Currency } from '#contract/values.ts'

/** What a US dollar cost on the average of 2015, the survey's year (World Bank, PA.NUS.FCRF). */
const PER_DOLLAR: Record<Currency, number> = { IDR: 13_389, MYR: 3.91, SGD: 1.37, USD: 1 }

/**
 * A month's gross return beside the bands of Manta's survey (540 of its small businesses, April 2015): 59% saw none; of
 * those who saw any, 47% saw less than $100 a month, and most less than $1,000. Gross is set against gross: what was sold,
 * before goods, hours and costs. Dollars are those of 2015 by that year's rate; what prices did since is not reckoned.
 */
export function inSurvey(revenue: number, currency: Currency): PaybackMonth['survey'] {
  const dollars = Math.round(revenue / 10 ** exponents[currency] / PER_DOLLAR[currency])
  return { dollars, band: revenue <= 0 ? 'none' : dollars < 100 ? 'under-100' : dollars < 1000 ? 'under-1000' : 'above' }
}

import type { ChannelLine } from '#contract/payback.ts'
import { rememberedBy } from '#platform/remembered'
import { quantileAmong } from './quantiles.ts'
import { randomOf } from './random.ts'
import { stratifiedNormals } from './strata.ts'

const DRAWS = 1_000
const MOST_REMEMBERED = 1_000

/**
 * Orders per visit, or per WhatsApp opened where no visit was seen: Jeffreys' Beta(½ + x, ½ + n − x) with its 90%
 * interval. Null where there is nothing to divide by, or more orders than visits: then people came by ways that are
 * not counted here, and a rate would be made up.
 */
export function conversionOf(orders: number, seen: { visits: number; whatsappOpened: number }): ChannelLine['conversion'] {
  const [of, base] = seen.visits > 0 ? (['visits', seen.visits] as const) : (['whatsapp', seen.whatsappOpened] as const)
  if (base === 0 || orders > base) return null
  return { ...rateOf({ orders, base }), of, base }
}

const rateOf = rememberedBy(MOST_REMEMBERED, ({ orders, base }) => `${orders} ${base}`, ({ orders, base }: { orders: number; base: number }) => {
  const random = randomOf(`conversion ${orders} ${base}`)
  const won = stratifiedNormals(DRAWS, random)
  const lost = stratifiedNormals(DRAWS, random)
  const rates = won.map((normal, at) => {
    const x = random.gamma(0.5 + orders, normal)
    return x / (x + random.gamma(0.5 + base - orders, lost[at]!))
  })
  const rate = orders / base
  return { rate, low: Math.min(rate, quantileAmong(rates, 0.05)), high: Math.max(rate, quantileAmong(rates, 0.95)) }
})

import { describe, expect, it } from 'vitest'
import type { HoursEvidence } from './draws.ts'
import { profitInterval } from './profit.ts'
import { randomOf, type Random } from './random.ts'

const SHOPS = 600
const MARGIN = 35_000
const HOURLY = 25_000

/**
 * One month of a simulated shop whose truth is known: what its orders leave on average, less what it really spent.
 * Margins vary by half their mean, evenings are tapped in steps, and five earlier months tell how margins vary.
 */
function simulate(ordersAMonth: number, random: Random) {
  const rate = ordersAMonth * (0.7 + 0.6 * random.uniform())
  const margin = () => Math.round(MARGIN * Math.exp(0.47 * random.normal() - 0.47 ** 2 / 2))
  const margins = Array.from({ length: poisson(rate, random) }, margin)
  const earlier = Array.from({ length: poisson(rate * 5, random) }, margin)
  const hours: HoursEvidence[] = []
  let spent = 0
  const evenings = Math.min(22, Math.ceil((rate * MARGIN * 0.4) / (0.6 * HOURLY)))
  for (let evening = 0; evening < evenings; evening++) {
    const step = [15, 30, 60][Math.floor(random.uniform() * 3)]!
    const spread = step / 2
    spent += ((step + spread * (2 * random.uniform() - 1)) / 60) * HOURLY
    hours.push({ cost: (step / 60) * HOURLY, spread: (spread / 60) * HOURLY, footing: 'evening' })
  }
  const costs = Math.round(Math.max(0, rate * MARGIN * 1.6 * random.uniform() - spent))
  return { evidence: { margins, hours, costs }, pool: [...earlier, ...margins], truth: rate * MARGIN - spent - costs }
}

describe('over simulated shops', () => {
  it.each([3, 10, 25, 50])('%d orders a month: the 90 percent interval holds the truth in 88–96 of 100', { timeout: 60_000 }, (ordersAMonth) => {
    const random = randomOf(`shops of ${ordersAMonth}`)
    let told = 0
    let held = 0
    const likely = { all: 0, right: 0 }
    for (let shop = 0; shop < SHOPS; shop++) {
      const { evidence, pool, truth } = simulate(ordersAMonth, random)
      const { interval, verdict } = profitInterval(evidence, { seed: `shop ${shop}`, pool, draws: 500 })
      if (!interval) continue
      told++
      if (interval.low <= truth && truth <= interval.high) held++
      if (verdict === 'likely') {
        likely.all++
        if (truth > 0) likely.right++
      }
    }
    expect(told).toBeGreaterThan(SHOPS * 0.98)
    expect(held / told).toBeGreaterThanOrEqual(0.88)
    expect(held / told).toBeLessThanOrEqual(0.96)
    // "Likely" is said from 80%, and must be right at least so often.
    expect(likely.right / likely.all).toBeGreaterThan(0.8)
  })
})

function poisson(rate: number, random: Random): number {
  const mark = random.uniform()
  let count = 0
  let mass = Math.exp(-rate)
  for (let sum = mass; sum < mark; sum += mass) {
    count++
    mass *= rate / count
  }
  return count
}

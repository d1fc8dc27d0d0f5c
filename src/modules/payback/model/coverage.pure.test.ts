import { beforeAll, describe, expect, it } from 'vitest'
import { mayBeBadLuck } from '#contract/bad-luck.ts'
import type { Verdict } from '#contract/payback.ts'
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

interface Seen {
  /** Null where nothing can be told. */
  interval: { low: number; high: number } | null
  chance: number | null
  verdict: Verdict | null
  orders: number
  truth: number
}

/** Six hundred such shops, each with what it is told and what is true. */
function shopsSeen(ordersAMonth: number): Seen[] {
  const random = randomOf(`shops of ${ordersAMonth}`)
  return Array.from({ length: SHOPS }, (_, shop) => {
    const { evidence, pool, truth } = simulate(ordersAMonth, random)
    const { interval, chance, verdict } = profitInterval(evidence, { seed: `shop ${shop}`, pool, draws: 500 })
    return { interval, chance, verdict, orders: evidence.margins.length, truth }
  })
}

interface Bin {
  shops: number
  /** How many of them were said to pay: the sum of their chances. */
  said: number
  /** How many do. */
  right: number
  /** Deviation of `right`, were each shop to pay with just the chance that was said: of a sum of Bernoullis. */
  deviation: number
}

/** By fifths of the chance: "not yet" is the first, "likely" the last. */
const binsOf = (seen: readonly Seen[]): Bin[] =>
  [0, 1, 2, 3, 4].map((fifth) => {
    const own = seen.filter(({ chance }) => chance !== null && Math.min(4, Math.floor(chance * 5)) === fifth)
    const sum = (of: (chance: number) => number) => own.reduce((all, { chance }) => all + of(chance!), 0)
    return { shops: own.length, said: sum((chance) => chance), right: own.filter(({ truth }) => truth > 0).length, deviation: Math.sqrt(sum((chance) => chance * (1 - chance))) }
  })

/** Beyond so many deviations it is no luck: of 370 bins one would be, and here are two dozen. */
const LUCK = 3

describe('over simulated shops', { timeout: 60_000 }, () => {
  const sizes = [3, 10, 25, 50]
  const seen = new Map<number, Seen[]>()
  beforeAll(() => sizes.forEach((size) => seen.set(size, shopsSeen(size))))

  it.each(sizes)('%d orders a month: the 90 percent interval holds the truth in 88–96 of 100', (size) => {
    const told = seen.get(size)!.filter(({ interval }) => interval)
    const held = told.filter(({ interval, truth }) => interval!.low <= truth && truth <= interval!.high).length
    expect(told.length).toBeGreaterThan(SHOPS * 0.98)
    expect(held / told.length).toBeGreaterThanOrEqual(0.88)
    expect(held / told.length).toBeLessThanOrEqual(0.96)
  })

  it.each([
    [3, 0.86],
    [10, 0.93],
    [25, 0.98],
    [50, 0.98],
  ])('%d orders a month: what is called likely pays as often as SCIENCE.md measured, and more often than the word says', (size, measured) => {
    const { shops, right } = binsOf(seen.get(size)!)[4]!
    expect(right / shops).toBeGreaterThan(0.8)
    expect(right / shops).toBeGreaterThan(measured - LUCK * Math.sqrt((measured * (1 - measured)) / shops))
  })

  it.each(sizes)('%d orders a month: no fifth of the chances promises more than comes true', (size) => {
    for (const { said, right, deviation } of binsOf(seen.get(size)!)) expect(right).toBeGreaterThan(said - LUCK * deviation)
  })

  it('from ten orders a month on each fifth from 20% up comes true as often as it says; below, "not yet" is too careful rather than too bold', () => {
    const [notYet, ...told] = binsOf([10, 25, 50].flatMap((size) => seen.get(size)!))
    for (const { shops, said, right, deviation } of told) {
      expect(shops).toBeGreaterThan(100)
      expect(Math.abs(right - said)).toBeLessThan(LUCK * deviation)
    }
    // Whoever sold next to nothing by bad luck is taken for one who sells next to nothing.
    expect(notYet!.right / notYet!.shops).toBeLessThan(0.2)
  })

  it('"it may just be bad luck" is said of shops that do pay off more often than their chance says, and only where "not yet" is', () => {
    const told = sizes.flatMap((size) => seen.get(size)!).filter(({ verdict, interval, orders }) => mayBeBadLuck({ verdict, interval }, orders))
    const sum = (of: (one: Seen) => number) => told.reduce((all, one) => all + of(one), 0)
    const [said, right] = [sum(({ chance }) => chance!), sum(({ truth }) => (truth > 0 ? 1 : 0))]
    expect(told.length).toBeGreaterThan(150)
    expect(Math.max(...told.map(({ chance }) => chance!))).toBeLessThan(0.2)
    expect(right).toBeGreaterThan(said + LUCK * Math.sqrt(sum(({ chance }) => chance! * (1 - chance!))))
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

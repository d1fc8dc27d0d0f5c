import { describe, expect, it } from 'vitest'
import type { Effect, ExperimentKind, Sureness } from '#contract/experiments.ts'
import { drawsOf } from './for-tests.ts'
import { lengthOf, levels, meanOf, MOST_WEEKS, noiseOf, ratesOf } from './length.ts'
import { findingOf, readOut } from './read-out.ts'
import { draw } from './schedule.ts'

const pairsOf = (...pairs: [on: number, off: number][]) => pairs.flatMap(([on, off]) => [{ on: true, orders: on }, { on: false, orders: off }])

describe('reading five pairs', () => {
  it('compares them with the thirty-one other ways to draw them', () => {
    const reading = readOut('on-off', pairsOf([12, 8], [11, 9], [14, 8], [10, 7], [13, 9]))
    expect(reading.difference).toBeCloseTo(3.8)
    // No other way gives as much.
    expect(reading.byChance).toBe(1 / 32)
    // Of one pair turned round the least bound is that of its own difference: 2 orders, then 3.
    expect(reading.low!).toBeGreaterThan(2)
    expect(reading.low!).toBeLessThan(3)
    expect(reading.high!).toBeGreaterThan(3.8)
  })

  it('counts a tie as chance', () => {
    expect(readOut('on-off', pairsOf([5, 5], [5, 5], [5, 5], [5, 5], [5, 5])).byChance).toBe(1)
  })

  it('turns its sign with the arms, and its range with it', () => {
    const one = readOut('on-off', pairsOf([12, 8], [11, 9], [7, 8], [10, 7], [13, 9]))
    const other = readOut('on-off', pairsOf([8, 12], [9, 11], [8, 7], [7, 10], [9, 13]))
    expect(other.difference).toBeCloseTo(-one.difference)
    expect(other.low).toBeCloseTo(-one.high!)
    expect(other.high).toBeCloseTo(-one.low!)
  })

  it('moves with orders that are added to every week on', () => {
    const weeks = pairsOf([12, 8], [11, 9], [7, 8], [10, 7], [13, 9])
    const more = weeks.map(({ on, orders }) => ({ on, orders: orders + (on ? 100 : 0) }))
    const [one, other] = [readOut('on-off', weeks), readOut('on-off', more)]
    expect(other.low).toBeCloseTo(one.low! + 100)
    expect(other.high).toBeCloseTo(one.high! + 100)
  })

  it('leaves the range open where there are too few pairs to bound it', () => {
    expect(readOut('on-off', pairsOf([5, 1], [6, 2], [7, 3]))).toMatchObject({ low: null, high: null })
  })
})

describe('reading a pause', () => {
  const weeks = (orders: (week: number) => number) => Array.from({ length: 25 }, (_, week) => ({ on: week < 20 || week > 22, orders: orders(week) }))

  it('does not take growth for it', () => {
    expect(readOut('pause', weeks((week) => 10 + 2 * week)).difference).toBeCloseTo(0)
    expect(readOut('pause', weeks((week) => 10 + 2 * week - (week >= 20 && week <= 22 ? 6 : 0))).difference).toBeCloseTo(6)
  })
})

describe('what is said of it', () => {
  const reading = { difference: 1, low: -1, high: 3, byChance: 0.1 }
  it.each([
    [reading, 'likely', 'more'],
    [reading, 'sure', 'cannot-tell'],
    [{ ...reading, byChance: 0.4 }, 'likely', 'cannot-tell'],
    [{ ...reading, byChance: 0.4, high: 1.9 }, 'likely', 'small'],
    [{ ...reading, byChance: 0.4, high: null }, 'likely', 'cannot-tell'],
    // Fewer orders with it than without are no yes.
    [{ difference: -4, low: -6, high: -2, byChance: 0.99 }, 'sure', 'small'],
  ] as const)('of %j, %s: %s', (read, sureness, finding) => {
    expect(findingOf(read, { sureness, worthKnowing: 2, allKept: true })).toBe(finding)
    // Weeks that were not kept take nothing from a yes, and "too little" can't be said of them.
    expect(findingOf(read, { sureness, worthKnowing: 2, allKept: false })).toBe(finding === 'small' ? 'cannot-tell' : finding)
  })
})

// Whole experiments on shops whose truth is known: the length from their own history, the weeks drawn, the orders simulated.
describe('simulated shops', () => {
  interface Shop {
    kind: ExperimentKind
    sureness: Sureness
    /** Orders a week as they usually are, how much a week's rate varies, and how it grows from week to week. */
    orders: number
    variation?: number
    growth?: number
    effect: Effect
  }

  function tried({ kind, sureness, orders, variation = 0, growth = 0, effect }: Shop, works: boolean, shops: number) {
    const draws = drawsOf(20261122)
    const usual = { off: orders, on: orders }
    const rates = works ? ratesOf(kind, effect, orders) : usual
    const weekly = (mean: number, week: number) => draws.orders(mean * (1 + growth * week), variation)
    let [held, yes, planned] = [0, 0, 0]
    for (let shop = 0; shop < shops; shop++) {
      const history = Array.from({ length: 26 }, (_, at) => weekly(orders, at - 26))
      const length = lengthOf({ kind, effect, sureness, ordersPerWeek: meanOf(history), noise: noiseOf(history), history: 26 })
      if (length.weeks > MOST_WEEKS) continue
      planned++
      const plan = draw(kind, length, Array.from({ length: length.weeks }, (_, at) => String(at)), `shop ${shop}`).map(({ arm }) => arm === 'on')
      const weeks = plan.map((on, at) => ({ on, orders: weekly(on ? rates.on : rates.off, at) }))
      const before = kind === 'pause' ? history.map((count) => ({ on: true, orders: count })) : []
      const { low, high, byChance } = readOut(kind, [...before, ...weeks])
      const truth = (rates.on - rates.off) * (1 + (growth * (length.weeks - 1)) / 2)
      if ((low === null || low <= truth) && (high === null || high >= truth)) held++
      if (byChance <= levels[sureness].alpha) yes++
    }
    return { held: held / planned, yes: yes / planned, planned }
  }

  const shops: Shop[] = [
    { kind: 'on-off', sureness: 'likely', orders: 12.5, effect: 50 },
    { kind: 'on-off', sureness: 'likely', orders: 12.5, effect: 100, growth: 0.02 },
    { kind: 'on-off', sureness: 'likely', orders: 6, effect: 100 },
    { kind: 'on-off', sureness: 'likely', orders: 25, effect: 50, variation: 0.25, growth: -0.01 },
    { kind: 'on-off', sureness: 'likely', orders: 100, effect: 20, variation: 0.1 },
    { kind: 'voucher', sureness: 'likely', orders: 12.5, effect: 50 },
    { kind: 'pause', sureness: 'likely', orders: 12.5, effect: 50 },
    { kind: 'pause', sureness: 'likely', orders: 25, effect: 50, variation: 0.25, growth: 0.01 },
    { kind: 'pause', sureness: 'likely', orders: 40, effect: 30, growth: -0.01 },
  ]

  it.each(shops)('$kind, $orders orders a week: the range holds the truth, and chance says yes no more often than it says', (shop) => {
    const [nothing, something] = [tried(shop, false, 500), tried(shop, true, 500)]
    expect(nothing.planned).toBeGreaterThan(250)
    for (const { held } of [nothing, something]) {
      expect(held).toBeGreaterThanOrEqual(0.88)
      // Silent weeks vary less than those a pause is compared with, so that its range is a little wide.
      expect(held).toBeLessThanOrEqual(shop.kind === 'pause' ? 0.975 : 0.96)
    }
    expect(nothing.yes).toBeGreaterThan(0.1)
    expect(nothing.yes).toBeLessThanOrEqual(0.23)
    expect(something.yes).toBeGreaterThanOrEqual(0.76)
  })

  it('very sure: one or two yeses in a hundred for a channel that brings nothing', { timeout: 60_000 }, () => {
    const shop: Shop = { kind: 'on-off', sureness: 'sure', orders: 40, effect: 50 }
    const [nothing, something] = [tried(shop, false, 500), tried(shop, true, 500)]
    for (const { held } of [nothing, something]) expect(held).toBeGreaterThanOrEqual(0.88)
    expect(nothing.yes).toBeLessThanOrEqual(0.04)
    expect(something.yes).toBeGreaterThanOrEqual(0.7)
  })
})

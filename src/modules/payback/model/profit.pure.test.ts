import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profitInterval, verdictOf } from './profit.ts'

const orders = (count: number, margin = 35_000) => Array.from({ length: count }, () => margin)
const hours = (cost: number, spread = 0, footing: 'timer' | 'evening' | 'guess' = 'evening') => [{ cost, spread, footing }]
const seed = 'test'

describe('profitInterval', { timeout: 60_000 }, () => {
  it('is the same for the same seed', () => {
    const evidence = { margins: [20_000, 35_000, 50_000], hours: hours(60_000, 10_000), costs: 0 }
    expect(profitInterval(evidence, { seed })).toEqual(profitInterval(evidence, { seed }))
  })

  it('stands round the point and contains the interval of the orders alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20_000, max: 300_000 }), { maxLength: 40 }),
        fc.array(fc.record({ cost: fc.integer({ min: 0, max: 100_000 }), spread: fc.integer({ min: 0, max: 50_000 }), footing: fc.constantFrom('timer' as const, 'evening' as const, 'guess' as const) }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 500_000 }),
        (margins, spent, costs) => {
          const { net, interval, ordersOnly, chance, verdict } = profitInterval({ margins, hours: spent, costs }, { seed, pool: [35_000, ...margins], draws: 400 })
          expect(net).toBe(sum(margins) - sum(spent.map(({ cost }) => cost)) - costs)
          if (!interval || !ordersOnly) return
          expect(interval.low).toBeLessThanOrEqual(Math.min(net!, ordersOnly.low))
          expect(interval.high).toBeGreaterThanOrEqual(Math.max(net!, ordersOnly.high))
          expect(verdict).toBe(verdictOf(chance!))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('the verdict only worsens as costs rise, and the chance with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 500_000 }), (count, costs, more) => {
        const of = (paid: number) => profitInterval({ margins: orders(count), hours: hours(50_000, 10_000), costs: paid }, { seed, pool: [35_000], draws: 400 }).chance!
        expect(of(costs + more)).toBeLessThanOrEqual(of(costs))
      }),
      { numRuns: 60 },
    )
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (one, other) => {
        const rank = (chance: number) => ['not-yet', 'unsure', 'likely'].indexOf(verdictOf(chance))
        if (one <= other) expect(rank(one)).toBeLessThanOrEqual(rank(other))
      }),
    )
  })

  it('speaks from 80 and from 20 percent', () => {
    expect([0.8, 0.799, 0.2, 0.199].map(verdictOf)).toEqual(['likely', 'unsure', 'unsure', 'not-yet'])
  })

  it('hours that were guessed make it wider than hours that were timed', () => {
    const width = (spread: number, footing: 'timer' | 'guess') => {
      const { interval } = profitInterval({ margins: orders(20), hours: Array.from({ length: 20 }, () => hours(20_000, spread, footing)[0]!), costs: 0 }, { seed })
      return interval!.high - interval!.low
    }
    expect(width(20_000, 'guess')).toBeGreaterThan(width(1_000, 'timer') * 1.15)
  })

  it('margins that differ make it wider than margins that do not', () => {
    const width = (margins: number[]) => {
      const { interval } = profitInterval({ margins, hours: [], costs: 0 }, { seed })
      return interval!.high - interval!.low
    }
    const uneven = Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? 110_000 : 10_000))
    expect(width(uneven)).toBeGreaterThan(width(orders(40)) * 1.3)
  })

  it('estimates move no point and make no interval narrower, and widen it the more of them there are', () => {
    const width = (count: number, estimated: number) => {
      const profit = profitInterval({ margins: orders(count), estimated: orders(estimated), hours: [], costs: 0 }, { seed, pool: orders(50) })
      expect(profit).toMatchObject({ net: count * 35_000, estimated })
      return profit.interval!.high - profit.interval!.low
    }
    for (const count of [1, 5, 25, 60]) {
      expect(width(count, Math.ceil(count / 2))).toBeGreaterThan(width(count, 0))
      expect(width(count, count)).toBeGreaterThan(width(count, 0) * 1.1)
    }
    // They err together: what many orders even out otherwise, they do not.
    expect(width(60, 60)).toBeGreaterThan(2 * 1.645 * 0.28 * 60 * 35_000)
  })

  it('nothing noted is no verdict; nothing earned by anyone yet is "not yet" without an interval', () => {
    expect(profitInterval({ margins: [], hours: [], costs: 0 }, { seed })).toMatchObject({ net: 0, interval: null, verdict: null })
    expect(profitInterval({ margins: [], hours: hours(25_000), costs: 0 }, { seed })).toMatchObject({ net: -25_000, interval: null, chance: null, verdict: 'not-yet' })
  })

  it('a channel without an order can still be told, by what the shop elsewhere earns', () => {
    const blog = profitInterval({ margins: [], hours: hours(50_000), costs: 0 }, { seed, pool: orders(50) })
    expect(blog).toMatchObject({ net: -50_000, verdict: 'not-yet' })
    expect(blog.interval!.low).toBe(-50_000)
    expect(blog.interval!.high).toBeGreaterThan(17_000)
  })
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

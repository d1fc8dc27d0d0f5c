import { describe, expect, it } from 'vitest'
import { effects } from '#contract/experiments.ts'
import { lengthOf, noiseOf, ordersToFit, weeksPerArm } from './length.ts'
import { outlookOf } from './outlook.ts'

describe('the weeks an experiment needs', () => {
  // Computed once by hand and published with the formula: 95/80 two-sided, and 80/80 one-sided.
  it.each([
    [12.5, 20, 34.6, 12.5],
    [12.5, 30, 16.1, 5.8],
    [12.5, 50, 6.4, 2.3],
    [12.5, 100, 2.0, 0.7],
    [40, 20, 10.8, 3.9],
    [40, 30, 5.0, 1.8],
    [40, 50, 2.0, 0.7],
    [40, 100, 0.6, 0.2],
  ])('with %d orders a week and %d percent more are %d (very sure) or %d (fairly sure) on each side', (off, effect, sure, likely) => {
    const rates = { off, on: off * (1 + effect / 100), noise: 1 }
    expect(Math.abs(weeksPerArm(rates, 'sure') - sure)).toBeLessThanOrEqual(0.051)
    expect(Math.abs(weeksPerArm(rates, 'likely') - likely)).toBeLessThanOrEqual(0.051)
  })

  const wanted = { kind: 'on-off', effect: 50, sureness: 'likely', ordersPerWeek: 12.5, noise: 1, history: 26 } as const

  it('grow with the noise, and shrink with the orders and with the difference', () => {
    const weeks = (change: object) => lengthOf({ ...wanted, effect: 20, ...change }).weeks
    expect(weeks({ noise: 2 })).toBeGreaterThan(weeks({}))
    expect(weeks({ ordersPerWeek: 40 })).toBeLessThan(weeks({}))
    expect(effects.map((effect) => weeks({ effect }))).toEqual(effects.map((effect) => weeks({ effect })).toSorted((one, other) => other - one))
    expect(weeks({ sureness: 'sure' })).toBeGreaterThan(weeks({}))
  })

  it('are never so few that the test could not say yes: five pairs, six where it must be very sure', () => {
    expect(lengthOf({ ...wanted, ordersPerWeek: 500 })).toEqual({ weeks: 10, silent: 5 })
    expect(lengthOf({ ...wanted, ordersPerWeek: 500, sureness: 'sure' })).toEqual({ weeks: 12, silent: 6 })
    // A pause is compared with the weeks before it, twenty in all at least.
    expect(lengthOf({ ...wanted, kind: 'pause', ordersPerWeek: 500 })).toEqual({ weeks: 5, silent: 3 })
    expect(lengthOf({ ...wanted, kind: 'pause', ordersPerWeek: 500, history: 8 }).silent).toBe(12)
  })

  it('come with the number of orders that would make them fit', () => {
    const few = { ...wanted, ordersPerWeek: 2 }
    const enough = ordersToFit(few)!
    expect(lengthOf(few).weeks).toBeGreaterThan(26)
    expect(lengthOf({ ...few, ordersPerWeek: enough }).weeks).toBeLessThanOrEqual(26)
    expect(lengthOf({ ...few, ordersPerWeek: enough - 1 }).weeks).toBeGreaterThan(26)
  })
})

describe('the noise of weeks', () => {
  it('is that of neighbours, over the mean, and not less than chance makes', () => {
    // Differences 4, −4, 4: half their mean square is 8; the mean is 10.
    expect(noiseOf([8, 12, 8, 12])).toBe(1)
    expect(noiseOf([0, 20, 0, 20])).toBe(20)
    expect(noiseOf([10, 10, 10, 10])).toBe(1)
  })

  it('is not raised by growth', () => {
    const grown = Array.from({ length: 20 }, (_, week) => 10 + week)
    expect(noiseOf(grown)).toBe(1)
  })
})

describe('the outlook', () => {
  const history = (orders: number[], share: number) => ({ weeks: orders.map((count, at) => ({ monday: `2026-01-${at}`, orders: count })), shareOf: () => share })
  const asked = { kind: 'on-off', channel: 'instagram', country: 'ID', from: '2026-11-23' } as const
  const steady = (weekly: number, weeks = 26) => Array.from({ length: weeks }, () => weekly)

  it('refuses what would take too long, and says how long, and what would help', () => {
    const { options } = outlookOf(history(steady(2), 0.9), asked)
    const twenty = options.find(({ effect, sureness }) => effect === 20 && sureness === 'likely')!
    expect(twenty).toMatchObject({ refused: 'too-long', span: null })
    expect(twenty.weeks).toBeGreaterThan(60)
    expect(twenty.ordersToFit).toBeGreaterThan(2)
  })

  it('refuses a difference that the channel could not make', () => {
    // A tenth of the orders at most: without it nine are left of ten, and one more is 11%.
    const { most, options } = outlookOf(history(steady(40), 0.1), asked)
    expect(most).toBeCloseTo(1 / 9)
    expect(options.every(({ refused }) => refused === 'implausible')).toBe(true)
    // A voucher may bring who would not have come at all.
    expect(outlookOf(history(steady(40), 0.1), { ...asked, kind: 'voucher' }).options.some(({ refused }) => refused === null)).toBe(true)
  })

  it('plans nothing from fewer than eight weeks, nor from weeks without an order', () => {
    expect(outlookOf(history(steady(40, 7), 0.9), asked)).toMatchObject({ history: 7, needed: 8, options: [] })
    expect(outlookOf(history(steady(0), 0.9), asked).options).toEqual([])
  })

  it('says from when to when, over the holidays between', () => {
    const { options } = outlookOf(history(steady(40), 0.9), asked)
    const ten = options.find(({ effect, sureness }) => effect === 100 && sureness === 'likely')!
    // 12.12, Christmas, New Year, Isra Mikraj, Imlek to Lebaran and Good Friday are left out.
    expect(ten).toMatchObject({ weeks: 10, silent: 5, span: { from: '2026-11-23', to: '2027-04-25' } })
  })

  it('offers a pause only as fairly sure', () => {
    expect(new Set(outlookOf(history(steady(40), 0.9), { ...asked, kind: 'pause' }).options.map(({ sureness }) => sureness))).toEqual(new Set(['likely']))
  })
})

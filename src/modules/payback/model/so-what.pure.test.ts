import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { soWhatCodes, type ChannelLine, type Profit } from '#contract/payback.ts'
import { ordersToTell } from './orders-to-tell.ts'
import { soWhatOfCosts, soWhatOfCumulated, soWhatOfHours, soWhatOfMeasure, soWhatOfOrders, soWhatOfProfit, soWhatOfShop, soWhatOfVisits } from './so-what.ts'

type Figures = Pick<ChannelLine, 'orders' | 'hours' | 'costs'>

const figures = ({ orders = 0, margin = 35_000, minutes = 0, hourly = 25_000, paid = 0, people = 1 } = {}): Figures => ({
  orders: { count: orders, first: orders, returning: 0, revenue: orders * 60_000, withoutRate: 0, margin: orders * margin, marginKnown: orders * margin, marginEstimated: 0, marginMissing: 0 },
  hours: {
    minutes,
    cost: (minutes * hourly) / 60,
    costKnown: (minutes * hourly) / 60,
    members: Array.from({ length: people }, (_, at) => ({ memberId: `${at}`, name: '', hourly, minutes: minutes / people, cost: (minutes * hourly) / 60 / people })),
  },
  costs: { total: paid, ads: paid, tool: 0, fee: 0, reward: 0, other: 0, return: 0 },
})
const profit = (verdict: Profit['verdict'], net = 0, missing = { orders: 0, minutes: 0 }): Profit => ({
  net: missing.orders + missing.minutes > 0 ? null : net,
  known: net,
  estimated: 0,
  missing,
  interval: null,
  chance: null,
  verdict,
  ordersOnly: null,
})

describe('what to do about a profit', () => {
  it('says first what is missing', () => {
    expect(soWhatOfProfit(profit(null, 0, { orders: 3, minutes: 0 }), figures({ orders: 3 }))).toEqual({ code: 'tell-margin', values: { orders: 3 } })
    expect(soWhatOfProfit(profit(null, 0, { orders: 0, minutes: 90 }), figures())).toEqual({ code: 'tell-worth', values: { minutes: 90 } })
  })

  it('carries on where it pays, with a worth only once there are orders enough', () => {
    expect(soWhatOfProfit(profit('likely'), figures({ orders: 19, minutes: 540 })).code).toBe('keep')
    expect(soWhatOfProfit(profit('likely'), figures({ orders: 22, minutes: 240 }))).toEqual({ code: 'keep-worth', values: { minutes: 10, amount: 32_000 } })
  })

  it('says how many more orders it takes until it can be told', () => {
    // Facebook in month 15: 3 orders, Rp25.000 net of Rp105.000.
    expect(soWhatOfProfit(profit('unsure', 25_000), figures({ orders: 3, minutes: 240, hourly: 20_000 }))).toEqual({ code: 'wait-orders', values: { orders: 10 } })
    expect(soWhatOfProfit(profit('unsure', 100), figures({ orders: 90 })).code).toBe('wait-long')
    expect(ordersToTell(0, 0, 0)).toBeNull()
    // Two orders, one margin above nothing: they alone would have it told at once.
    expect(ordersToTell(35_000, 2, 70_000)).toBeGreaterThan(3)
  })

  it('needs fewer more orders the further the profit is from zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1_000, max: 1_000_000 }), fc.integer({ min: 0, max: 500_000 }), (orders, net, more) => {
        const wait = (of: number) => ordersToTell(of, orders, orders * 35_000) ?? Infinity
        expect(wait(net + more)).toBeLessThanOrEqual(wait(net))
        expect(wait(-net)).toBe(wait(net))
      }),
    )
  })

  it('halves the hours where it does not pay, or the costs where they are most of it', () => {
    expect(soWhatOfProfit(profit('not-yet'), figures({ minutes: 120 }))).toEqual({ code: 'halve-hours', values: { minutes: 60, amount: 25_000 } })
    expect(soWhatOfProfit(profit('not-yet'), figures({ minutes: 10, paid: 150_000 }))).toEqual({ code: 'halve-costs', values: { amount: 75_000 } })
    const back = figures({ minutes: 10, paid: 22_000 })
    expect(soWhatOfProfit(profit('not-yet'), { ...back, costs: { ...back.costs, total: 77_000, return: 55_000 } })).toEqual({ code: 'halve-returns', values: { amount: 55_000 } })
    expect(soWhatOfProfit(profit(null), figures()).code).toBe('nothing-yet')
  })

  it('says of the costs nothing that only what came back costs', () => {
    const back = figures({ orders: 1 })
    expect(soWhatOfCosts({ ...back, costs: { ...back.costs, total: 22_000, return: 22_000 } }).code).toBe('costs-none')
  })

  it('moves hours from what does not pay to what does', () => {
    const channels = [
      { channel: 'instagram' as const, profit: profit('not-yet', -57_500), ...figures({ orders: 3, minutes: 450 }) },
      { channel: 'whatsapp' as const, profit: profit('likely', 110_000), ...figures({ orders: 7, minutes: 420 }) },
      { channel: 'card' as const, profit: profit('likely', 72_500), ...figures({ orders: 9, minutes: 30 }) },
    ]
    expect(soWhatOfShop({ profit: profit('likely', 125_000), soWhat: { code: 'keep', values: {} } }, channels)).toEqual({
      code: 'move-hours',
      values: { channel: 'instagram', other: 'whatsapp', minutes: 225 },
    })
  })
})

describe('what to do about the other figures', () => {
  it('asks how people found the shop only where orders that could be asked leave no trace', () => {
    expect(soWhatOfOrders(10, 8, 2)).toEqual({ code: 'ask-found-us', values: { orders: 8 } })
    expect(soWhatOfOrders(10, 2, 2).code).toBe('tracked-said-differ')
    expect(soWhatOfOrders(10, 0, 0).code).toBe('orders-fine')
  })

  it('calls the black hole by its name: above what each who worked had set aside', () => {
    const boxOf = (memberId: string) => (memberId === '0' ? 660 : 120)
    expect(soWhatOfHours(figures({ minutes: 660 }), boxOf)).toEqual({ code: 'hours-fine', values: { box: 660 } })
    expect(soWhatOfHours(figures({ minutes: 700 }), boxOf)).toEqual({ code: 'hours-over', values: { minutes: 40, box: 660 } })
    expect(soWhatOfHours(figures({ minutes: 700, people: 2 }), boxOf)).toEqual({ code: 'hours-fine', values: { box: 780 } })
    expect(soWhatOfHours(figures({ orders: 2 }), boxOf).code).toBe('hours-none')
  })

  it('weighs costs against what orders left', () => {
    expect(soWhatOfCosts(figures({ orders: 10, paid: 20_000 })).code).toBe('costs-fine')
    expect(soWhatOfCosts(figures({ orders: 1, paid: 20_000 })).code).toBe('costs-heavy')
    expect(soWhatOfCosts(figures({ paid: 20_000 })).code).toBe('costs-alone')
    expect(soWhatOfCosts(figures()).code).toBe('costs-none')
  })

  it('names a dead end, and too few visits as too few', () => {
    expect(soWhatOfVisits(null, 0).code).toBe('visits-unseen')
    expect(soWhatOfVisits(29, 3).code).toBe('conversion-few')
    expect(soWhatOfVisits(140, 0)).toEqual({ code: 'conversion-dead-end', values: { count: 140 } })
    expect(soWhatOfVisits(140, 7)).toEqual({ code: 'conversion-fine', values: { share: 0.05 } })
  })

  it('counts the months left at the pace of the last three', () => {
    expect(soWhatOfCumulated(profit('not-yet', -302_500), null, [590_000, 792_500, 1_117_500])).toEqual({ code: 'paid-back-at-this-pace', values: { amount: 302_500, months: 1 } })
    expect(soWhatOfCumulated(profit('not-yet', -302_500), null, [-90_000])).toEqual({ code: 'paid-back-not-in-sight', values: { amount: 302_500 } })
    expect(soWhatOfCumulated(profit('likely', 1_012_500), '2026-08', [1_315_000])).toEqual({ code: 'paid-back', values: { amount: 1_012_500 } })
    // Above zero by as little as chance gives is no "come back".
    expect(soWhatOfCumulated(profit('unsure', 1_379), '2026-10', [934])).toEqual({ code: 'paid-back-perhaps', values: { amount: 1_379 } })
  })

  it('calls chance by its name', () => {
    expect(soWhatOfMeasure(49, 52, 101).code).toBe('measure-same')
    expect(soWhatOfMeasure(52, 19, 71).code).toBe('measure-up')
    expect(soWhatOfMeasure(0.3, 0.6, 0.0046).code).toBe('measure-down')
    expect(soWhatOfMeasure(0.3, 0.6, 0.08).code).toBe('measure-same')
    expect(soWhatOfMeasure(4, null, 4).code).toBe('measure-first')
    expect(soWhatOfMeasure(null, 4, 4).code).toBe('measure-unknown')
  })
})

it.each(['id', 'ms', 'en'])('every code has its sentence in %s', (language) => {
  const words = JSON.parse(readFileSync(join(import.meta.dirname, `../../../../locales/${language}/payback.json`), 'utf8')) as { soWhat: Record<string, string> }
  const said = new Set(Object.keys(words.soWhat).map((key) => key.replace(/_(one|other)$/, '')))
  expect([...said].sort()).toEqual([...soWhatCodes].sort())
})

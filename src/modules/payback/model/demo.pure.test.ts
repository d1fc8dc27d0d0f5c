import jstat from 'jstat'
import { describe, expect, it } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import { demoEntries, demoParts, monthNamed, runningMonth } from './for-tests.ts'
import { figuresOf } from './figures.ts'
import { ledgerOf } from './ledger.ts'
import { sumsOf } from './sums.ts'

const THOUSAND = 1_000
const ledger = ledgerOf(demoEntries({ spreadMinutes: 8 }), runningMonth)
const figures = figuresOf(ledger, 'demo')
const profit = (month: number) => figures.profit(monthNamed(month), 'shop')

// Month, net, cumulated: the demo's table, in thousands.
const table: [month: number, net: number, cumulated: number][] = [
  [1, 0, 0],
  [2, -90, -90],
  [3, -80, -170],
  [4, -725, -895],
  [5, -1_770, -2_665],
  [6, -835, -3_500],
  [7, -40, -3_540],
  [8, 237.5, -3_302.5],
  [9, 500, -2_802.5],
  [10, 590, -2_212.5],
  [11, 792.5, -1_420],
  [12, 1_117.5, -302.5],
  [13, 1_315, 1_012.5],
  [14, 1_192.5, 2_205],
  [15, 1_460, 3_665],
]

describe("Sambal Bu Tini's fifteen months", { timeout: 60_000 }, () => {
  it.each(table)('month %d: net and cumulated are exact to the rupiah', (month, net, cumulated) => {
    expect(profit(month).net).toBe(net * THOUSAND)
    expect(figures.cumulated(monthNamed(month), 'shop').net).toBe(cumulated * THOUSAND)
  })

  it('the golden month by hand: 19 × 35.000 − 11,5 × 25.000 − 8 × 15.000 − 20.000', () => {
    expect(profit(8).net).toBe(19 * 35_000 - 11.5 * 25_000 - 8 * 15_000 - 20_000)
    expect(profit(8).net).toBe(237_500)
  })

  // The demo's intervals were drawn; the exact ones are quantiles of Gamma(n + ½). Ours stand within 8 thousand of either.
  it.each([
    [2, -118, 11, 0.062],
    [7, -202, 199, 0.4],
    [8, 21, 527, 0.97],
  ])('month %d: the interval and the chance of the orders alone', (month, low, high, chance) => {
    const { ordersOnly } = profit(month)
    expect(Math.abs(ordersOnly!.low - low * THOUSAND)).toBeLessThan(8_000)
    expect(Math.abs(ordersOnly!.high - high * THOUSAND)).toBeLessThan(8_000)
    expect(ordersOnly!.chance).toBeCloseTo(chance, 1)
  })

  it.each(table.slice(1))('month %d: the orders-only interval is that of Gamma(n + ½), and the full one contains it', (month) => {
    const { ordersOnly, interval, net } = profit(month)
    const { orders, hours, costs } = sumsOf(ledger.channels.map((channel) => ledger.cell(monthNamed(month), channel)))
    const exact = (share: number) => jstat.gamma.inv(share, orders.count + 0.5, 1) * 35_000 - hours.cost! - costs.total
    const tolerance = 0.05 * 35_000 * Math.sqrt(orders.count + 1)
    expect(Math.abs(ordersOnly!.low - exact(0.05))).toBeLessThan(tolerance)
    expect(Math.abs(ordersOnly!.high - exact(0.95))).toBeLessThan(tolerance)
    expect(interval!.low).toBeLessThanOrEqual(ordersOnly!.low)
    expect(interval!.high).toBeGreaterThanOrEqual(ordersOnly!.high)
    expect(interval!.low).toBeLessThanOrEqual(net!)
    expect(interval!.high).toBeGreaterThanOrEqual(net!)
  })

  it('verdicts: not yet, can not tell yet, likely', () => {
    expect(profit(2).verdict).toBe('not-yet')
    expect(profit(7).verdict).toBe('unsure')
    expect(profit(8).verdict).toBe('likely')
    expect(profit(1).verdict).toBeNull()
  })

  it('breaks even in month 13', () => expect(figures.breakEven('shop')).toBe(monthNamed(13)))

  it('month 14 has fewer orders than 13, and that is noise', () => {
    expect(figures.change(monthNamed(14), monthNamed(13))).toEqual({ amount: -122_500, noise: true })
    expect(figures.change(monthNamed(5), monthNamed(4))!.noise).toBe(false)
  })

  it.each<[number, [Channel, number][]]>([
    [8, [['whatsapp', 110], ['word-of-mouth', 142.5], ['card', 72.5], ['instagram', -57.5], ['facebook', -5], ['blog', -25]]],
    [15, [['whatsapp', 505], ['word-of-mouth', 660], ['card', 240], ['instagram', 80], ['facebook', 25], ['blog', -50]]],
  ])('month %d by channel, and its sum', (month, channels) => {
    const nets = channels.map(([channel]) => figures.profit(monthNamed(month), channel).net)
    expect(nets).toEqual(channels.map(([, net]) => net * THOUSAND))
    expect(nets.reduce((sum, net) => sum! + net!, 0)).toBe(profit(month).net)
    for (const { channel, orders } of demoParts[month]!) expect(sumsOf([ledger.cell(monthNamed(month), channel)]).orders.count).toBe(orders)
  })

  it('month 15: Facebook can not be told, the blog not yet', () => {
    expect(figures.profit(monthNamed(15), 'facebook').chance).toBeCloseTo(0.7, 1)
    expect(figures.profit(monthNamed(15), 'facebook').verdict).toBe('unsure')
    expect(figures.profit(monthNamed(15), 'blog').verdict).toBe('not-yet')
    expect(figures.profit(monthNamed(15), 'whatsapp').verdict).toBe('likely')
  })

  it('the Shopee baseline stands apart', () => {
    expect(ledger.unattributed(monthNamed(8))).toHaveLength(4)
    expect(ledger.months[0]).toBe(monthNamed(1))
  })
})

import { expect, it } from 'vitest'
import { ordersToTell } from './orders-to-tell.ts'
import { profitInterval } from './profit.ts'
import { randomOf } from './random.ts'

const SHOPS = 400
const MARGIN = 35_000

/**
 * Shops that spend 40 to 160% of what their orders leave, and of which it can't be told after a month: each goes on as it is until the orders that
 * it was told of have come. How many of them can be told then, and what they were told, by the orders that they had.
 */
function shopsGoingOn(ordersAMonth: number) {
  const random = randomOf(`shops going on with ${ordersAMonth}`)
  const margins = (count: number) => Array.from({ length: count }, () => Math.round(MARGIN * Math.exp(0.47 * random.normal() - 0.47 ** 2 / 2)))
  const seen: { orders: number; more: number; told: boolean }[] = []
  for (let shop = 0; shop < SHOPS; shop++) {
    const spent = ordersAMonth * MARGIN * (0.4 + 1.2 * random.uniform())
    const inHours = Math.min(spent, 0.4 * ordersAMonth * MARGIN)
    const months = (time: number, count: number) => ({ margins: margins(count), hours: [{ cost: inHours * time, spread: 0.15 * inHours * time, footing: 'evening' as const }], costs: (spent - inHours) * time })
    const earlier = margins(5 * ordersAMonth)
    const first = months(1, arrivals(ordersAMonth, random.exponential))
    const verdict = (of: typeof first) => profitInterval(of, { seed: `shop ${shop}`, pool: [...earlier, ...of.margins], draws: 300 })
    const { known, verdict: now } = verdict(first)
    const more = ordersToTell(known, first.margins.length, first.margins.reduce((sum, margin) => sum + margin, 0))
    if (now !== 'unsure' || more === null) continue
    const rest = months(random.gamma(more) / ordersAMonth, more)
    const later = verdict({ margins: [...first.margins, ...rest.margins], hours: [...first.hours, ...rest.hours], costs: first.costs + rest.costs })
    seen.push({ orders: first.margins.length, more, told: later.verdict !== 'unsure' })
  }
  return seen
}

function arrivals(rate: number, wait: () => number): number {
  let count = 0
  for (let at = wait() / rate; at < 1; at += wait() / rate) count++
  return count
}

it('after as many more orders as it says about half of the shops can be told, however few they had', { timeout: 60_000 }, () => {
  const seen = [2, 5, 15, 30].flatMap((size) => shopsGoingOn(size))
  for (const [least, most] of [[1, 2], [3, 5], [6, 14], [15, 60]] as const) {
    const own = seen.filter(({ orders }) => orders >= least && orders <= most)
    const told = own.filter((one) => one.told).length / own.length
    expect(own.length).toBeGreaterThan(100)
    expect(told).toBeGreaterThan(0.4)
    expect(told).toBeLessThan(0.65)
  }
  // Nor is it a number for all that is right on the whole: who is told of fewer than they had can be told as often.
  const soon = seen.filter(({ orders, more }) => more <= orders)
  expect(soon.length).toBeGreaterThan(30)
  expect(soon.filter((one) => one.told).length / soon.length).toBeGreaterThan(0.35)
})

import { expect, test } from 'vitest'
import { dayIn, monthIn } from '#platform/clock'
import { demoFacts, ZONE } from './facts.ts'
import { byChannel, CONTRIBUTION, TINI, WULAN } from './plan.ts'

// The story's own table: hours of Tini and Wulan, ads and tools, orders, net and cumulated in thousands of rupiah.
const story = [
  [0, 0, 0, 0, 0, 0],
  [5, 0, 0, 1, -90, -90],
  [6, 0, 0, 2, -80, -170],
  [30, 0, 150, 5, -725, -895],
  [70, 0, 300, 8, -1770, -2665],
  [42, 0, 100, 9, -835, -3500],
  [14, 6, 20, 12, -40, -3540],
  [11.5, 8, 20, 19, 237.5, -3302.5],
  [11, 10, 20, 27, 500, -2802.5],
  [11, 10, 70, 31, 590, -2212.5],
  [11.5, 12, 70, 38, 792.5, -1420],
  [10.5, 12, 50, 46, 1117.5, -302.5],
  [11, 12, 50, 52, 1315, 1012.5],
  [10.5, 14, 50, 49, 1192.5, 2205],
  [11, 14, 50, 57, 1460, 3665],
] as const

const facts = demoFacts(new Date('2026-11-22T03:00:00Z'))

test('the plan sums to the story, month by month and to the rupiah', () => {
  let cumulated = 0
  story.forEach(([tini, wulan, costs, orders, net, total], index) => {
    const sum = [0, 1, 2, 3].map((at) => Object.values(byChannel[index]!).reduce((all, share) => all + (share[at] ?? 0), 0))
    expect(sum, `month ${index + 1}`).toEqual([orders, tini, wulan, costs * 1000])
    const ours = orders * CONTRIBUTION - tini * TINI.hourly - wulan * WULAN.hourly - costs * 1000
    cumulated += ours
    expect(ours).toBe(net * 1000)
    expect(cumulated).toBe(total * 1000)
  })
})

test('the facts carry the plan whole: orders, minutes and costs of every channel and month', () => {
  facts.months.forEach((month, index) => {
    for (const [channel, [orders, tini, wulan, cost = 0]] of Object.entries(byChannel[index]!)) {
      const minutes = (member: string) =>
        facts.minutes.filter((one) => one.channel === channel && one.member === member && one.day.startsWith(month)).reduce((sum, one) => sum + one.minutes, 0)
      expect(facts.orders.filter((order) => order.channel === channel && monthIn(ZONE, order.at) === month)).toHaveLength(orders)
      expect(minutes('tini')).toBe(tini * 60)
      expect(minutes('wulan')).toBe(wulan * 60)
      expect(facts.costs.filter((one) => one.channel === channel && one.day.startsWith(month)).reduce((sum, one) => sum + one.amount, 0)).toBe(cost)
    }
  })
})

test('the demo is the same shop every time, whatever the hour it is opened', () => {
  expect(demoFacts(new Date('2026-11-22T03:00:00Z'))).toEqual(facts)
  expect(demoFacts(new Date('2026-11-02T03:00:00Z')).months).toEqual(facts.months)
})

test('the last whole week has orders and hours of its own, however late in the month it is opened', () => {
  for (const [now, from, to] of [['2026-11-30T03:00:00Z', '2026-11-23', '2026-11-29'], ['2026-11-22T03:00:00Z', '2026-11-09', '2026-11-15'], ['2026-11-02T03:00:00Z', '2026-10-26', '2026-11-01']] as const) {
    const { orders, minutes, running } = demoFacts(new Date(now))
    const within = (day: string) => day >= from && day <= to
    expect(orders.filter(({ channel, at }) => channel && within(dayIn(ZONE, at))).length, now).toBeGreaterThanOrEqual(3)
    expect(minutes.filter(({ day }) => within(day)).length, now).toBeGreaterThan(0)
    // The running month stands apart: a few orders of its own.
    expect(orders.filter(({ at }) => monthIn(ZONE, at) === running), now).toHaveLength(5)
  }
})

test('nothing lies ahead, also in the first minutes of a month', () => {
  for (const now of ['2026-11-22T03:00:00Z', '2026-10-31T17:00:01Z', '2026-02-28T16:59:00Z']) {
    const { orders, minutes } = demoFacts(new Date(now))
    for (const order of orders) expect(order.at.getTime()).toBeLessThanOrEqual(Date.parse(now))
    for (const one of minutes) expect(one.day <= now.slice(0, 10)).toBe(true)
  }
})

test('a buyer is won once, by the channel of the first order', () => {
  const wonBy = new Map<string, string>()
  for (const { buyer, channel, returning } of facts.orders) {
    if (!buyer || !channel) continue
    expect(returning).toBe(wonBy.has(buyer.phone))
    wonBy.set(buyer.phone, wonBy.get(buyer.phone) ?? channel)
    expect(wonBy.get(buyer.phone)).toBe(channel)
  }
})

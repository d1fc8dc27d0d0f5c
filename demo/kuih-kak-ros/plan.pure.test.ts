import { expect, test } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import { dayIn } from '#platform/clock'
import { BEGUN, CONTRIBUTION, costs, followers, minutes, orders, posts, ROS, ZONE } from './plan.ts'
import { visitsBefore } from './visits.ts'

// The guide's own tables (docs/guides/demo.md): orders that something brought, what they left, hours, ads, net; in sen.
const byWeek = [
  [1, 1_065, 1_125, 0, -60],
  [2, 2_130, 1_625, 0, 505],
  [1, 1_065, 1_000, 1_000, -935],
  [3, 3_195, 2_125, 0, 1_070],
  [2, 2_130, 2_500, 0, -370],
  [4, 4_294, 3_125, 0, 1_169],
]
const byChannel: Partial<Record<Channel, number[]>> = {
  whatsapp: [6, 6_390, 4_125, 0, 2_265],
  'word-of-mouth': [3, 3_195, 875, 0, 2_320],
  instagram: [2, 2_130, 3_375, 0, -1_245],
  facebook: [1, 1_065, 1_250, 1_000, -1_185],
  tiktok: [1, 1_099, 1_875, 0, -776],
}

type Dated = { daysAgo: number; channel: Channel | null }

function sums(of: (one: Dated) => boolean): number[] {
  const brought = orders.filter((order) => order.channel !== null && of(order))
  const left = brought.reduce((sum, { product }) => sum + CONTRIBUTION[product], 0)
  const hours = minutes.filter(of).reduce((sum, one) => sum + one.minutes * (ROS.hourly / 60), 0)
  const ads = costs.filter(of).reduce((sum, one) => sum + one.amount, 0)
  return [brought.length, left, Number(hours.toFixed(6)), ads, Number((left - hours - ads).toFixed(6))]
}

test('an order leaves RM10.65 in the chat and RM10.99 through Shopee; an hour is worth RM12.50', () => {
  expect(CONTRIBUTION).toEqual({ box: 1_065, serunding: 1_099 })
  expect(ROS.yearly / ROS.hours).toBe(ROS.hourly)
})

test('week by week, channel by channel and in all it is what the guide says, to the sen', () => {
  byWeek.forEach((row, week) => expect(sums(({ daysAgo }) => Math.floor((BEGUN - daysAgo) / 7) === week), `week ${week + 1}`).toEqual(row))
  for (const [channel, row] of Object.entries(byChannel)) expect(sums((one) => one.channel === channel), channel).toEqual(row)
  expect(sums(() => true)).toEqual([13, 13_879, 11_500, 1_000, 1_379])
})

test('every entry is worth whole sen, so that a month that cuts through the weeks adds up too', () => {
  for (const entry of minutes) expect((entry.minutes * ROS.hourly) % 60).toBe(0)
})

test('nothing lies before her six weeks or ahead, whenever she is opened', () => {
  for (const { daysAgo } of [...orders, ...minutes, ...costs, ...posts, ...followers]) {
    expect(daysAgo).toBeGreaterThan(0)
    expect(daysAgo).toBeLessThan(BEGUN)
  }
  for (const now of ['2026-11-22T03:00:00Z', '2026-10-31T16:00:01Z', '2026-02-28T15:59:00Z']) {
    const at = visitsBefore(new Date(now)).map((visit) => visit.at.getTime())
    expect(Math.max(...at)).toBeLessThan(Date.parse(now))
    expect(dayIn(ZONE, new Date(Math.min(...at))) >= dayIn(ZONE, new Date(Date.parse(now) - BEGUN * 86_400_000))).toBe(true)
  }
})

test('who comes again was won by the same channel', () => {
  const wonBy = new Map<number, Channel | null>()
  for (const { buyer, channel } of orders) {
    if (buyer === null) continue
    expect(wonBy.get(buyer) ?? channel).toBe(channel)
    wonBy.set(buyer, channel)
  }
})

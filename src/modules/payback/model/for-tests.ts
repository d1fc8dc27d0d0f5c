import type { Channel } from '#contract/channels.ts'
import type { CostEntry, Entries, MinutesEntry, OrderEntry } from './entries.ts'

// Sambal Bu Tini's fifteen months as a ledger's entries, for the tests of this folder: every figure here is fixed by
// the demo's own tables. Amounts in rupiah, hours in hours.

const CONTRIBUTION = 35_000
export const bu = { tini: '018f0000-0000-7000-8000-000000000001', wulan: '018f0000-0000-7000-8000-000000000002' }
const months = ['2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']

/** `monthNamed(8)` is the eighth of the fifteen. */
export const monthNamed = (number: number): string => months[number - 1]!
export const runningMonth = '2026-11'

interface Part {
  channel: Channel
  orders: number
  tini: number
  wulan: number
  costs: number
}

const whole = (orders: number, tini: number, wulan: number, costs: number): Part[] => [{ channel: 'whatsapp', orders, tini, wulan, costs }]

export const demoParts: Record<number, Part[]> = {
  1: [],
  2: whole(1, 5, 0, 0),
  3: whole(2, 6, 0, 0),
  4: whole(5, 30, 0, 150_000),
  5: whole(8, 70, 0, 300_000),
  6: whole(9, 42, 0, 100_000),
  7: whole(12, 14, 6, 20_000),
  8: [
    { channel: 'whatsapp', orders: 7, tini: 3, wulan: 4, costs: 0 },
    { channel: 'word-of-mouth', orders: 5, tini: 1, wulan: 0.5, costs: 0 },
    { channel: 'card', orders: 3, tini: 0.5, wulan: 0, costs: 20_000 },
    { channel: 'instagram', orders: 3, tini: 5, wulan: 2.5, costs: 0 },
    { channel: 'facebook', orders: 1, tini: 1, wulan: 1, costs: 0 },
    { channel: 'blog', orders: 0, tini: 1, wulan: 0, costs: 0 },
  ],
  9: whole(27, 11, 10, 20_000),
  10: whole(31, 11, 10, 70_000),
  11: whole(38, 11.5, 12, 70_000),
  12: whole(46, 10.5, 12, 50_000),
  13: whole(52, 11, 12, 50_000),
  14: whole(49, 10.5, 14, 50_000),
  15: [
    { channel: 'whatsapp', orders: 19, tini: 2.5, wulan: 6.5, costs: 0 },
    { channel: 'word-of-mouth', orders: 22, tini: 2, wulan: 2, costs: 30_000 },
    { channel: 'card', orders: 8, tini: 0.5, wulan: 0.5, costs: 20_000 },
    { channel: 'instagram', orders: 5, tini: 2, wulan: 3, costs: 0 },
    { channel: 'facebook', orders: 3, tini: 2, wulan: 2, costs: 0 },
    { channel: 'blog', orders: 0, tini: 2, wulan: 0, costs: 0 },
  ],
}

/** The demo's entries; hours in pieces of 25 minutes, so that no single row has a round price. */
export function demoEntries({ spreadMinutes = 0 } = {}): Entries {
  const orders: OrderEntry[] = []
  const minutes: MinutesEntry[] = []
  const costs: CostEntry[] = []
  let made = 0
  const id = () => `018f0000-0000-7000-9000-${String(made++).padStart(12, '0')}`

  months.forEach((month, at) => {
    // The Shopee baseline: neither touch nor answer.
    for (let baseline = 0; baseline < 4; baseline++) orders.push(order(id(), month))
    for (const { channel, orders: count, tini, wulan, costs: amount } of demoParts[at + 1]!) {
      for (let sold = 0; sold < count; sold++) orders.push({ ...order(id(), month), salesPlace: 'chat', said: channel, answered: true })
      const spend = (memberId: string, hours: number) => {
        for (let left = hours * 60, day = 1; left > 0; left -= 25, day = (day % 28) + 1)
          minutes.push({
            id: id(),
            memberId,
            channel,
            activity: 'answer',
            day: `${month}-${String(day).padStart(2, '0')}`,
            minutes: Math.min(25, left),
            footing: 'evening',
            spreadMinutes,
          })
      }
      spend(bu.tini, tini)
      spend(bu.wulan, wulan)
      if (amount > 0) costs.push({ id: id(), channel, kind: 'ads', day: `${month}-05`, amount, note: null })
    }
  })
  return {
    orders,
    minutes,
    costs,
    worths: [
      { memberId: bu.tini, from: '2025-01-01', hourly: 25_000 },
      { memberId: bu.wulan, from: '2025-01-01', hourly: 15_000 },
    ],
    members: [
      { id: bu.tini, name: 'Bu Tini' },
      { id: bu.wulan, name: 'Wulan' },
    ],
  }
}

const order = (id: string, month: string): OrderEntry => ({
  id,
  month,
  orderedAt: Date.parse(`${month}-10T05:00:00Z`),
  amount: 60_000,
  margin: CONTRIBUTION,
  state: 'done',
  salesPlace: 'shopee',
  said: null,
  answered: false,
  tracked: null,
  buyerKey: null,
  firstOfBuyer: true,
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channels, type Channel } from '#contract/channels.ts'
import { orderStates } from '#contract/shop.ts'
import { creditOrders } from './credit.ts'
import type { CostEntry, Entries, MinutesEntry, OrderEntry, TrafficEntry } from './entries.ts'
import { figuresOf } from './figures.ts'
import { ledgerOf, rowsByMonth, rowsInTurns } from './ledger.ts'
import { rowsReport } from './rows-report.ts'
import { sumsOf } from './sums.ts'
import { wholeParts } from './whole-parts.ts'

const month = '2026-10'
const ann = '018f0000-0000-7000-8000-000000000001'
const ben = '018f0000-0000-7000-8000-000000000002'

const order = (given: Partial<OrderEntry> = {}): OrderEntry => ({
  id: '018f0000-0000-7000-9000-000000000001',
  month,
  orderedAt: Date.parse('2026-10-10T05:00:00Z'),
  amount: 100,
  margin: 40,
  state: 'done',
  salesPlace: 'chat',
  said: null,
  answered: false,
  tracked: null,
  buyerKey: null,
  firstOfBuyer: true,
  ...given,
})
const spent = (given: Partial<MinutesEntry> = {}): MinutesEntry => ({
  id: '018f0000-0000-7000-9000-000000000002',
  memberId: ann,
  channel: 'instagram',
  activity: 'answer',
  day: `${month}-03`,
  minutes: 60,
  footing: 'timer',
  spreadMinutes: 1,
  ...given,
})
const cost = (given: Partial<CostEntry> = {}): CostEntry => ({
  id: '018f0000-0000-7000-9000-000000000003',
  channel: null,
  kind: 'tool',
  day: `${month}-01`,
  amount: 100,
  note: null,
  ...given,
})
const seen = (given: Partial<TrafficEntry> = {}): TrafficEntry => ({
  siteId: '018f0000-0000-7000-9000-000000000004',
  site: 'Blog',
  channel: 'search',
  day: `${month}-04`,
  visits: 100,
  perThousand: 5_000,
  ...given,
})
const entries = (given: Partial<Entries> = {}): Entries => ({
  orders: [],
  minutes: [],
  costs: [],
  worths: [
    { memberId: ann, from: '2026-01-01', hourly: 60 },
    { memberId: ben, from: '2026-10-15', hourly: 30 },
  ],
  members: [
    { id: ann, name: 'Ann' },
    { id: ben, name: 'Ben' },
  ],
  ...given,
})
const tracked = (channel: Channel) => ({ channel, by: 'link' as const })

describe('the credit of an order', () => {
  it.each<[string, Partial<OrderEntry>, Channel | null, Channel | null]>([
    ['evidence before words', { tracked: tracked('instagram'), said: 'word-of-mouth' }, 'instagram', 'word-of-mouth'],
    ['words where there is no evidence', { said: 'card' }, 'card', 'card'],
    ['evidence where nobody asked', { tracked: tracked('blog') }, 'blog', 'blog'],
    ['"direct" is not knowing', { tracked: tracked('direct'), said: 'facebook' }, 'facebook', 'facebook'],
    ['neither is nobody', { tracked: tracked('direct') }, null, null],
  ])('%s', (_, given, channel, bySaid) => expect(creditOrders([order(given)])[0]!.credit).toMatchObject({ channel, bySaid }))

  const again = { buyerKey: 'ayu', firstOfBuyer: false, tracked: tracked('instagram') }

  it('a returning customer belongs to whoever won the person, by evidence and by word', () => {
    const first = order({ buyerKey: 'ayu', tracked: tracked('whatsapp'), said: 'word-of-mouth' })
    expect(creditOrders([first, order(again)])[1]!.credit).toEqual({ channel: 'whatsapp', by: 'won', bySaid: 'word-of-mouth' })
  })

  it('whom nobody won stands by the evidence of each order', () => {
    expect(creditOrders([order({ buyerKey: 'ayu' }), order(again)])[1]!.credit).toMatchObject({ channel: 'instagram', by: 'tracked' })
  })

  it('a first order that was returned still won the person', () => {
    const first = order({ buyerKey: 'ayu', said: 'card', state: 'returned' })
    expect(creditOrders([first, order(again)]).map(({ credit }) => credit.channel)).toEqual(['card'])
  })
})

describe('the ledger', () => {
  it('leaves orders out that were cancelled or came back', () => {
    const orders = orderStates.map((state) => order({ state, said: 'card' }))
    expect(ledgerOf(entries({ orders }), month).cell(month, 'card').orders.map(({ state }) => state)).toEqual(['placed', 'done'])
  })

  it('charges what it cost that an order came back to the channel of its credit; without a trace it is in no cell, as its margin would not be', () => {
    const cameBack = { cost: 15, day: `${month}-12` }
    const orders = [order({ buyerKey: 'ayu', said: 'card' }), order({ buyerKey: 'ayu', said: 'blog', firstOfBuyer: false, state: 'cod-failed', cameBack }), order({ state: 'returned', cameBack: { ...cameBack, cost: 7 } })]
    const ledger = ledgerOf(entries({ orders }), month)
    expect(ledger.cell(month, 'card').costs).toMatchObject([{ id: orders[1]!.id, kind: 'return', amount: 15, order: { state: 'cod-failed', won: true } }])
    expect(ledger.cell(month, null).costs).toEqual([])
    expect(ledger.strayReturns(month)).toMatchObject([{ kind: 'return', amount: 7, order: { state: 'returned', won: false } }])
    expect(ledger.unattributed(month)).toEqual([])
    expect(figuresOf(ledger, 'seed').profit(month, 'shop').net).toBe(40 - 15)
  })

  it('leaves what failed before its buyer was won where it came from: no later order changes an earlier row', () => {
    const failed = order({ buyerKey: 'ayu', said: 'blog', firstOfBuyer: false, state: 'cod-failed', cameBack: { cost: 15, day: `${month}-12` } })
    const bought = order({ buyerKey: 'ayu', said: 'card' })
    expect(creditOrders([failed, bought]).map(({ credit }) => credit.channel)).toEqual(['blog', 'card'])
  })

  it('runs from the first entry to the running month with none left out', () => {
    const orders = [order({ month: '2026-07' })]
    expect(ledgerOf(entries({ orders }), month).months).toEqual(['2026-07', '2026-08', '2026-09', '2026-10'])
    expect(ledgerOf(entries(), month).months).toEqual([month])
  })

  it('an order without a margin makes the sum unknown, never 100%; the rest is summed beside it', () => {
    const ledger = ledgerOf(entries({ orders: [order({ said: 'card' }), order({ said: 'card', margin: null })] }), month)
    expect(sumsOf([ledger.cell(month, 'card')]).orders).toMatchObject({ count: 2, revenue: 200, margin: null, marginKnown: 40, marginMissing: 1 })
    const profit = figuresOf(ledger, 'test', 200).profit(month, 'card')
    expect(profit).toMatchObject({ net: null, known: 40, missing: { orders: 1, minutes: 0 }, interval: null, verdict: null })
  })

  it("an hour whose worth nobody said is unknown, never free", () => {
    const minutes = [spent(), spent({ memberId: ben, day: '2026-10-14' }), spent({ memberId: ben, day: '2026-10-15' })]
    const ledger = ledgerOf(entries({ minutes }), month)
    expect(sumsOf([ledger.cell(month, 'instagram')]).hours).toMatchObject({ minutes: 180, cost: null, costKnown: 90 })
    expect(figuresOf(ledger, 'test', 200).profit(month, 'shop')).toMatchObject({ net: null, known: -90, missing: { minutes: 60 } })
    expect(figuresOf(ledger, 'test', 200).breakEven('shop')).toBeNull()
  })

  it('a raise counts from its day', () => {
    const worths = [
      { memberId: ann, from: '2026-01-01', hourly: 60 },
      { memberId: ann, from: '2026-10-10', hourly: 90 },
    ]
    const minutes = [spent({ day: '2026-10-09' }), spent({ day: '2026-10-10' })]
    const { hours } = sumsOf([ledgerOf(entries({ minutes, worths }), month).cell(month, 'instagram')])
    expect(hours.cost).toBe(150)
    expect(hours.members.map((member) => [member.hourly, member.cost])).toEqual([[60, 60], [90, 90]])
  })

  it('costs of no channel are shared by minutes, in whole units', () => {
    const minutes = [spent({ minutes: 40 }), spent({ minutes: 20, channel: 'blog' }), spent({ minutes: 600, channel: null })]
    const ledger = ledgerOf(entries({ minutes, costs: [cost(), cost({ channel: 'card', amount: 5 })] }), month)
    const of = (channel: Channel | null) => sumsOf([ledger.cell(month, channel)]).costs.total
    expect([of('instagram'), of('blog'), of('card'), of(null)]).toEqual([67, 33, 5, 0])
  })

  it('in a month without minutes they stand apart', () => {
    expect(sumsOf([ledgerOf(entries({ costs: [cost()] }), month).cell(month, null)]).costs.total).toBe(100)
  })
})

describe('visits that earn', () => {
  it('are in the profit of their channel as a month’s whole sum, in whole units, and open to their days', () => {
    // Three days of one visit: 0,007 each is nothing, and a thousand such visits are 7.
    const traffic = [seen({ visits: 1, perThousand: 7, day: `${month}-01` }), seen({ visits: 998, perThousand: 7 }), seen({ channel: 'instagram', visits: 1, perThousand: 7 })]
    const ledger = ledgerOf(entries({ traffic, minutes: [spent({ channel: 'search', minutes: 3 })] }), month)
    expect(sumsOf([ledger.cell(month, 'search')]).traffic).toEqual({ visits: 999, total: 7 })
    expect(sumsOf([ledger.cell(month, 'instagram')]).traffic).toEqual({ visits: 1, total: 0 })
    expect(rowsReport(ledger, { month, figure: 'traffic', limit: 50 })).toMatchObject({ sum: 7, count: 3, rows: [{ day: `${month}-04`, site: 'Blog' }, {}, { day: `${month}-01` }] })
    const figures = figuresOf(ledger, 'test', 200)
    // Nobody bought anything, and still it paid back: by its visits.
    expect(figures.profit(month, 'shop')).toMatchObject({ net: 4, verdict: 'likely' })
    expect(figures.breakEven('shop')).toBe(month)
  })

  it('that earn less than they take have not paid back', () => {
    const ledger = ledgerOf(entries({ traffic: [seen({ perThousand: 10 })], minutes: [spent()] }), month)
    expect(figuresOf(ledger, 'test', 200).profit(month, 'shop')).toMatchObject({ net: 1 - 60, verdict: 'not-yet', interval: null })
    expect(figuresOf(ledger, 'test', 200).breakEven('shop')).toBeNull()
  })
})

describe('parts sum to the whole', () => {
  it('whole parts, in proportion', () => {
    expect(wholeParts(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(wholeParts(7, [0, 0])).toEqual([7, 0])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 30 }), (whole, weights) => {
        const parts = wholeParts(whole, weights)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole)
        const sum = weights.reduce((total, weight) => total + weight, 0)
        if (sum > 0) parts.forEach((part, at) => expect(Math.abs(part - (whole * weights[at]!) / sum)).toBeLessThan(1.001))
      }),
    )
  })

  const anyChannel = fc.constantFrom<Channel | null>('whatsapp', 'instagram', 'card', 'direct', null)
  const anyMonth = fc.constantFrom('2026-08', '2026-09', '2026-10')
  const anyEntries = fc.record({
    orders: fc.array(
      fc.record({ month: anyMonth, margin: fc.integer({ min: -50, max: 500 }), said: anyChannel, touch: anyChannel, buyerKey: fc.constantFrom('ayu', 'sri', null), firstOfBuyer: fc.boolean(), state: fc.constantFrom(...orderStates), returnCost: fc.nat(99) }),
      { maxLength: 30 },
    ),
    minutes: fc.array(fc.record({ month: anyMonth, minutes: fc.integer({ min: 0, max: 300 }), channel: anyChannel, memberId: fc.constantFrom(ann, ben) }), { maxLength: 30 }),
    costs: fc.array(fc.record({ month: anyMonth, amount: fc.integer({ min: 0, max: 9_999 }), channel: anyChannel, kind: fc.constantFrom('ads' as const, 'tool' as const, 'fee' as const, 'reward' as const) }), { maxLength: 10 }),
    traffic: fc.array(fc.record({ month: anyMonth, visits: fc.integer({ min: 1, max: 5_000 }), channel: fc.constantFrom<Channel>('search', 'instagram', 'direct'), perThousand: fc.constantFrom(0, 7, 1_234) }), { maxLength: 12 }),
    hourly: fc.integer({ min: 0, max: 99_999 }),
  })

  const cameBack = (state: OrderEntry['state']) => state === 'returned' || state === 'cod-failed'
  const written = ({ orders, minutes, costs, traffic, hourly }: typeof anyEntries extends fc.Arbitrary<infer E> ? E : never): Entries =>
    entries({
      orders: orders.map(({ touch, returnCost, ...given }, at) => order({ ...given, id: `${at}`, tracked: touch && tracked(touch), ...(cameBack(given.state) && returnCost > 0 && { cameBack: { cost: returnCost, day: `${given.month}-20` } }) })),
      minutes: minutes.map(({ month: of, ...given }) => spent({ ...given, day: `${of}-20` })),
      costs: costs.map(({ month: of, ...given }) => cost({ ...given, day: `${of}-20` })),
      traffic: traffic.map(({ month: of, ...given }) => seen({ ...given, day: `${of}-20` })),
      worths: [ann, ben].map((memberId) => ({ memberId, from: '2026-01-01', hourly })),
    })

  it('later months alone, beside those that are reckoned, come to what all of them come to, and so does each month in its turn', async () => {
    /** As the orders' own module says it of a span: the first that stands of a buyer's among these. */
    const firstsMarked = (orders: Entries['orders']) => {
      const first = (buyer: string) => orders.find(({ buyerKey, state }) => buyerKey === buyer && state !== 'cancelled' && state !== 'cod-failed')
      return orders.map((one) => ({ ...one, firstOfBuyer: one.buyerKey === null || (first(one.buyerKey) ?? one) === one }))
    }
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.constantFrom('2026-08', '2026-09', '2026-10', '2026-11'), async (given, from) => {
        const all = written({ ...given, orders: given.orders.toSorted((one, other) => (one.month < other.month ? -1 : 1)) })
        const since = { orders: firstsMarked(all.orders.filter((one) => one.month >= from)), minutes: all.minutes.filter(({ day }) => day >= from), costs: all.costs.filter(({ day }) => day >= from), traffic: all.traffic!.filter(({ day }) => day >= from) }
        const until = { orders: firstsMarked(all.orders.filter((one) => one.month < from)), minutes: all.minutes.filter(({ day }) => day < from), costs: all.costs.filter(({ day }) => day < from), traffic: all.traffic!.filter(({ day }) => day < from) }
        const whole = rowsByMonth({ ...all, orders: firstsMarked(all.orders) })
        const joined = rowsByMonth({ ...all, ...since }, rowsByMonth({ ...all, ...until }))
        const inTurns = await rowsInTurns({ ...all, orders: firstsMarked(all.orders) }, async () => {}, 1)
        for (const parts of [joined, inTurns]) {
          expect([...parts.months].sort()).toEqual([...whole.months].sort())
          // To the letter: a closed month is known by the mark of its JSON.
          for (const each of whole.months) expect(JSON.stringify(parts(each))).toBe(JSON.stringify(whole(each)))
          expect(parts.firsts).toEqual(whole.firsts)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('channels and what is shared to the shop, rows to their channel, months to what has cumulated', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyEntries, ({ orders, minutes, costs, traffic, hourly }) => {
        const ledger = ledgerOf(written({ orders, minutes, costs, traffic, hourly }), month)
        const figures = figuresOf(ledger, 'test', 50)
        const lines = [...ledger.channels, null]
        let cumulated = 0
        for (const each of ledger.months) {
          const cells = lines.map((line) => ledger.cell(each, line))
          const net = figures.profit(each, 'shop').net!
          expect(lines.reduce((sum, line) => sum + figures.profit(each, line).net!, 0)).toBe(net)
          cumulated += net
          expect(figures.cumulated(each, 'shop').net).toBe(cumulated)
          for (const cell of cells) {
            const { orders: sold, hours, costs: paid, traffic: earned } = sumsOf([cell])
            expect(sold.first + sold.returning).toBe(sold.count)
            expect(hours.members.reduce((sum, member) => sum + member.cost!, 0)).toBe(hours.cost)
            expect(sold.margin! + earned.total - hours.cost! - paid.total).toBe(figures.profit(each, cell.channel).net)
          }
          const all = sumsOf(cells)
          // No minute is worth more or less for having been logged in pieces: at most half a unit a member.
          expect(Math.abs(all.hours.cost! - (all.hours.minutes * hourly) / 60)).toBeLessThanOrEqual(1)
          const worth = traffic.filter((one) => one.month === each).reduce((sum, one) => sum + (one.visits * one.perThousand) / 1000, 0)
          // A month's sum of a site at one worth is rounded once: two worths here earn anything.
          expect(Math.abs(all.traffic.total - worth)).toBeLessThanOrEqual(1)
          const back = orders.filter((one) => one.month === each && cameBack(one.state)).reduce((sum, one) => sum + one.returnCost, 0)
          const stray = ledger.strayReturns(each).reduce((sum, { amount }) => sum + amount, 0)
          expect(all.costs.total + stray).toBe(back + costs.filter((one) => one.month === each).reduce((sum, one) => sum + one.amount, 0))
          const counted = orders.filter((one) => one.month === each && one.state !== 'cancelled' && !cameBack(one.state)).length
          expect(all.orders.count + ledger.unattributed(each).length).toBe(counted)
        }
        expect(channels).toEqual(expect.arrayContaining([...ledger.channels]))
      }),
      { numRuns: 60 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import { BEFORE, knownOf, rowsKept, type Book, type Rows } from './book.ts'
import { bookReport } from './book-report.ts'
import type { CostEntry, Entries, MinutesEntry, OrderEntry } from './entries.ts'
import { figuresOf } from './figures.ts'
import { ledgerOf, type Ledger } from './ledger.ts'
import { linesReport, type Keys } from './lines.ts'
import { pointOf } from './profit.ts'
import { rowsReport } from './rows-report.ts'
import { evidenceOf, sumsOf } from './sums.ts'

const ann = '018f0000-0000-7000-8000-000000000001'
const idOf = (kind: number, at: number) => `018f0000-0000-7000-8000-${String(kind)}${String(at).padStart(11, '0')}`
const months = ['2026-07', '2026-08', '2026-09', '2026-10'] as const
const running = '2026-11'

const order = (at: number, given: Partial<OrderEntry> = {}): OrderEntry => ({
  id: idOf(1, at),
  month: '2026-08',
  orderedAt: Date.parse(`${given.month ?? '2026-08'}-10T05:00:00Z`),
  amount: 60_000,
  margin: 35_000,
  state: 'done',
  salesPlace: 'chat',
  said: 'instagram',
  answered: true,
  tracked: null,
  buyerKey: null,
  firstOfBuyer: true,
  ...given,
})
const spent = (at: number, given: Partial<MinutesEntry> = {}): MinutesEntry => ({ id: idOf(2, at), memberId: ann, channel: 'instagram', activity: 'answer', day: '2026-08-03', minutes: 60, footing: 'timer', spreadMinutes: 1, ...given })
const cost = (at: number, given: Partial<CostEntry> = {}): CostEntry => ({ id: idOf(3, at), channel: null, kind: 'tool', day: '2026-08-01', amount: 20_000, note: null, ...given })
const entries = (given: Partial<Entries> = {}): Entries => ({ orders: [], minutes: [], costs: [], worths: [{ memberId: ann, from: '2026-01-01', hourly: 25_000 }], members: [{ id: ann, name: 'Ann' }], ...given })

/** As a column of JSON gives it back. */
const kept = (rows: Rows) => rowsKept(JSON.parse(JSON.stringify(rows)) as object)
const book = (given: Partial<Book> = {}): Book => ({ openings: [], closed: new Map(), corrections: [], today: `${running}-18`, ...given })
const closing = (ledger: Ledger, ...closed: string[]) => new Map(closed.map((month) => [month, kept(ledger.rowsNow(month))]))
const netOf = (ledger: Ledger, month: string) => pointOf(evidenceOf([...ledger.channels, null].map((channel) => ledger.cell(month, channel))))
const openingOf = (ledger: Ledger) => pointOf(evidenceOf([...ledger.channels, null].map((channel) => ledger.opening(channel))))

const channel = fc.constantFrom<Channel | null>('instagram', 'whatsapp', 'card', null)
const anyMonth = fc.constantFrom(...months)
const someEntries = fc
  .record({
    orders: fc.array(fc.record({ month: anyMonth, said: channel, margin: fc.option(fc.integer({ min: -5_000, max: 90_000 })), state: fc.constantFrom('done', 'returned', 'placed'), buyer: fc.option(fc.integer({ min: 0, max: 3 })) }), { maxLength: 12 }),
    minutes: fc.array(fc.record({ month: anyMonth, channel, minutes: fc.integer({ min: 1, max: 200 }) }), { maxLength: 12 }),
    costs: fc.array(fc.record({ month: anyMonth, channel, amount: fc.integer({ min: 0, max: 99_999 }) }), { maxLength: 6 }),
    traffic: fc.array(fc.record({ month: anyMonth, channel: fc.constantFrom<Channel>('search', 'instagram'), visits: fc.integer({ min: 1, max: 2_000 }), perThousand: fc.constantFrom(7, 999) }), { maxLength: 6 }),
    hourly: fc.integer({ min: 1, max: 77_777 }),
  })
  .map(({ orders, minutes, costs, traffic, hourly }): Entries => {
    const met = new Set<number>()
    return entries({
      orders: orders
        .toSorted((one, other) => (one.month < other.month ? -1 : 1))
        .map(({ buyer, ...given }, at) => {
          const firstOfBuyer = buyer === null || !met.has(buyer)
          if (buyer !== null) met.add(buyer)
          return order(at, { ...given, buyerKey: buyer === null ? null : `b${buyer}`, firstOfBuyer })
        }),
      minutes: minutes.map(({ month, ...given }, at) => spent(at, { ...given, day: `${month}-05` })),
      costs: costs.map(({ month, ...given }, at) => cost(at, { ...given, day: `${month}-06` })),
      traffic: traffic.map(({ month, ...given }, at) => ({ siteId: idOf(5, at % 2), site: 'Blog', day: `${month}-07`, ...given })),
      worths: [{ memberId: ann, from: '2026-01-01', hourly }],
    })
  })

describe('the book', () => {
  it('balances to the rupiah: what was closed and its corrections are what its rows come to now, whatever was changed, twice over', () => {
    fc.assert(
      fc.property(someEntries, someEntries, someEntries, fc.subarray([...months], { minLength: 1 }), (first, second, third, closedMonths) => {
        const read = ledgerOf(first, running)
        const closed = closing(read, ...closedMonths)
        const changed = ledgerOf(second, running, book({ closed }))
        // What was found is written down; then everything changes again.
        const again = ledgerOf(third, running, book({ closed, corrections: changed.correctionsDue, today: `${running}-20` }))
        const open = ledgerOf(third, running)
        for (const month of closedMonths) {
          const later = again.corrections.filter(({ concerns }) => concerns === month).reduce((sum, { amount }) => sum + amount, 0)
          expect(knownOf(closed.get(month)!) + later).toBe(knownOf(again.rowsNow(month)))
          expect(netOf(again, month)).toBe(netOf(read, month))
        }
        for (const row of bookReport({ ledger: again, members: third.members, kept: { openings: [], closed: [] } }).months) expect(row.known + row.later).toBe(row.recomputed)
        const allTold = (ledger: Ledger) => ledger.months.reduce((sum, month) => sum + netOf(ledger, month), 0)
        expect(allTold(again)).toBe(allTold(open))
        // By channel as well, and noted once only.
        for (const line of [...again.channels, null]) expect(sumOfLine(again, line)).toBe(sumOfLine(open, line))
        expect(ledgerOf(third, running, book({ closed, corrections: again.corrections })).correctionsDue).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('sums to the whole by any other cut too, rows and corrections, and a key’s closed rows and corrections are its rows now', { timeout: 30_000 }, () => {
    // Every third order and second cost belongs to none.
    const keyOf = (id: string, of: number) => (Number(id.at(-1)) % of === 0 ? null : `k${Number(id.at(-1)) % 2}`)
    const whole: Keys = { ofOrder: (id) => keyOf(id, 3), ofCost: ({ id }) => keyOf(id, 2), nameOf: (key) => key, ofMinutes: (id) => (keyOf(id, 3) === null ? [] : [{ key: keyOf(id, 3)!, share: 1 }]) }
    // Two posts within one entry, and time of none.
    const split: Keys = { ...whole, ofMinutes: (id) => (keyOf(id, 3) === null ? [] : [{ key: 'k0', share: 0.35 }, { key: 'k1', share: 0.4 }, { key: 'k0', share: 0.1 }]) }
    const lines = (ledger: Ledger, month: string, keys: Keys) => {
      const { lines: some, none, total } = linesReport({ told: { months: [month], opening: false }, cut: 'campaign', ledger, figures: figuresOf(ledger, 'seed', 50), keys, seed: 'seed' })
      return { all: [...some, none], total }
    }
    fc.assert(
      fc.property(someEntries, someEntries, fc.subarray([...months], { minLength: 1 }), (first, second, closedMonths) => {
        const closed = closing(ledgerOf(first, running), ...closedMonths)
        const [ledger, open] = [ledgerOf(second, running, book({ closed })), ledgerOf(second, running)]
        const byKey = (of: Ledger) => {
          const sums = new Map<string | null, number>()
          for (const month of of.months) for (const { key, profit } of lines(of, month, whole).all) sums.set(key, (sums.get(key) ?? 0) + profit.known)
          return [...sums].filter(([, sum]) => sum !== 0).sort()
        }
        for (const keys of [whole, split]) for (const month of ledger.months) {
          const { all, total } = lines(ledger, month, keys)
          const sum = (pick: (line: (typeof all)[number]) => number) => all.reduce((whole, line) => whole + pick(line), 0)
          expect(total.profit.known).toBe(netOf(ledger, month))
          expect(sum(({ profit }) => profit.known)).toBe(total.profit.known)
          expect(sum(({ orders }) => orders.count)).toBe(total.orders.count)
          expect(sum(({ hours }) => hours.minutes)).toBe(total.hours.minutes)
          expect(sum(({ costs }) => costs.total)).toBe(total.costs.total)
          expect(sum(({ traffic }) => traffic.total)).toBe(total.traffic.total)
          expect(sum(({ corrections }) => corrections.total)).toBe(total.corrections.total)
        }
        expect(byKey(ledger)).toEqual(byKey(open))
      }),
      { numRuns: 30 },
    )
  })

  it('knows in the end what is not known: a margin told later is missing no more in what is cumulated', () => {
    const first = entries({ orders: [order(1, { margin: null })] })
    const closed = closing(ledgerOf(first, running), '2026-08')
    const ledger = ledgerOf(entries({ orders: [order(1)] }), running, book({ closed }))
    const figures = figuresOf(ledger, 'seed')
    expect(figures.profit('2026-08', 'shop')).toMatchObject({ net: null, missing: { orders: 1 } })
    expect(figures.profit(running, 'shop')).toMatchObject({ net: 35_000, missing: { orders: 0 } })
    expect(figures.cumulated('2026-10', 'shop').net).toBeNull()
    expect(figures.cumulated(running, 'shop').net).toBe(35_000)
  })

  it('leaves a closed month as it was read, intervals too, and puts a refund where it was noted', () => {
    const orders = Array.from({ length: 9 }, (_, at) => order(at))
    const before = ledgerOf(entries({ orders, minutes: [spent(1)] }), running)
    const closed = closing(before, '2026-08')
    const refunded = [order(0, { state: 'returned' }), ...orders.slice(1)]
    const after = ledgerOf(entries({ orders: refunded, minutes: [spent(1)], worths: [{ memberId: ann, from: '2026-01-01', hourly: 30_000 }] }), running, book({ closed }))
    expect(figuresOf(after, 'seed').profit('2026-08', 'shop')).toEqual(figuresOf(before, 'seed').profit('2026-08', 'shop'))
    expect(after.correctionsDue).toEqual([
      { concerns: '2026-08', day: `${running}-18`, kind: 'hours', sourceId: idOf(2, 1), channel: 'instagram', amount: -5_000, missing: { orders: 0, minutes: 0 } },
      { concerns: '2026-08', day: `${running}-18`, kind: 'order', sourceId: idOf(1, 0), channel: 'instagram', amount: -35_000, missing: { orders: 0, minutes: 0 } },
    ])
    expect(sumsOf([after.cell(running, 'instagram')]).corrections).toEqual({ count: 2, total: -40_000 })
    expect(figuresOf(after, 'seed').profit(running, 'instagram').net).toBe(-40_000)
    // Both can be opened: where they were noted, and from the month they concern.
    const asked = { limit: 50, of: 'instagram' } as const
    expect(rowsReport(after, { ...asked, month: running, figure: 'corrections' })).toMatchObject({ sum: -40_000, count: 2 })
    expect(rowsReport(after, { ...asked, month: '2026-08', figure: 'corrected-later' })).toMatchObject({ sum: -40_000, count: 2 })
    expect(rowsReport(after, { ...asked, month: '2026-08', figure: 'orders' })).toMatchObject({ sum: 9 * 35_000, count: 9 })
  })

  it('has an opening balance in all that is cumulated, and in no month', () => {
    const opening = { id: idOf(4, 1), channel: 'instagram' as const, memberId: ann, minutes: 600, amount: 100_000, day: '2025-12-31', note: 'Kursus', spreadMinutes: 300 }
    const plain = entries({ orders: Array.from({ length: 8 }, (_, at) => order(at)) })
    const [without, withIt] = [ledgerOf(plain, running), ledgerOf(plain, running, book({ openings: [opening] }))]
    // 10 h at the first worth that was said, and the money.
    expect(openingOf(withIt)).toBe(-350_000)
    for (const month of withIt.months) expect(netOf(withIt, month)).toBe(netOf(without, month))
    const [early, late] = [figuresOf(without, 'seed'), figuresOf(withIt, 'seed')]
    expect(late.cumulated(running, 'shop').net).toBe(early.cumulated(running, 'shop').net! - 350_000)
    expect(late.cumulated(running, 'instagram').net).toBe(-70_000)
    expect(early.breakEven('shop')).toBe('2026-08')
    expect(late.breakEven('shop')).toBeNull()
    expect(withIt.months).not.toContain(BEFORE)
    expect(bookReport({ ledger: withIt, members: plain.members, kept: { openings: [opening], closed: [] } })).toMatchObject({ openingTotal: -350_000, openings: [{ cost: 250_000, name: 'Ann' }] })
  })

  it('does not know what hours before were worth while nobody said', () => {
    const opening = { id: idOf(4, 1), channel: null, memberId: ann, minutes: 60, amount: 0, day: '2025-12-31', note: '', spreadMinutes: 30 }
    const ledger = ledgerOf(entries({ orders: [order(1)], worths: [] }), running, book({ openings: [opening] }))
    expect(figuresOf(ledger, 'seed').cumulated(running, 'shop')).toMatchObject({ net: null, missing: { minutes: 60 } })
  })

  it('says of each month what its sum leaves out', () => {
    const minutes = [{ id: idOf(5, 1), memberId: ann, channel: null, activity: 'other', day: '2026-10-05', minutes: 45, footing: 'timer' as const, spreadMinutes: 0 }]
    const ledger = ledgerOf(entries({ orders: [order(1, { margin: null })], minutes, worths: [] }), running)
    // An order of August, minutes of October.
    const missingOf = (month: string) => bookReport({ ledger, members: [], kept: { openings: [], closed: [] } }).months.find((row) => row.month === month)?.missing
    expect(missingOf('2026-08')).toEqual({ orders: 1, minutes: 0 })
    expect(missingOf('2026-10')).toEqual({ orders: 0, minutes: 45 })
    expect(missingOf(running)).toEqual({ orders: 0, minutes: 0 })
  })
})

const sumOfLine = (ledger: Ledger, line: Channel | null) => ledger.months.reduce((sum, month) => sum + pointOf(evidenceOf([ledger.cell(month, line)])), 0)

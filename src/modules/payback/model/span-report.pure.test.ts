import { describe, expect, it } from 'vitest'
import { figuresOf } from './figures.ts'
import { demoEntries, monthNamed, runningMonth } from './for-tests.ts'
import { ledgerOf } from './ledger.ts'
import { rowsReport } from './rows-report.ts'
import { daysOfMonths, rowsOfSpan, spanReport, type Days } from './span-report.ts'

const ledger = ledgerOf(demoEntries({ spreadMinutes: 5 }), runningMonth)
const figures = figuresOf(ledger, 'shop')
const asked = { zone: 'Asia/Jakarta', before: null, yearAgo: null, today: `${runningMonth}-18`, ledger, figures, seed: 'shop', boxOf: () => 660, visitsBefore: null, visitsYearAgo: null, visits: null }
const report = (days: Days, before: Days | null = null, seen = 40, yearAgo: Days | null = null) =>
  spanReport({
    ...asked,
    days,
    before,
    yearAgo,
    visits: [{ channel: 'whatsapp', visits: seen, whatsappOpened: 3 }],
    visitsBefore: [{ channel: 'whatsapp', visits: 38, whatsappOpened: 3 }],
    visitsYearAgo: null,
  })
const whole = (first: number, last = first) => daysOfMonths(monthNamed(first), monthNamed(last))

describe('a span of the ledger', () => {
  it('is, for one whole month, that month to the last digit, interval and all', () => {
    const month = monthNamed(8)
    const span = report(whole(8))
    expect(span.total.profit).toEqual(figures.profit(month, 'shop'))
    expect(span.total.profit.net).toBe(237_500)
    for (const line of span.channels) expect(line.profit, line.channel).toEqual(figures.profit(month, line.channel))
  })

  it('adds up: months to the quarter, channels to the whole, weeks to the days', () => {
    const quarter = report(whole(13, 15))
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
    expect(quarter.total.profit.net).toBe(1_315_000 + 1_192_500 + 1_460_000)
    expect(sum(quarter.channels.map((line) => line.profit.known)) + (quarter.shared?.profit.known ?? 0)).toBe(quarter.total.profit.known)
    expect(sum(quarter.months.map((month) => month.profit.known))).toBe(quarter.total.profit.known)
    expect(quarter.months.at(-1)!.cumulated.net).toBe(3_665_000)

    const month = monthNamed(8)
    const parts = [[1, 10], [11, 20], [21, 31]].map(([from, to]) => report({ from: `${month}-${String(from).padStart(2, '0')}`, to: `${month}-${to}` }))
    expect(sum(parts.map((part) => part.total.profit.known))).toBe(237_500)
    expect(sum(parts.map((part) => part.total.orders.count))).toBe(19)
    for (const part of parts) expect(part.months).toEqual([])
  })

  it('contains its point, and the luck of the orders alone', () => {
    for (const days of [whole(7), whole(10, 12), { from: `${monthNamed(9)}-08`, to: `${monthNamed(9)}-14` }]) {
      const { net, interval, ordersOnly } = report(days).total.profit
      expect(interval!.low).toBeLessThanOrEqual(Math.min(net!, ordersOnly!.low))
      expect(interval!.high).toBeGreaterThanOrEqual(Math.max(net!, ordersOnly!.high))
    }
  })

  it('tells a change from the usual ups and downs', () => {
    // 49 orders after 52 is noise; 12 with a sixth of the hours after 9 is not.
    expect(report(whole(14), whole(13)).changes.net).toMatchObject({ before: 1_315_000, amount: -122_500, noise: true })
    const better = report(whole(10, 12), whole(7, 9)).changes
    expect(better.net).toMatchObject({ noise: false })
    expect(better.orders).toEqual({ before: 58, amount: 57, noise: false })
    expect(better.margin).toMatchObject({ before: 58 * 35_000, noise: false })
    expect(better.visits).toEqual({ before: 38, amount: 2, noise: true })
    expect(report(whole(10, 12), whole(7, 9), 120).changes.visits).toMatchObject({ noise: false })
  })

  it('stands beside a year ago as well, and asks whether more time brought more', () => {
    // Months 13 to 15 beside 1 to 3: 158 orders after 3, 72.5 hours after 11.
    const quarter = report(whole(13, 15), whole(10, 12), 40, whole(1, 3))
    expect(quarter.changes.orders).toEqual({ before: 115, amount: 43, noise: false })
    expect(quarter.yearAgo).toMatchObject({ net: { before: -170_000, noise: false }, orders: { before: 3, amount: 155, noise: false }, minutes: { before: 660, noise: null }, visits: null })
    expect(quarter.yearSoWhat).toEqual({ code: 'year-more-better', values: {} })
    expect(quarter.channels.find(({ channel }) => channel === 'whatsapp')?.yearAgo).toMatchObject({ before: -170_000 })
    expect(report(whole(13, 15)).yearSoWhat).toBeNull()
  })

  it('opens each figure to rows that sum to it, of weeks as of quarters', () => {
    for (const days of [whole(13, 15), { from: `${monthNamed(8)}-08`, to: `${monthNamed(8)}-14` }]) {
      const span = report(days)
      const rows = (figure: 'orders' | 'hours' | 'costs', about: 'shop' | 'whatsapp') => rowsReport(ledger, { month: '', figure, limit: 5 }, rowsOfSpan(asked, days, about).cells).sum
      expect([rows('orders', 'shop'), rows('hours', 'shop'), rows('costs', 'shop')]).toEqual([span.total.orders.marginKnown, span.total.hours.costKnown, span.total.costs.total])
      expect(rows('orders', 'whatsapp')).toBe(span.channels.find(({ channel }) => channel === 'whatsapp')?.orders.marginKnown ?? 0)
    }
  })

  it('has what was only corrected in a line of its own, so that its lines still add up to it', () => {
    // Month 8 is closed; in month 9 its one order is found to have come back, and a tool of no one channel to have been paid.
    const given = demoEntries()
    const first = given.orders.find(({ month, said }) => month === monthNamed(8) && said === 'facebook')!
    const second = given.orders.find(({ month, said }) => month === monthNamed(9) && said === 'whatsapp')!
    const sold = { ...given, orders: [first], minutes: [], costs: [] }
    const before = ledgerOf(sold, runningMonth)
    const closed = new Map([[monthNamed(8), before.rowsNow(monthNamed(8))]])
    const cost = { id: '018f0000-0000-7000-9000-999999999999', channel: null, kind: 'tool' as const, day: `${monthNamed(8)}-03`, amount: 12_000, note: null }
    const after = ledgerOf({ ...sold, orders: [{ ...first, state: 'returned' as const }, second], costs: [cost] }, runningMonth, { openings: [], closed, corrections: [], today: `${monthNamed(9)}-18` })
    const span = spanReport({ ...asked, ledger: after, figures: figuresOf(after, 'shop'), days: whole(9), visits: null })
    expect(span.total.corrections).toEqual({ count: 2, total: -35_000 - 12_000 })
    expect(span.channels.find(({ channel }) => channel === 'facebook')).toMatchObject({ orders: { count: 0 }, corrections: { count: 1, total: -35_000 }, profit: { known: -35_000 } })
    expect(span.shared).toMatchObject({ corrections: { count: 1, total: -12_000 } })
    expect([...span.channels, span.shared!].reduce((sum, line) => sum + line.profit.known, 0)).toBe(span.total.profit.known)
    // A month of corrections alone is not empty either.
    const alone = spanReport({ ...asked, ledger: ledgerOf({ ...sold, orders: [{ ...first, state: 'returned' as const }] }, runningMonth, { openings: [], closed, corrections: [], today: `${monthNamed(9)}-18` }), figures: figuresOf(after, 'shop'), days: whole(9), visits: null })
    expect(alone).toMatchObject({ empty: false, channels: [{ channel: 'facebook' }] })
  })

  it('counts what was set aside from the shop\'s first month on, in a year that began before it', () => {
    const days: Days[] = []
    const box = (_: string, set: Days) => days.push(set)
    spanReport({ ...asked, days: { from: '2025-01-01', to: '2025-12-31' }, boxOf: box })
    expect(new Set(days.map(({ from, to }) => `${from} ${to}`))).toEqual(new Set([`${monthNamed(1)}-01 2025-12-31`]))
  })

  it('compares nothing with a shop that had not begun, nor half a week with a whole one', () => {
    expect(report(whole(1, 3), { from: '2025-05-01', to: '2025-07-31' }).changes.net).toBeNull()
    const now = report({ from: `${runningMonth}-16`, to: `${runningMonth}-22` }, { from: `${runningMonth}-09`, to: `${runningMonth}-15` })
    expect(now).toMatchObject({ running: true, empty: true, changes: { orders: null, minutes: null } })
  })
})

import { describe, expect, it } from 'vitest'
import { PaybackMonth, PaybackMonths, PaybackRows } from '#contract/payback.ts'
import { aims } from '#contract/workspace.ts'
import { conversionOf } from './conversion.ts'
import type { OrderEntry } from './entries.ts'
import { figuresOf } from './figures.ts'
import { bu, demoEntries, monthNamed, runningMonth } from './for-tests.ts'
import { ledgerOf } from './ledger.ts'
import { ordersMeasured, targetFrom } from './measures.ts'
import { monthReport, type MonthAsked } from './month-report.ts'
import { monthsReport } from './months-report.ts'
import { rowsReport } from './rows-report.ts'
import { ordersSeen } from './seen.ts'
import { soWhatOfYear } from './so-what.ts'
import { inSurvey } from './survey.ts'

const entries = demoEntries({ spreadMinutes: 8 })
const ledger = ledgerOf(entries, runningMonth)
const figures = figuresOf(ledger, 'demo')
const asked = (month: number, given: Partial<MonthAsked> = {}): MonthAsked => ({ month: monthNamed(month), ledger, figures, aim: 'customers', currency: 'IDR', visits: null, leads: { leads: [], ledger, seed: 'demo' }, beside: { hits: null, newFollowers: new Map(), friendsTold: new Map(), named: new Map() }, boxOf: () => 660, ...given })

describe('the report of a month', { timeout: 60_000 }, () => {
  const report = monthReport(asked(8))

  it('is what the contract says, with nothing that is no number', () => expect(PaybackMonth.parse(report)).toEqual(report))

  it('has its channels sum to the shop, figure by figure', () => {
    const sum = (pick: (line: (typeof report.channels)[number]) => number) => report.channels.reduce((total, line) => total + pick(line), 0)
    expect(sum((line) => line.profit.net!)).toBe(237_500)
    expect(sum((line) => line.orders.count)).toBe(report.total.orders.count)
    expect(sum((line) => line.hours.cost!)).toBe(report.total.hours.cost)
    expect(sum((line) => line.hours.minutes)).toBe(report.total.hours.minutes)
    expect(sum((line) => line.costs.total)).toBe(report.total.costs.total)
    expect(report.total.hours.members).toEqual([
      { memberId: bu.tini, name: 'Bu Tini', hourly: 25_000, minutes: 690, cost: 287_500 },
      { memberId: bu.wulan, name: 'Wulan', hourly: 15_000, minutes: 480, cost: 120_000 },
    ])
  })

  it('puts the best earner first', () => expect(report.channels.map(({ channel }) => channel)).toEqual(['word-of-mouth', 'whatsapp', 'card', 'facebook', 'blog', 'instagram']))

  it('shows the Shopee baseline apart, and asks nobody who bought there', () => {
    expect(report.unattributed).toMatchObject({ count: 4, margin: 140_000, soWhat: { code: 'strays-fine' } })
    expect(report.soWhats.orders.code).toBe('orders-fine')
  })

  it('opens every figure to rows that sum to it', () => {
    for (const figure of ['orders', 'hours', 'costs'] as const) {
      const all = rowsReport(ledger, { month: monthNamed(8), figure, limit: 200 })
      const total = { orders: report.total.orders.margin, hours: report.total.hours.cost, costs: report.total.costs.total }[figure]
      expect(PaybackRows.parse(all)).toEqual(all)
      expect(all.sum).toBe(total)
      const parts = [...report.channels.map(({ channel }) => channel), 'shared' as const].map((of) => rowsReport(ledger, { month: monthNamed(8), figure, of, limit: 200 }))
      expect(parts.reduce((sum, part) => sum + part.sum, 0)).toBe(total)
      expect(parts.reduce((sum, part) => sum + part.rows.length, 0)).toBe(all.count)
    }
    expect(rowsReport(ledger, { month: monthNamed(8), figure: 'orders', of: 'unattributed', limit: 200 })).toMatchObject({ count: 4, sum: 140_000 })
  })

  it('pages through rows without losing one, the sum being that of all', () => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = rowsReport(ledger, { month: monthNamed(15), figure: 'orders', cursor, limit: 10 })
      expect(page.sum).toBe(57 * 35_000)
      ids.push(...page.rows.map((row) => ('id' in row ? row.id : '')))
      cursor = page.next
    } while (cursor)
    expect(new Set(ids).size).toBe(57)
  })

  it('says what moved the month before', () => {
    expect(monthReport(asked(14)).change).toMatchObject({ amount: -122_500, noise: true, soWhat: { code: 'change-noise' } })
    expect(monthReport(asked(5)).change).toMatchObject({ soWhat: { code: 'change-worse' } })
    expect(monthReport(asked(1)).change).toBeNull()
  })

  it('sets what was sold beside the survey, in dollars of 2015', () => {
    expect(monthReport(asked(15)).survey).toEqual({ dollars: 255, band: 'under-1000' })
    expect(monthReport(asked(8)).survey).toEqual({ dollars: 85, band: 'under-100' })
    expect(monthReport(asked(1)).survey).toEqual({ dollars: 0, band: 'none' })
    expect([inSurvey(39_099, 'MYR'), inSurvey(99_900, 'USD'), inSurvey(100_000, 'USD')].map(({ band }) => band)).toEqual(['under-1000', 'under-1000', 'above'])
  })

  it('asks whether more time than a year before brought more', () => {
    // Twenty-five hours against six, and 1.460.000 against −80.000.
    expect(monthReport(asked(15)).yearAgo).toEqual({ month: monthNamed(3), minutes: 360, net: -80_000, known: -80_000, soWhat: { code: 'year-more-better', values: {} } })
    expect(monthReport(asked(12)).yearAgo).toBeNull()
    expect(monthReport(asked(13)).yearAgo).toBeNull()
    const at = (minutes: number, change: Parameters<typeof soWhatOfYear>[2]) => soWhatOfYear(minutes, 600, change).code
    const [up, down, noise] = [{ amount: 1, noise: false }, { amount: -1, noise: false }, { amount: 1, noise: true }]
    expect([at(900, up), at(900, noise), at(900, down), at(900, null)]).toEqual(['year-more-better', 'year-more-same', 'year-more-same', 'year-more-same'])
    expect([at(620, down), at(300, up), at(300, noise), at(300, down)]).toEqual(['year-same', 'year-less-better', 'year-less-same', 'year-less-worse'])
  })

  it('compares no running month with a whole one, and says first that its hours are missing', () => {
    const running = demoEntries().orders.slice(-3).map((order) => ({ ...order, id: `${order.id}-r`, month: runningMonth }))
    const now = ledgerOf({ ...entries, orders: [...entries.orders, ...running] }, runningMonth)
    const seen = monthReport(asked(8, { month: runningMonth, ledger: now, figures: figuresOf(now, 'demo') }))
    expect(seen).toMatchObject({ running: true, change: null, total: { profit: { net: 105_000, verdict: 'likely' }, soWhat: { code: 'hours-none' } } })
    expect(seen.also.measures.every(({ before }) => before === null)).toBe(true)
  })

  it('moves hours from the blog, and counts what is left until break-even', () => {
    expect(monthReport(asked(15)).total.soWhat).toMatchObject({ code: 'move-hours', values: { channel: 'blog' } })
    expect(monthReport(asked(12)).soWhats.cumulated).toEqual({ code: 'paid-back-at-this-pace', values: { amount: 302_500, months: 1 } })
    expect(monthReport(asked(13)).soWhats.cumulated).toEqual({ code: 'paid-back', values: { amount: 1_012_500 } })
  })

  it('shows a channel that brought visits and nothing else', () => {
    const visits = [
      { channel: 'search' as const, visits: 140, whatsappOpened: 2 },
      { channel: 'whatsapp' as const, visits: 0, whatsappOpened: 60 },
    ]
    const seen = monthReport(asked(8, { visits }))
    expect(seen.channels.find(({ channel }) => channel === 'search')).toMatchObject({ visits: 140, conversion: { rate: 0, of: 'visits', base: 140 }, soWhat: { code: 'nothing-yet' } })
    expect(seen.channels.find(({ channel }) => channel === 'whatsapp')).toMatchObject({ visits: 0, whatsappOpened: 60, conversion: { of: 'whatsapp', base: 60 } })
    expect(seen.soWhats.visits.code).toBe('conversion-dead-end')
    expect(report.channels[0]).toMatchObject({ visits: null, conversion: null })
  })

  it('tells of each of the four aims, the chosen one first, and of what is not known that it is not', () => {
    const measures = (given: Partial<MonthAsked> = {}) => monthReport(asked(8, given)).also.measures
    expect(measures({ aim: 'leads' })[0]).toMatchObject({ measure: 'leads', aims: ['leads'], value: null, soWhat: { code: 'measure-unknown' } })
    expect(report.also.measures[0]).toMatchObject({ measure: 'new-buyers', value: 19, before: 12, unit: 'count', aims: ['customers', 'awareness'] })
    for (const aim of aims) expect(measures().filter((one) => one.aims.includes(aim)).length).toBeGreaterThan(2)
    const beside = {
      hits: null,
      newFollowers: new Map([[monthNamed(8), -3]]),
      friendsTold: new Map([[monthNamed(6), 2]]),
      named: new Map(entries.orders.filter(({ month, said }) => month === monthNamed(8) && said === 'word-of-mouth').map(({ id }, at) => [id, ['Bu Sri', 'bu  sri!', 'Mbak Ayu'][at % 3]!])),
    }
    const lead = { askedAt: '', channel: null, who: null, note: '', amount: null, original: null, by: 'hand' as const, orderId: null }
    const leads = [{ state: 'won' as const, over: true }, { state: 'quiet' as const, over: true }, { state: 'won' as const, over: false }].map((one, at) => ({ ...lead, ...one, id: `${at}`, month: monthNamed(8) }))
    const told = new Map(measures({ beside, leads: { leads, ledger, seed: 'demo' } }).map((one) => [one.measure, one]))
    expect(told.get('recommenders')).toMatchObject({ value: 2, before: 0 })
    expect(told.get('told-by-people')).toMatchObject({ value: 5 })
    expect(told.get('told-margin')).toMatchObject({ value: 5 * 35_000, unit: 'amount' })
    expect(told.get('new-followers')).toMatchObject({ value: -3, before: null, target: null })
    expect(told.get('friends-told')).toMatchObject({ value: 0, before: 0 })
    expect(told.get('leads')).toMatchObject({ value: 3, before: null })
    expect(told.get('leads-won')).toMatchObject({ value: 0.5, of: 2, unit: 'share' })
    // Nobody's number is known in these months: nobody can be kept.
    expect(told.get('kept-share')).toMatchObject({ value: null, of: null })
  })

  it('counts who was kept by buyers, not by their orders', () => {
    const bought = (number: number, buyerKey: string, firstOfBuyer: boolean) => ({ ...entries.orders.find(({ said }) => said !== null)!, id: `${number} ${buyerKey} ${firstOfBuyer}`, month: monthNamed(number), buyerKey, firstOfBuyer })
    const kept = ledgerOf({ ...entries, orders: [bought(4, 'gone', true), bought(5, 'a', true), bought(6, 'a', false), bought(7, 'b', true), bought(8, 'a', false), bought(8, 'a', false), bought(8, 'c', true)] }, runningMonth)
    expect(monthReport(asked(8, { ledger: kept, figures: figuresOf(kept, 'x') })).also.measures.find(({ measure }) => measure === 'kept-share')).toMatchObject({ value: 0.5, of: 2 })
    expect(ordersMeasured('kept-share', ordersSeen(kept, monthNamed(8), new Map()))).toHaveLength(2)
  })

  it('takes a target from what a good month of the shop\'s own reached', () => {
    expect(targetFrom([4, null, 9, 1, 7])).toBe(7)
    expect(targetFrom([5, 6, 7, 8])).toBe(7)
    expect([targetFrom([3, 9]), targetFrom([0, 0, 0]), targetFrom([null, 3, 4]), targetFrom([-3, -2, -1])]).toEqual([null, null, null, null])
    const buyers = (month: number) => monthReport(asked(month)).also.measures[0]!
    expect(buyers(2).target).toBeNull()
    const seven = [1, 2, 3, 4, 5, 6, 7].map((month) => buyers(month).value!).sort((a, b) => a - b)
    expect(buyers(8)).toMatchObject({ measure: 'new-buyers', target: seven[5] })
    const hits = new Map([5, 6, 7].map((month, index) => [monthNamed(month), { visits: 10 * (index + 1), whatsappOpened: index }]))
    const visits = monthReport(asked(8, { aim: 'awareness', beside: { hits, newFollowers: new Map(), friendsTold: new Map(), named: new Map() } })).also.measures[0]!
    expect(visits).toMatchObject({ measure: 'visits', value: 0, before: 30, target: 30 })
  })

  it('shows tracked and said as an honest pair where they differ', () => {
    const orders = entries.orders.map((order) => (order.month === monthNamed(8) && order.said === 'instagram' ? { ...order, said: 'word-of-mouth' as const, tracked: { channel: 'instagram' as const, by: 'link' as const } } : order))
    const differing = ledgerOf({ ...entries, orders }, runningMonth)
    const pairs = monthReport(asked(8, { ledger: differing, figures: figuresOf(differing, 'demo') }))
    const of = (channel: string) => pairs.channels.find((line) => line.channel === channel)!.pair
    expect(of('instagram')).toEqual({ tracked: 3, said: 0, profitTracked: -57_500, profitSaid: -162_500 })
    expect(of('word-of-mouth')).toEqual({ tracked: 5, said: 8, profitTracked: 142_500, profitSaid: 247_500 })
    expect(of('whatsapp')).toBeNull()
    expect(pairs.total.profit.net).toBe(237_500)
    expect(pairs.soWhats.orders).toEqual({ code: 'tracked-said-differ', values: { orders: 3 } })
  })
})

describe('the report of all months', { timeout: 60_000 }, () => {
  // Followers soar in months 4–6, as the demo tells it.
  const counts = [0, 10, 60, 280, 620, 800, 812, 820, 835, 850, 870, 885, 900, 915, 930]
  const followers = counts.map((count, at) => ({ month: monthNamed(at + 1), followers: count }))
  const report = monthsReport(ledger, figures, followers)

  it('is what the contract says', () => expect(PaybackMonths.parse(report)).toEqual(report))
  it('opens on the last whole month', () => expect(report.opensOn).toBe(monthNamed(15)))
  it('breaks even in month 13', () => expect(report.breakEven).toBe(monthNamed(13)))

  it('calls out the months that are best by followers and worst by money', () => {
    expect(report.contrast).toEqual({ from: monthNamed(4), to: monthNamed(6), followersGained: 740, profit: -3_330_000, worstByMoney: true })
  })

  it('calls no month poor whose margins nobody told', () => {
    // Month 5 is the middle of the three; without one of its margins none of them can be held against the others.
    const first = entries.orders.find(({ month, said }) => month === monthNamed(5) && said !== null)!
    const untold = ledgerOf({ ...entries, orders: entries.orders.map((order) => (order === first ? { ...order, margin: null } : order)) }, runningMonth)
    const told = monthsReport(untold, figuresOf(untold, 'x'), followers)
    expect(told.months.find(({ month }) => month === monthNamed(5))!.profit.net).toBeNull()
    expect(told.contrast === null || told.contrast.to < monthNamed(5) || told.contrast.from > monthNamed(5)).toBe(true)
  })

  it('says nothing of followers where nobody counted them', () => expect(monthsReport(ledger, figures, []).contrast).toBeNull())

  it('opens on the running month while there is no other', () => {
    const fresh = ledgerOf({ ...entries, orders: [], minutes: [], costs: [] }, runningMonth)
    expect(monthsReport(fresh, figuresOf(fresh, 'x'), [])).toMatchObject({ opensOn: runningMonth, breakEven: null, contrast: null, months: [{ month: runningMonth, running: true }] })
  })

  it('opens on the running month where the last whole one has nothing to tell, but not where that one has nothing either', () => {
    const opensOn = (orders: readonly OrderEntry[]) => {
      const one = ledgerOf({ ...entries, orders, minutes: [], costs: [] }, runningMonth)
      return monthsReport(one, figuresOf(one, 'x'), []).opensOn
    }
    const before = entries.orders.filter(({ month }) => month <= monthNamed(14))
    const strays = entries.orders.filter(({ month, said }) => month === monthNamed(15) && said === null)
    const now = { ...before.find(({ said }) => said !== null)!, id: 'now', month: runningMonth }
    expect(strays).not.toEqual([])
    expect(opensOn([...before, ...strays, now])).toBe(runningMonth)
    expect(opensOn([...strays, now])).toBe(runningMonth)
    expect(opensOn([...before, ...strays])).toBe(monthNamed(15))
    // A new shop's first orders, of which nobody was asked yet, are something to tell.
    expect(opensOn([...before, ...strays.map((stray) => ({ ...stray, month: runningMonth }))])).toBe(runningMonth)
  })

  it('never says that nothing was noted where orders without a trace were', () => {
    const strays = entries.orders.filter(({ month, said, salesPlace }) => month === monthNamed(15) && said === null && salesPlace === 'shopee')
    const told = (orders: readonly OrderEntry[], minutes: typeof entries.minutes = []) => {
      const one = ledgerOf({ ...entries, orders, minutes, costs: [] }, runningMonth)
      const { total, soWhats } = monthReport(asked(15, { ledger: one, figures: figuresOf(one, 'x') }))
      return [total.soWhat, soWhats.orders, soWhats.cumulated].map(({ code }) => code)
    }
    expect(strays).not.toEqual([])
    expect(told(strays)).toEqual(['strays-fine', 'strays-fine', 'strays-fine'])
    expect(told(strays.map((stray) => ({ ...stray, salesPlace: 'chat' })))).toEqual(['ask-found-us', 'ask-found-us', 'ask-found-us'])
    // Nobody is told to work less before those buyers were asked.
    const worked = entries.minutes.filter(({ day }) => day.startsWith(monthNamed(15)))
    expect(told(strays.map((stray) => ({ ...stray, salesPlace: 'chat' })), worked)).toEqual(['ask-found-us', 'ask-found-us', 'ask-found-us'])
    expect(told(strays, worked)[0]).toBe('halve-hours')
    // Of earlier months it is still true of all that came together.
    const [earlier] = strays.map((stray) => ({ ...stray, month: monthNamed(14) }))
    expect(told([earlier!])).toEqual(['nothing-yet', 'nothing-yet', 'strays-fine'])
  })
})

describe('conversion', () => {
  it('is orders per visit with its interval, per WhatsApp opened where there were no visits', () => {
    expect(conversionOf(3, { visits: 100, whatsappOpened: 9 })).toMatchObject({ rate: 0.03, of: 'visits', base: 100 })
    const rate = conversionOf(3, { visits: 100, whatsappOpened: 9 })!
    // Golden: Beta(3.5, 97.5) at 5 and 95%.
    expect(rate.low).toBeCloseTo(0.01091, 2)
    expect(rate.high).toBeCloseTo(0.06876, 2)
    expect(conversionOf(4, { visits: 0, whatsappOpened: 16 })).toMatchObject({ rate: 0.25, of: 'whatsapp' })
  })

  it('is not made up where people came by ways that are not counted', () => {
    expect(conversionOf(7, { visits: 3, whatsappOpened: 0 })).toBeNull()
    expect(conversionOf(7, { visits: 0, whatsappOpened: 0 })).toBeNull()
  })
})

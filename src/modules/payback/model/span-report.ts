import type { Channel } from '#contract/channels.ts'
import type { ChannelLine, Profit, SoWhat } from '#contract/payback.ts'
import type { BoxOf } from '#modules/effort'
import { addDays, addMonths, monthsBetween, startOfDay } from '#platform/clock'
import { conversionOf } from './conversion.ts'
import { countVariance, shareVariance } from './counts.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import { shopOf, type Evidence, type Shop } from './draws.ts'
import { shopsOf, type About, type Figures } from './figures.ts'
import type { Cell, Ledger } from './ledger.ts'
import { soWhatSinceBeginning, type SeenVisits } from './month-report.ts'
import { isEmpty, isNoise, pointOf, profitOf, type Drawing } from './profit.ts'
import { evidenceOf, marginsOf, missingIn, orderSums, sumsOf, type Sums } from './sums.ts'
import { soWhatOfHours, soWhatOfMargin, soWhatOfMeasure, soWhatOfOrders, soWhatOfProfit, soWhatOfShop, soWhatOfVisits, soWhatOfYear, soWhatWithoutHours, unlessStrays } from './so-what.ts'

/** Days of the shop's own zone, both included: a week, a quarter, a year. */
export interface Days {
  from: string
  to: string
}

/** Against the span before: `noise` where the difference lies within chance; null where chance has no part in it. */
export interface Change {
  before: number
  amount: number
  noise: boolean | null
}

export interface SpanLine extends Sums {
  profit: Profit
  soWhat: SoWhat
}

export interface SpanChannel extends SpanLine {
  channel: Channel
  /** Null where the stream of hits could not be asked. */
  visits: number | null
  /** Of the profit, against the span before and against a year ago. */
  change: Change | null
  yearAgo: Change | null
}

export type Changes = Record<'net' | 'margin' | 'orders' | 'minutes' | 'costs' | 'visits' | 'conversion', Change | null>

export interface SpanMonth {
  month: string
  running: boolean
  orders: Sums['orders']
  minutes: number
  costs: number
  /** Buyers who can be told apart. */
  buyers: number
  profit: Profit
  cumulated: Profit
}

export interface PaybackSpan extends Days {
  /** Not over yet: its figures still grow. */
  running: boolean
  /** Nothing was noted in it. */
  empty: boolean
  /** The first month of the shop's ledger. */
  firstMonth: string
  total: SpanLine
  /** The best earner first; sums to `total` with `shared`. */
  channels: SpanChannel[]
  shared: SpanLine | null
  /** Orders with neither touch nor answer: in no total. */
  unattributed: Sums['orders'] | null
  /** Distinct buyers who can be told apart, and orders whose buyer is not known; unattributed orders included. */
  buyers: { known: number; ordersWithout: number }
  visits: number | null
  conversion: ChannelLine['conversion']
  /** `cumulated`: of the last of its months; null where it has none. */
  soWhats: Record<'orders' | 'margin' | 'hours' | 'visits', SoWhat> & { cumulated: SoWhat | null }
  /** Null each where there is nothing to compare with, or it can't be told. */
  changes: Changes
  yearAgo: Changes
  /** "More time, more return?" against a year ago; null where there is nothing to compare with. */
  yearSoWhat: SoWhat | null
  /** Only of a span of whole months. */
  months: SpanMonth[]
  breakEven: string | null
}

export interface SpanAsked {
  zone: string
  days: Days
  /** What it is compared with; null for nothing. */
  before: Days | null
  yearAgo: Days | null
  today: string
  ledger: Ledger
  figures: Figures
  /** With which every figure's own seed begins: the shop's. */
  seed: string
  visits: readonly SeenVisits[] | null
  visitsBefore: readonly SeenVisits[] | null
  visitsYearAgo: readonly SeenVisits[] | null
  boxOf: BoxOf
}

/**
 * A stretch of days as months are shown: the same cells, the same point, the same interval. A span that is whole months
 * is drawn from the seed of those months, so that October as a span is October as a month to the last digit.
 */
export function spanReport(asked: SpanAsked): PaybackSpan {
  const { days, ledger, figures, visits, today } = asked
  const now = spanOf(asked, days)
  // Before its first month a shop had set nothing aside.
  const begun = `${ledger.months[0]!}-01`
  const running = today <= days.to
  const total = lineOf(now, 'shop', ledger)
  const shared = lineOf(now, null, ledger)
  const channels = ledger.channels.flatMap((channel): SpanChannel[] => {
    const line = lineOf(now, channel, ledger)
    const seen = visits ? (visits.find((one) => one.channel === channel)?.visits ?? 0) : null
    if (isNothing(line) && !seen) return []
    return [{ ...line, channel, visits: seen, change: null, yearAgo: null }]
  })
  channels.sort((one, other) => other.profit.known - one.profit.known)
  const strays = now.strays
  const seen = seenIn(channels, visits)
  const conversion = seen && conversionOf(seen.orders, seen)
  const visited = visits && visits.reduce((sum, one) => sum + one.visits, 0)
  // Half a week beside a whole one would be a fall that nobody had; a shop that had not begun is nothing to compare with.
  const thenOf = (span: Days | null) => (!running && span && span.to >= begun ? spanOf(asked, span) : null)
  const [then, longAgo] = [thenOf(asked.before), thenOf(asked.yearAgo)]
  const told = { now, total, conversion, visited, ledger }
  for (const line of channels) {
    line.change = then && profitChange(now, then, line.channel)
    line.yearAgo = longAgo && profitChange(now, longAgo, line.channel)
  }
  const yearAgo = changesSince(told, longAgo, asked.visitsYearAgo)
  const all = [...now.cells('shop').flatMap((cell) => cell.orders), ...strays]

  return {
    ...days,
    running,
    empty: all.length === 0 && isNothing(total),
    firstMonth: ledger.months[0]!,
    total: { ...total, soWhat: unlessStrays(soWhatOfShop(total, channels), strays, total.orders.count) },
    channels,
    shared: isNothing(shared) ? null : shared,
    unattributed: strays.length > 0 ? orderSums(strays) : null,
    buyers: { known: buyersIn(all), ordersWithout: all.filter((order) => order.buyerKey === null).length },
    visits: visited,
    conversion,
    soWhats: {
      orders: soWhatOfOrders(total.orders.count, strays.filter(isAskable).length, all.filter(({ credit }) => credit.channel !== null && credit.channel !== credit.bySaid).length),
      margin: soWhatOfMargin(total),
      hours: soWhatOfHours(total, (memberId) => asked.boxOf(memberId, { from: days.from > begun ? days.from : begun, to: days.to < today ? days.to : today })),
      visits: soWhatOfVisits(visited, seen?.orders ?? 0),
      cumulated: now.months.length > 0 ? soWhatSinceBeginning(asked, now.months.at(-1)!) : null,
    },
    changes: changesSince(told, then, asked.visitsBefore),
    yearAgo,
    // Of a year without time on record nothing can be said.
    yearSoWhat: yearAgo.minutes && yearAgo.minutes.before > 0 ? soWhatOfYear(total.hours.minutes, yearAgo.minutes.before, yearAgo.net && { amount: yearAgo.net.amount, noise: yearAgo.net.noise ?? true }) : null,
    months: now.months.map((month) => {
      const cells = now.cellsOf(month, 'shop')
      const sums = sumsOf(cells)
      return {
        month,
        running: month === ledger.months.at(-1),
        orders: sums.orders,
        minutes: sums.hours.minutes,
        costs: sums.costs.total,
        buyers: buyersIn([...cells.flatMap((cell) => cell.orders), ...ledger.unattributed(month)]),
        profit: figures.profit(month, 'shop'),
        cumulated: figures.cumulated(month, 'shop'),
      }
    }),
    breakEven: figures.breakEven('shop'),
  }
}

/** A correction is something as well: what it adds stands in the total, and must stand in a line of it. */
const isNothing = ({ orders, hours, costs, traffic, corrections }: Sums): boolean => orders.count + hours.minutes + costs.total + traffic.visits + corrections.count === 0

interface Told {
  now: Span
  total: SpanLine
  conversion: ChannelLine['conversion']
  visited: number | null
  ledger: Ledger
}

/** What is another than in a span before, and whether that is more than chance. */
function changesSince({ now, total, conversion, visited, ledger }: Told, then: Span | null, visits: readonly SeenVisits[] | null): Changes {
  if (!then) return { net: null, margin: null, orders: null, minutes: null, costs: null, visits: null, conversion: null }
  const before = sumsOf(then.cells('shop'))
  const seen = seenIn(ledger.channels.map((channel) => ({ channel, ...sumsOf(then.cells(channel)) })), visits)
  const rate = seen && conversionOf(seen.orders, seen)
  const visitedBefore = visits && visits.reduce((sum, one) => sum + one.visits, 0)
  const exact = (is: number, was: number): Change => ({ before: was, amount: is - was, noise: null })
  return {
    net: profitChange(now, then, 'shop'),
    margin: profitChange(marginsAlone(now), marginsAlone(then), 'shop'),
    orders: countChange(total.orders.count, before.orders.count),
    minutes: exact(total.hours.minutes, before.hours.minutes),
    costs: exact(total.costs.total, before.costs.total),
    visits: visited === null || visitedBefore === null ? null : countChange(visited, visitedBefore),
    conversion: conversion && rate && conversion.of === rate.of ? rateChange(conversion, rate) : null,
  }
}

/** The cells and the traceless orders of some days: what their figures open to. */
export const rowsOfSpan = (asked: Pick<SpanAsked, 'zone' | 'ledger' | 'seed'>, days: Days, about: About): { cells: Cell[]; strays: readonly CreditedOrder[] } => {
  const span = spanOf(asked, days)
  return { cells: span.cells(about), strays: span.strays }
}

/** What lies within some days, and what its figures are drawn from. */
interface Span {
  /** The ledger's months that the days are made of; none where they cut one. */
  months: readonly string[]
  cellsOf(month: string, about: About): Cell[]
  cells(about: About): Cell[]
  evidence(about: About): Evidence
  drawing(about: About): Drawing
  strays: CreditedOrder[]
}

function spanOf({ zone, ledger, seed }: Pick<SpanAsked, 'zone' | 'ledger' | 'seed'>, { from, to }: Days): Span {
  const whole = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  const touched = monthsBetween(from.slice(0, 7), to.slice(0, 7)).filter((month) => ledger.months.includes(month))
  const [start, end] = [startOfDay(zone, from).getTime(), startOfDay(zone, addDays(to, 1)).getTime()]
  const inTime = ({ orderedAt }: CreditedOrder) => orderedAt >= start && orderedAt < end
  const onDay = ({ day }: { day: string }) => day >= from && day <= to
  const cut = (cell: Cell): Cell => (whole ? cell : { ...cell, orders: cell.orders.filter(inTime), minutes: cell.minutes.filter(onDay), costs: cell.costs.filter(onDay), traffic: cell.traffic.filter(onDay), corrections: cell.corrections.filter(onDay) })
  const cellsOf = (month: string, about: About): Cell[] => {
    const lines: readonly (Channel | null)[] = about === 'shop' ? [...ledger.channels, null] : [about]
    return lines.map((line) => cut(ledger.cell(month, line)))
  }
  const cells = (about: About) => touched.flatMap((month) => cellsOf(month, about))
  const shop = knownBy(ledger, to.slice(0, 7))
  const named = whole ? `${touched[0]} ${touched.at(-1)}` : `${from} ${to}`
  return {
    months: whole ? touched : [],
    cellsOf,
    cells,
    evidence: (about) => evidenceOf(cells(about)),
    drawing: (about) => ({ seed: `${seed} ${named} ${about}`, shop }),
    strays: touched.flatMap((month) => ledger.unattributed(month)).filter(inTime),
  }
}

/** What the shop knew of its margins at the end of a month; of one that the ledger does not reach, nothing. */
const knownBy = (ledger: Ledger, month: string): Shop => {
  const shops = shopsOf(ledger)
  return shops.get(month) ?? (month > ledger.months.at(-1)! ? shops.get(ledger.months.at(-1)!)! : shopOf(marginsOf([])))
}

function lineOf(span: Span, about: About, ledger: Ledger): SpanLine {
  const cells = span.cells(about)
  const sums = sumsOf(cells)
  const profit = profitOf(evidenceOf(cells), missingIn(cells), span.drawing(about))
  const worked = cells.some(({ month }) => ledger.hasMinutes(month))
  return { ...sums, profit, soWhat: worked ? soWhatOfProfit(profit, sums) : soWhatWithoutHours(profit, sums) }
}

/** As `figures.change` has it for months: by the 90% interval of the difference of the two. */
function profitChange(now: Span, then: Span, about: About): Change | null {
  const [later, earlier] = [now.evidence(about), then.evidence(about)]
  const told = [...now.cells(about), ...then.cells(about)]
  if (Object.values(missingIn(told)).some((count) => count > 0) || isEmpty(later) || isEmpty(earlier)) return null
  const drawing = now.drawing(about)
  if (!drawing.shop.meanMargin) return null
  return {
    before: pointOf(earlier),
    amount: pointOf(later) - pointOf(earlier),
    noise: isNoise([later, drawing], [earlier, { ...then.drawing(about), shop: drawing.shop }]),
  }
}

/** The same span as if nobody had worked for it or paid: what its margin alone did. */
const marginsAlone = (span: Span): Span => {
  const cells = (about: About) => span.cells(about).map((cell) => ({ ...cell, minutes: [], costs: [], traffic: [] }))
  return { ...span, cells, evidence: (about) => evidenceOf(cells(about)) }
}

const change = (now: number, before: number, variance: number): Change => ({
  before,
  amount: now - before,
  noise: soWhatOfMeasure(now, before, variance).code === 'measure-same',
})
const countChange = (now: number, before: number): Change => change(now, before, countVariance(now) + countVariance(before))
const rateChange = (now: { rate: number; base: number }, before: { rate: number; base: number }): Change =>
  change(now.rate, before.rate, shareVariance(now.rate * now.base, now.base) + shareVariance(before.rate * before.base, before.base))

const buyersIn = (orders: readonly CreditedOrder[]): number => new Set(orders.flatMap(({ buyerKey }) => buyerKey ?? [])).size

/** Visits of all channels, and the orders of those that brought any: what a rate may be made of. */
function seenIn(channels: readonly { channel: Channel; orders: { count: number } }[], visits: readonly SeenVisits[] | null) {
  if (!visits) return null
  const sum = (of: (one: SeenVisits) => number) => visits.reduce((total, one) => total + of(one), 0)
  const brought = new Set(visits.filter((one) => one.visits + one.whatsappOpened > 0).map(({ channel }) => channel))
  const orders = channels.reduce((total, line) => total + (brought.has(line.channel) ? line.orders.count : 0), 0)
  return { orders, visits: sum((one) => one.visits), whatsappOpened: sum((one) => one.whatsappOpened) }
}

/** The days of some whole months. */
export const daysOfMonths = (first: string, last: string): Days => ({ from: `${first}-01`, to: addDays(`${addMonths(last, 1)}-01`, -1) })

import type { Channel } from '#contract/channels.ts'
import type { ChannelLine, PaybackMonth, SoWhat } from '#contract/payback.ts'
import type { Currency } from '#contract/values.ts'
import type { Aim } from '#contract/workspace.ts'
import type { BoxOf } from '#modules/effort'
import { addDays, addMonths } from '#platform/clock'
import { conversionOf } from './conversion.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import type { About, Figures } from './figures.ts'
import { leadsOfMonth, type LeadsKnown } from './leads.ts'
import { isEmptyCell, type Ledger } from './ledger.ts'
import { HISTORY, measuresOf } from './measures.ts'
import { seenOf, type Beside } from './seen.ts'
import { soWhatOfChange, soWhatOfCosts, soWhatOfCumulated, soWhatOfHours, soWhatOfMargin, soWhatOfOrders, soWhatOfProfit, soWhatOfShop, soWhatOfStrays, soWhatOfVisits, soWhatOfYear, soWhatWithoutHours, unlessStrays } from './so-what.ts'
import { returnsBySaid } from './share-costs.ts'
import { orderSums, pointsOf, sumsOf } from './sums.ts'
import { inSurvey } from './survey.ts'

export interface SeenVisits {
  channel: Channel
  visits: number
  whatsappOpened: number
}

export interface ChannelAsked {
  month: string
  ledger: Ledger
  figures: Figures
  /** Null where the stream of hits could not be asked. */
  visits: readonly SeenVisits[] | null
}

export interface MonthAsked extends ChannelAsked {
  aim: Aim | null
  currency: Currency
  leads: LeadsKnown
  /** Of this month and those before it. */
  beside: Beside
  boxOf: BoxOf
}

/** One month as the screen shows it: each channel, what is shared, what stands apart, and the shop. */
export function monthReport(asked: MonthAsked): PaybackMonth {
  const { month, ledger, figures, aim, currency, visits, leads, boxOf } = asked
  const at = ledger.months.indexOf(month)
  const running = month === ledger.months.at(-1)
  // Half a month beside a whole one would be a fall that nobody had.
  const monthBefore = running ? undefined : ledger.months[at - 1]
  const lines = channelsOf(asked).map((channel) => channelLine(asked, channel))
  const total = lineOf(asked, 'shop')
  const shared = lineOf(asked, null)
  const cumulated = figures.cumulated(month, 'shop')
  const breakEven = figures.breakEven('shop')
  const change = monthBefore === undefined ? null : figures.change(month, monthBefore)
  const strays = ledger.unattributed(month)
  const strayReturns = ledger.strayReturns(month).reduce((sum, { amount }) => sum + amount, 0)
  const askable = strays.filter(isAskable)
  const later = ledger.corrections.filter(({ concerns }) => concerns === month)
  const differing = ledger.orders(month).filter(({ credit }) => credit.channel !== credit.bySaid)

  const seenIn = seenOf(asked)
  return {
    month,
    running,
    empty: ledger.orders(month).length === 0 && total.hours.minutes === 0 && total.costs.total === 0 && total.traffic.visits === 0 && total.corrections.count === 0,
    firstMonth: ledger.months[0]!,
    lastMonth: ledger.months.at(-1)!,
    closed: ledger.isClosed(month),
    correctedLater: { count: later.length, total: later.reduce((sum, { amount }) => sum + amount, 0) },
    total: { ...total, soWhat: unlessStrays(soWhatOfShop(total, lines), strays, total.orders.count), cumulated, breakEven },
    soWhats: {
      orders: unlessStrays(soWhatOfOrders(total.orders.count, askable.length, differing.length), strays, total.orders.count),
      margin: soWhatOfMargin(total),
      hours: soWhatOfHours(total, (memberId) => boxOf(memberId, { from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) })),
      costs: soWhatOfCosts(total),
      visits: soWhatOfVisits(
        visits && visits.reduce((sum, one) => sum + one.visits, 0),
        lines.reduce((sum, line) => sum + (line.visits ? line.orders.count : 0), 0),
      ),
      cumulated: soWhatSinceBeginning(asked, month),
    },
    change: change && { ...change, soWhat: soWhatOfChange(change.amount, change.noise) },
    channels: lines,
    shared: shared.hours.minutes > 0 || shared.costs.total > 0 || shared.corrections.count > 0 ? shared : null,
    unattributed: strays.length > 0 || strayReturns > 0 ? { ...orderSums(strays), returns: strayReturns, soWhat: soWhatOfStrays(askable.length) } : null,
    leads: leadsOfMonth(leads, month),
    survey: inSurvey(total.orders.revenue, currency),
    yearAgo: running ? null : yearAgoOf(asked, total.hours.minutes),
    also: {
      aim,
      measures: measuresOf(aim, { now: seenIn(month), before: monthBefore === undefined ? null : seenIn(monthBefore), earlier: ledger.months.slice(0, at).slice(-HISTORY).map(seenIn) }),
    },
  }
}

/** What to do about all that has come together by a month's end. */
export function soWhatSinceBeginning({ ledger, figures }: Pick<ChannelAsked, 'ledger' | 'figures'>, month: string): SoWhat {
  const months = ledger.months.slice(0, ledger.months.indexOf(month) + 1)
  const told = soWhatOfCumulated(figures.cumulated(month, 'shop'), figures.breakEven('shop'), months.slice(-3).map((each) => figures.profit(each, 'shop').net))
  const strays = months.flatMap((each) => ledger.unattributed(each))
  return unlessStrays(told, strays, months.flatMap((each) => ledger.orders(each)).length - strays.length)
}

function yearAgoOf({ month, ledger, figures }: MonthAsked, minutes: number): PaybackMonth['yearAgo'] {
  const before = addMonths(month, -12)
  if (!ledger.months.includes(before) || minutes === 0) return null
  const cells = [...ledger.channels, null].map((channel) => ledger.cell(before, channel))
  const then = sumsOf(cells).hours.minutes
  if (then === 0) return null
  return { month: before, minutes: then, ...pointsOf(cells), soWhat: soWhatOfYear(minutes, then, figures.change(month, before)) }
}

/** What the lines of a month are told by, before its visits are known: a figure is drawn once. */
export function drawLines(ledger: Ledger, figures: Figures, month: string): void {
  for (const channel of ledger.channels) {
    if (!ledger.months.includes(month) || isEmptyCell(ledger.cell(month, channel))) continue
    figures.profit(month, channel)
    figures.cumulated(month, channel)
    figures.breakEven(channel)
  }
}

/** Channels with anything to tell of, the best earner first. */
function channelsOf(asked: MonthAsked): Channel[] {
  const { month, ledger, figures, visits } = asked
  const busy = [...new Set([...ledger.channels, ...(visits ?? []).map(({ channel }) => channel)])].filter((channel) => isBusy(asked, channel))
  const known = new Map(busy.map((channel) => [channel, figures.profit(month, channel).known]))
  return busy.sort((one, other) => known.get(other)! - known.get(one)!)
}

/** Also by visits and nothing else: a dead end is news. */
export const isBusy = ({ month, ledger, visits }: ChannelAsked, channel: Channel): boolean =>
  !isEmptyCell(ledger.cell(month, channel)) ||
  (visits ?? []).some((one) => one.channel === channel && one.visits + one.whatsappOpened > 0) ||
  saidOrders(ledger, month, channel).length > 0 ||
  returnsBySaid(ledger.returns(month), channel).length > 0

export function channelLine(asked: ChannelAsked, channel: Channel): ChannelLine {
  const { month, ledger, figures, visits } = asked
  const line = lineOf(asked, channel)
  const seen = visits?.find((one) => one.channel === channel)
  const bySaid = saidOrders(ledger, month, channel)
  // What it cost that orders came back goes with the orders.
  const returned = returnsBySaid(ledger.returns(month), channel)
  const returns = returned.reduce((sum, { amount }) => sum + amount, 0)
  const spent = line.hours.costKnown + line.costs.total - line.costs.return + returns - line.traffic.total - line.corrections.total
  const differs = bySaid.length !== line.orders.count || bySaid.some(({ credit }) => credit.channel !== channel) || returns !== line.costs.return || returned.some((part) => part.channel !== channel)
  return {
    ...line,
    channel,
    visits: visits ? (seen?.visits ?? 0) : null,
    whatsappOpened: visits ? (seen?.whatsappOpened ?? 0) : null,
    conversion: seen ? conversionOf(line.orders.count, seen) : null,
    pair: differs
      ? { tracked: line.orders.count, said: bySaid.length, profitTracked: line.profit.known, profitSaid: orderSums(bySaid).marginKnown - spent }
      : null,
    cumulated: figures.cumulated(month, channel),
    breakEven: figures.breakEven(channel),
  }
}

function lineOf({ month, ledger, figures }: ChannelAsked, about: About) {
  const cells = about === 'shop' ? [...ledger.channels, null].map((channel) => ledger.cell(month, channel)) : [ledger.cell(month, about)]
  const sums = sumsOf(cells)
  const profit = figures.profit(month, about)
  const soWhat = ledger.hasMinutes(month) ? soWhatOfProfit(profit, sums) : soWhatWithoutHours(profit, sums)
  return { ...sums, profit, soWhat }
}

const saidOrders = (ledger: Ledger, month: string, channel: Channel): CreditedOrder[] =>
  ledger.orders(month).filter(({ credit }) => credit.bySaid === channel)

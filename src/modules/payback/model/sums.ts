import type { ChannelLine, Profit } from '#contract/payback.ts'
import type { CreditedOrder } from './credit.ts'
import { hoursOf, joined, marginsOf as marginsSummed, total, type Evidence, type Margins } from './draws.ts'
import type { Cell } from './ledger.ts'
import { isMissing, pointOf, type Missing } from './profit.ts'

type OrderSums = ChannelLine['orders']
type HourSums = ChannelLine['hours']
type CostSums = ChannelLine['costs']
type TrafficSums = ChannelLine['traffic']
type CorrectionSums = ChannelLine['corrections']

export interface Sums {
  orders: OrderSums
  hours: HourSums
  costs: CostSums
  traffic: TrafficSums
  corrections: CorrectionSums
}

/** What some cells come to together. An unknown part makes its sum unknown; what is known is summed beside it. */
export const sumsOf = (cells: readonly Cell[]): Sums => ({
  orders: orderSums(cells.flatMap(({ orders }) => orders)),
  hours: hourSums(cells),
  costs: costSums(cells),
  traffic: { visits: total(cells.flatMap(({ traffic }) => traffic.map(({ visits }) => visits))), total: total(cells.map(earnedIn)) },
  corrections: { count: total(cells.map(({ corrections }) => corrections.length)), total: correctedIn(cells) },
})

export function orderSums(orders: readonly CreditedOrder[]): OrderSums {
  const first = orders.filter((order) => order.firstOfBuyer).length
  const marginMissing = orders.filter((order) => order.margin === null).length
  const marginKnown = total(orders.map((order) => order.margin ?? 0))
  return {
    count: orders.length,
    first,
    returning: orders.length - first,
    revenue: total(orders.map((order) => order.amount ?? 0)),
    withoutRate: orders.filter((order) => order.amount === null).length,
    margin: marginMissing > 0 ? null : marginKnown,
    marginKnown,
    marginMissing,
    marginEstimated: orders.filter(({ estimated }) => estimated).length,
  }
}

function hourSums(cells: readonly Cell[]): HourSums {
  const rows = cells.flatMap(({ minutes }) => minutes)
  // A raise within the month makes two lines of one member: each is minutes × one worth.
  const members = [...Map.groupBy(rows, (row) => `${row.memberId} ${row.hourly ?? ''}`).values()].map((own) => ({
    memberId: own[0]!.memberId,
    name: own[0]!.name,
    hourly: own[0]!.hourly,
    minutes: total(own.map((row) => row.minutes)),
    cost: own[0]!.hourly === null ? null : total(own.map((row) => row.cost!)),
  }))
  const costKnown = total(members.map((member) => member.cost ?? 0))
  return {
    minutes: total(rows.map((row) => row.minutes)),
    cost: members.some((member) => member.cost === null && member.minutes > 0) ? null : costKnown,
    costKnown,
    members: members.sort((one, other) => other.minutes - one.minutes || (one.memberId < other.memberId ? -1 : 1)),
  }
}

function costSums(cells: readonly Cell[]): CostSums {
  const of = (kind: keyof CostSums) => total(cells.flatMap(({ costs }) => costs.filter((part) => part.kind === kind).map((part) => part.amount)))
  const kinds = { ads: of('ads'), tool: of('tool'), fee: of('fee'), reward: of('reward'), other: of('other'), return: of('return') }
  return { total: total(Object.values(kinds)), ...kinds }
}

/** What the draws of some cells together are made of. */
export const evidenceOf = (cells: readonly Cell[]): Evidence => joined(cells.map((cell) => summary(cell).evidence))

interface Summary {
  evidence: Evidence
  missing: Missing
}

/** A cell is only read once it is written, and asked for by every month after it. */
const summaries = new WeakMap<Cell, Summary>()

function summary(cell: Cell): Summary {
  const known = summaries.get(cell)
  if (known) return known
  const { orders, minutes, costs } = cell
  const made: Summary = {
    evidence: {
      margins: marginsOf(orders),
      hours: hoursOf(minutes.flatMap(({ cost, spreadMinutes, hourly, footing }) => (cost === null ? [] : [{ cost, spread: (spreadMinutes * hourly!) / 60, footing }]))),
      // What visits earned, and a correction, is as exact as a cost, and stands on the other side.
      costs: total(costs.map((part) => part.amount)) - earnedIn(cell) - correctedIn([cell]),
    },
    missing: {
      orders: orders.filter(({ margin }) => margin === null).length,
      minutes: total(minutes.filter(({ cost }) => cost === null).map((row) => row.minutes)),
    },
  }
  summaries.set(cell, made)
  return made
}

const earnedIn = ({ traffic }: Cell): number => total(traffic.map(({ amount }) => amount))
const correctedIn = (cells: readonly Cell[]): number => total(cells.flatMap(({ corrections }) => corrections.map(({ amount }) => amount)))

/** The known ones. */
export const marginsOf = (orders: readonly CreditedOrder[]): Margins => marginsSummed(marginsIn(orders), marginsIn(orders.filter(({ estimated }) => estimated)))
const marginsIn = (orders: readonly CreditedOrder[]): number[] => orders.flatMap(({ margin }) => margin ?? [])

/** What a correction made known counts only beside the closed month that it was missing in: `within` says which months there are, else those of the cells. */
export function missingIn(cells: readonly Cell[], within: (month: string) => boolean = (concerned) => cells.some(({ month }) => month === concerned)): Missing {
  const corrected = (of: keyof Missing) =>
    total(cells.flatMap(({ corrections }) => corrections.map(({ missing, concerns }) => (missing[of] > 0 || within(concerns) ? missing[of] : 0))))
  return {
    orders: total(cells.map((cell) => summary(cell).missing.orders)) + corrected('orders'),
    minutes: total(cells.map((cell) => summary(cell).missing.minutes)) + corrected('minutes'),
  }
}

/** A profit without its interval: exact, and null while something in it is missing. */
export function pointsOf(cells: readonly Cell[]): Pick<Profit, 'net' | 'known'> {
  const known = pointOf(evidenceOf(cells))
  return { net: isMissing(missingIn(cells)) ? null : known, known }
}

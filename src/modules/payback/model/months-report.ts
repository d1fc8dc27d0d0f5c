import type { PaybackMonths } from '#contract/payback.ts'
import { total } from './draws.ts'
import type { Figures } from './figures.ts'
import { isEmptyCell, type Ledger } from './ledger.ts'
import { pointsOf } from './sums.ts'

export interface FollowersSeen {
  month: string
  followers: number
}

/** Followers are looked at by quarters of a year: the stretch that a page proud of them would show. */
const STRETCH = 3

/** All months, and where followers and money part. */
export function monthsReport(ledger: Ledger, figures: Figures, followers: readonly FollowersSeen[]): PaybackMonths {
  const running = ledger.months.at(-1)!
  const counted = new Map(followers.map((one) => [one.month, one.followers]))
  const months = ledger.months.map((month) => {
    const cells = [...ledger.channels, null].map((channel) => ledger.cell(month, channel))
    return {
      month,
      running: month === running,
      orders: total(cells.map(({ orders }) => orders.length)),
      minutes: total(cells.map(({ minutes }) => total(minutes.map((row) => row.minutes)))),
      followers: counted.get(month) ?? null,
      profit: pointsOf(cells),
      cumulated: figures.cumulated(month, 'shop'),
    }
  })
  return { opensOn: opensOn(ledger), months, breakEven: figures.breakEven('shop'), contrast: contrastOf(months) }
}

/** What Payback opens on: the last whole month; the running one while there is no other, or only that one has anything to tell, if only of orders without a trace. */
export function opensOn(ledger: Ledger): string {
  const [running, whole] = [ledger.months.at(-1)!, ledger.months.at(-2)]
  if (whole === undefined) return running
  const isTold = (month: string) => [...ledger.channels, null].some((channel) => !isEmptyCell(ledger.cell(month, channel)))
  if (isTold(whole) || isTold(running)) return isTold(whole) ? whole : running
  const hasStrays = (month: string) => ledger.unattributed(month).length > 0
  return !hasStrays(whole) && hasStrays(running) ? running : whole
}

type MonthSeen = PaybackMonths['months'][number]

/** The stretch of whole months that gained most followers, beside what it brought in. */
function contrastOf(months: readonly MonthSeen[]): PaybackMonths['contrast'] {
  const whole = months.filter(({ running }) => !running)
  const stretches = whole.flatMap((_, at) => {
    const stretch = whole.slice(at, at + STRETCH)
    const before = whole[at - 1]?.followers ?? 0
    const after = stretch.at(-1)?.followers
    // Of months whose margins nobody told it can't be said that they earned little.
    if (stretch.length < STRETCH || after == null || stretch.some(({ profit }) => profit.net === null)) return []
    const profit = stretch.reduce((sum, month) => sum + month.profit.known, 0)
    return [{ from: stretch[0]!.month, to: stretch.at(-1)!.month, followersGained: after - before, profit }]
  })
  const best = most(stretches, (one) => one.followersGained)
  const worst = most(stretches, (one) => -one.profit)
  if (!best || !worst || best.followersGained <= 0 || best.profit >= 0) return null
  return { ...best, worstByMoney: best.from === worst.from }
}

const most = <T>(of: readonly T[], rank: (one: T) => number): T | undefined =>
  of.reduce<T | undefined>((best, one) => (best === undefined || rank(one) > rank(best) ? one : best), undefined)

import type { Channel } from '#contract/channels.ts'
import type { WhatIf, WhatIfKind } from '#contract/what-if.ts'
import { DRAWS, hoursDrawn, joinedMargins, marginsDrawn, ordersDrawn, shopOf, total, type Shop } from './draws.ts'
import type { Cell, Ledger } from './ledger.ts'
import { verdictOf } from './profit.ts'
import { quantileOf, shareAbove } from './quantiles.ts'
import { randomOf, type Random } from './random.ts'
import { evidenceOf, marginsOf, missingIn, sumsOf } from './sums.ts'

// "Bagaimana kalau…": a guess from the last whole months. What is known is how many orders a channel brought and what
// it took; what is not known is how orders answer to time, so that is drawn as well, from next to nothing to in proportion.

/** So many whole months are looked at, the last ones. */
const MONTHS = 3
/** Fewer months with time in the channel say nothing of what the time does. */
const MONTHS_NEEDED = 2
/** Where orders are to grow by time, so many must have come. */
const ORDERS_NEEDED = 10
/** Ten minutes on each weekday of an average month. */
const MOVED_MINUTES = Math.round((10 * 260) / 12)

export interface WhatIfAsked {
  kind?: WhatIfKind
  channel?: Channel
  to?: Channel
}

/** What a month would differ by, were it like the last three but for this; or why that cannot be guessed. */
export function whatIf(ledger: Ledger, seed: string, { kind, channel, to }: WhatIfAsked): WhatIf {
  const months = ledger.months.slice(0, -1).slice(-MONTHS)
  const cellsOf = (of: Channel) => months.map((month) => ledger.cell(month, of))
  const spent = (of: Channel) => total(cellsOf(of).flatMap(({ minutes }) => minutes.map((row) => row.minutes)))
  const channels = ledger.channels.filter((one) => spent(one) > 0).sort((one, other) => spent(other) - spent(one))
  const answer: WhatIf = { from: months[0] ?? null, to: months.at(-1) ?? null, channels, guess: null, thin: null }
  if (!kind || !channel || (kind === 'move' && !to)) return answer

  const shop = shopOf(joinedMargins(months.flatMap((month) => ledger.channels.map((one) => marginsOf(ledger.cell(month, one).orders)))))
  const from = { channel, cells: cellsOf(channel) }
  const target = kind === 'move' ? { channel: to!, cells: cellsOf(to!) } : null
  const thin = thinOf(from, target, months.length)
  if (thin) return { ...answer, thin }
  const drawn = guess(kind, from.cells, target?.cells ?? [], months.length, shop, randomOf(`${seed} what-if ${kind} ${channel} ${to} ${months.at(-1)}`))
  return { ...answer, guess: drawn }
}

interface Line {
  channel: Channel
  cells: Cell[]
}

function thinOf(from: Line, to: Line | null, months: number): WhatIf['thin'] {
  const thin = (code: NonNullable<WhatIf['thin']>['code'], { channel }: Line, count: number, needed: number) => ({ code, channel, count, needed })
  if (to?.channel === from.channel) return thin('same-channel', from, 0, 0)
  for (const line of to ? [from, to] : [from]) {
    const worked = line.cells.filter(({ minutes }) => minutes.length > 0).length
    if (worked < MONTHS_NEEDED) return thin('few-months', line, worked, MONTHS_NEEDED)
    const missing = missingIn(line.cells)
    if (missing.orders + missing.minutes > 0) return thin('unknown', line, missing.orders, 0)
  }
  if (!to) return null
  const orders = total(to.cells.map((cell) => cell.orders.length))
  if (orders < ORDERS_NEEDED) return thin('few-orders', to, orders, ORDERS_NEEDED)
  // One cannot give what it has not; what the other's orders do once its time more than doubles, nobody has seen.
  const short = [from, to].find(({ cells }) => minutesIn(cells) < MOVED_MINUTES * months)
  return short ? thin('few-minutes', short, Math.round(minutesIn(short.cells) / months), MOVED_MINUTES) : null
}

/**
 * Orders answer to time as minutes^e with e evenly between 0 (those who buy would have come) and 1 (in proportion). Of a dropped channel's
 * first orders half to all are lost; of those by buyers it had won before, none to all.
 */
function guess(kind: WhatIfKind, from: Cell[], to: Cell[], months: number, shop: Shop, random: Random): NonNullable<WhatIf['guess']> {
  const before = evidenceOf(from)
  const share = kind === 'drop' ? 0 : kind === 'halve' ? 0.5 : 1 - (MOVED_MINUTES * months) / minutesIn(from)
  const first = total(from.map(({ orders }) => orders.filter(({ firstOfBuyer }) => firstOfBuyer).length))
  const firstShare = before.margins.count > 0 ? first / before.margins.count : 1
  const lost = Float64Array.from({ length: DRAWS }, () =>
    kind === 'drop' ? firstShare * (0.5 + random.uniform() / 2) + (1 - firstShare) * random.uniform() : 1 - share ** random.uniform(),
  )
  const gains = Float64Array.from({ length: DRAWS }, () => (to.length > 0 ? (1 + (MOVED_MINUTES * months) / minutesIn(to)) ** random.uniform() - 1 : 0))
  // What visits earn comes and goes with the channel as its orders do.
  const [left, won] = [from, to].map((cells) => broughtDraws(cells, shop, random)) as [Float64Array, Float64Array]
  // Whoever moves ten minutes works as long as before.
  const saved = kind === 'move' ? 0 : 1 - share
  const hours = hoursDrawn(before.hours, random, DRAWS)
  // What is shared by all channels is paid all the same.
  const own = kind === 'drop' ? total(from.flatMap(({ costs }) => costs.filter(({ amount, whole }) => amount === whole).map(({ amount }) => amount))) : 0
  const changes = lost.map((part, at) => (gains[at]! * won[at]! - part * left[at]! + saved * hours[at]! + own) / months)
  const monthly = (value: number) => Math.round(value / months)
  const parts = {
    margin: monthly(mean(gains.map((gain, at) => gain * won[at]!)) - mean(lost.map((part, at) => part * left[at]!))),
    hours: monthly(saved * before.hours.cost),
    costs: monthly(own),
    minutes: kind === 'move' ? 0 : monthly(saved * minutesIn(from)),
  }
  const change = parts.margin + parts.hours + parts.costs
  const chance = shareAbove(changes, 0)
  changes.sort()
  return {
    ...parts,
    change,
    low: Math.floor(Math.min(change, quantileOf(changes, 0.05))),
    high: Math.ceil(Math.max(change, quantileOf(changes, 0.95))),
    chance,
    verdict: verdicts[verdictOf(chance)],
  }
}

/** What the orders and visits of some months bring, as chance may have it. */
function broughtDraws(cells: readonly Cell[], shop: Shop, random: Random): Float64Array {
  const earned = sumsOf(cells).traffic.total
  const { margins } = evidenceOf(cells)
  if (margins.count === 0 && shop.meanMargin === null) return new Float64Array(DRAWS).fill(earned)
  const orders = ordersDrawn(margins.count, random, DRAWS)(0.5)
  const each = marginsDrawn(margins, shop, random, DRAWS)
  return orders.map((count, at) => count * each[at]! + earned)
}

const verdicts = { likely: 'better', unsure: 'unsure', 'not-yet': 'worse' } as const
const minutesIn = (cells: readonly Cell[]) => total(cells.flatMap(({ minutes }) => minutes.map((row) => row.minutes)))
const mean = (draws: Float64Array) => draws.reduce((sum, draw) => sum + draw, 0) / draws.length

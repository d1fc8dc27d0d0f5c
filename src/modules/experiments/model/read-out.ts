import type { ExperimentKind, ExperimentResult, Sureness } from '#contract/experiments.ts'
import { levels, meanOf, TAIL } from './length.ts'

export interface CountedWeek {
  on: boolean
  orders: number
}

export interface Reading {
  /** Orders a week, on less off. */
  difference: number
  /** 90%; an end is null where so few weeks leave it open. */
  low: number | null
  high: number | null
  /** One-sided: how often an arrangement of the weeks gives as much or more though nothing differs. */
  byChance: number
}

/**
 * Reads the weeks against every other arrangement that the plan could have had (Fisher's randomisation test), and
 * inverts that test for the interval. Adding d orders to each week on changes the difference of an arrangement by
 * d times its own likeness to the plan; so each arrangement says in closed form from which d on it would have come out as
 * high as the plan did, and the interval's ends are order statistics of these. Exact where what is on adds orders
 * whatever else the week brings, and however much weeks differ otherwise. A pause is read off the line through its weeks, so
 * that growth is not taken for it.
 */
export function readOut(kind: ExperimentKind, weeks: readonly CountedWeek[]): Reading {
  const plan = weeks.map((week) => week.on)
  const level = kind === 'pause' ? withoutTrend : (values: readonly number[]) => values
  const orders = level(weeks.map((week) => week.orders))
  const planned = level(plan.map(Number))
  const [found, likeness] = [contrast(orders, plan), contrast(planned, plan)]
  const ends: number[] = []
  for (const arrangement of arrangementsOf(kind, plan)) {
    const unlike = likeness - contrast(planned, arrangement)
    // The plan itself is among them, and comes out as high whatever is added.
    if (unlike > 1e-9) ends.push((found - contrast(orders, arrangement)) / unlike)
  }
  ends.sort((one, other) => one - other)
  return {
    difference: found / likeness,
    low: cutOff(ends),
    high: cutOff(ends.toReversed()),
    byChance: (1 + ends.filter((end) => end <= 0).length) / (ends.length + 1),
  }
}

/** What leaves `TAIL` of the arrangements outside, between two of them where it falls between (Beran and Hall, JRSS B 55, 1993). */
function cutOff(ends: readonly number[]): number | null {
  const outside = (ends.length + 1) * TAIL
  const whole = Math.floor(outside)
  return whole === 0 ? null : ends[whole - 1]! + (outside - whole) * (ends[whole]! - ends[whole - 1]!)
}

/** Mean of what is on less mean of what is off. */
function contrast(values: readonly number[], on: readonly boolean[]): number {
  let [sumOn, sumOff, weeksOn] = [0, 0, 0]
  for (const [at, value] of values.entries())
    if (on[at]) {
      sumOn += value
      weeksOn++
    } else sumOff += value
  return sumOn / weeksOn - sumOff / (values.length - weeksOn)
}

/** What is left of values above and below the straight line through them. */
function withoutTrend(values: readonly number[]): number[] {
  const [middle, mean] = [(values.length - 1) / 2, meanOf(values)]
  let [together, spread] = [0, 0]
  for (const [at, value] of values.entries()) {
    together += (at - middle) * (value - mean)
    spread += (at - middle) ** 2
  }
  return values.map((value, at) => value - mean - (together / spread) * (at - middle))
}

/**
 * What the plan could have been. Of pairs: each either way round. A pause has only few starts to be drawn, so that its
 * silence is moved round all weeks, those before it too (moving blocks: Chernozhukov, Wüthrich and Zhu, JASA 116, 2021).
 */
function arrangementsOf(kind: ExperimentKind, plan: readonly boolean[]): boolean[][] {
  if (kind === 'pause') return plan.map((_, by) => plan.map((_on, at) => plan[(at + by) % plan.length]!))
  const pairs = plan.length / 2
  return Array.from({ length: 2 ** pairs }, (_, coins) => plan.map((_on, at) => ((coins >> Math.floor(at / 2)) & 1) === at % 2))
}

interface Fixed {
  sureness: Sureness
  /** Orders a week. */
  worthKnowing: number
  /** Weeks that were not kept bring the arms nearer to each other: a yes stands all the more, a "too little" no longer. */
  allKept: boolean
}

/** What may be said of it, given what was fixed before. */
export function findingOf({ byChance, high }: Reading, { sureness, worthKnowing, allKept }: Fixed): ExperimentResult['finding'] {
  if (byChance <= levels[sureness].alpha) return 'more'
  return allKept && high !== null && high < worthKnowing ? 'small' : 'cannot-tell'
}

/** Orders a week in the weeks of either kind. */
export const ordersOf = (weeks: readonly CountedWeek[], on: boolean): number => meanOf(weeks.filter((week) => week.on === on).map(({ orders }) => orders))

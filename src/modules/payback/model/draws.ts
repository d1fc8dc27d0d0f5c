import type { Random } from './random.ts'
import { stratifiedNormals } from './strata.ts'

/** By strata, so a bound stands within a few hundredths of a deviation; a figure takes about a millisecond. */
export const DRAWS = 2_000

/** What a figure stands on, be it one channel's month or a shop's whole life, summed: a drawing needs no more of its rows. */
export interface Evidence {
  margins: Margins
  hours: Hours
  /** Ads, fees, tools: paid, so exact. */
  costs: number
}

/** The known margins of the counted orders. */
export interface Margins {
  count: number
  sum: number
  /** Sum of squares. */
  squares: number
  /** Each of them, while there are no more than are drawn one by one. */
  few: readonly number[]
}

export interface Hours {
  cost: number
  /** Variance of what errs row by row. */
  apart: number
  /** Deviation of what errs together. */
  together: number
}

export interface HoursEvidence {
  cost: number
  /** Half the width, in money, within which the truth is believed to lie. */
  spread: number
  footing: 'timer' | 'drafted' | 'evening' | 'guess'
}

/** Up to this many orders the bootstrap is drawn weight by weight; above, its mean is as good as normal. */
const FEW = 6

export const marginsOf = (margins: readonly number[]): Margins => ({
  count: margins.length,
  sum: total(margins),
  squares: total(margins.map((margin) => margin ** 2)),
  few: margins.length <= FEW ? margins : [],
})

/**
 * A row's truth lies evenly within its spread, so its variance is spread²/3. Rows err each for itself, but guesses err
 * together: whoever guesses one month too short guesses the next one too short.
 */
export const hoursOf = (rows: readonly HoursEvidence[]): Hours => ({
  cost: total(rows.map(({ cost }) => cost)),
  apart: total(rows.map(({ spread, footing }) => (footing === 'guess' ? 0 : spread ** 2 / 3))),
  together: total(rows.map(({ spread, footing }) => (footing === 'guess' ? spread / Math.sqrt(3) : 0))),
})

export function joined(parts: readonly Evidence[]): Evidence {
  const sum = (of: (one: Evidence) => number) => parts.reduce((all, one) => all + of(one), 0)
  return {
    margins: joinedMargins(parts.map(({ margins }) => margins)),
    hours: { cost: sum(({ hours }) => hours.cost), apart: sum(({ hours }) => hours.apart), together: sum(({ hours }) => hours.together) },
    costs: sum(({ costs }) => costs),
  }
}

export function joinedMargins(parts: readonly Margins[]): Margins {
  const sum = (of: (one: Margins) => number) => parts.reduce((all, one) => all + of(one), 0)
  const count = sum((one) => one.count)
  return { count, sum: sum((one) => one.sum), squares: sum((one) => one.squares), few: count <= FEW ? parts.flatMap(({ few }) => few) : [] }
}

/** What the shop knows of orders elsewhere: what one would leave where a figure has none, and how much they vary. */
export interface Shop {
  meanMargin: number | null
  /** Deviation as a share of the mean. */
  variation: number
}

/** Before a shop has shown it, its margins are taken to vary by 0.7 of their mean; that guess weighs as much as three orders. */
const GUESSED_VARIATION = 0.7
const GUESS_WEIGHS = 3

export function shopOf(margins: Margins): Shop {
  const { count, sum } = margins
  if (count === 0) return { meanMargin: null, variation: GUESSED_VARIATION }
  return { meanMargin: sum / count, variation: Math.sqrt((GUESS_WEIGHS * GUESSED_VARIATION ** 2 + (sum === 0 ? 0 : squaresAround(margins))) / (GUESS_WEIGHS + count)) }
}

/** Σ(margin / mean − 1)²: how far they lie from their mean, as shares of it. */
const squaresAround = ({ count, sum, squares }: Margins): number => Math.max(0, squares / (sum / count) ** 2 - count)

/**
 * Orders as chance may have had them: Gamma(n + unseen), all of them from the same normals so that more unseen is never
 * fewer orders. Half an unseen order is Jeffreys' prior; none and one make the bounds that Garwood (1936) proved to hold.
 */
export function ordersDrawn(counted: number, random: Random, draws: number): (unseen: 0 | 0.5 | 1) => Float64Array {
  const normals = stratifiedNormals(draws, random)
  return (unseen) => {
    const shape = counted + unseen
    return shape === 0 ? new Float64Array(draws) : normals.map((normal) => random.gamma(shape, normal))
  }
}

/** So many orders' worth of the shop's variation is lent to a figure with few orders of its own. */
const LENT = 6

/**
 * The mean margin as chance may have it: by Bayesian bootstrap (Rubin 1981) over the figure's orders. A bootstrap of n
 * orders knows nothing of margins it has not seen (of one order it thinks it knows all): what it lacks is lent by the
 * whole shop's variation, and fades with n. The two together come to about the variance that a mean of n has.
 */
export function marginsDrawn(margins: Margins, shop: Shop, random: Random, draws: number): Float64Array {
  const { count, sum, squares, few } = margins
  if (count === 0) return roundOne(shop.variation, random, draws).map((times) => times * shop.meanMargin!)
  const lent = shop.variation * Math.sqrt(LENT / (LENT + count) / count)
  if (count <= FEW) return roundOne(lent, random, draws).map((times) => times * bootstrapMean(few, random))
  // Dirichlet(1, …, 1) weights give a mean this variance exactly.
  if (sum === 0) return stratifiedNormals(draws, random).map((normal) => normal * Math.sqrt(squares / (count * (count + 1))))
  const bootstrap = squaresAround(margins) / (count * (count + 1))
  return roundOne(Math.sqrt(bootstrap + lent ** 2), random, draws).map((times) => (times * sum) / count)
}

function bootstrapMean(margins: readonly number[], random: Random): number {
  let weights = 0
  let sum = 0
  for (const margin of margins) {
    const weight = random.exponential()
    weights += weight
    sum += weight * margin
  }
  return sum / weights
}

/** The hours' cost as it may really have been. */
export function hoursDrawn({ cost, apart, together }: Hours, random: Random, draws: number): Float64Array {
  const deviation = Math.sqrt(apart + together ** 2)
  if (deviation === 0 || cost === 0) return new Float64Array(draws).fill(cost)
  return roundOne(deviation / cost, random, draws).map((times) => times * cost)
}

/** Positive, 1 on average, with this deviation: a gamma where it is wide, which the normal is close to where it is narrow. */
function roundOne(deviation: number, random: Random, draws: number): Float64Array {
  const normals = stratifiedNormals(draws, random)
  if (deviation < 0.2) return normals.map((normal) => 1 + deviation * normal)
  const shape = 1 / deviation ** 2
  return normals.map((normal) => random.gamma(shape, normal) / shape)
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

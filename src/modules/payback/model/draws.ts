import type { Random } from './random.ts'
import { scratch } from './scratch.ts'
import { stratifiedNormals } from './strata.ts'

/** By strata, so a bound stands within a few hundredths of a deviation; a figure takes about a millisecond. */
export const DRAWS = 2_000

/** What a figure stands on, be it one channel's month or a shop's whole life, summed: a drawing needs no more of its rows. */
export interface Evidence {
  margins: Margins
  hours: Hours
  /** Ads, fees, tools: paid, so exact. Less what came in and is as exact: what visits earned, and corrections. */
  costs: number
}

/** The known margins of the counted orders, estimated ones among them. */
export interface Margins extends Summed {
  /** Each of them, while there are no more than are drawn one by one. */
  few: readonly number[]
  /** Those of them that are estimated. */
  estimated: Summed
}

interface Summed {
  count: number
  sum: number
  /** Sum of squares. */
  squares: number
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

/** Of margins, those that are estimated among them. */
export const marginsOf = (margins: readonly number[], estimated: readonly number[] = []): Margins => ({
  ...summed(margins),
  few: margins.length <= FEW ? margins : [],
  estimated: summed(estimated),
})

const summed = (margins: readonly number[]): Summed => ({ count: margins.length, sum: total(margins), squares: total(margins.map((margin) => margin ** 2)) })

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
  const whole = joinedSums(parts)
  return { ...whole, few: whole.count <= FEW ? parts.flatMap(({ few }) => few) : [], estimated: joinedSums(parts.map(({ estimated }) => estimated)) }
}

function joinedSums(parts: readonly Summed[]): Summed {
  const sum = (of: (one: Summed) => number) => parts.reduce((all, one) => all + of(one), 0)
  return { count: sum((one) => one.count), sum: sum((one) => one.sum), squares: sum((one) => one.squares) }
}

/** Those that are no estimates: only they show how margins vary. */
const exactly = ({ count, sum, squares, estimated }: Margins): Summed => ({ count: count - estimated.count, sum: sum - estimated.sum, squares: squares - estimated.squares })

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
  const exact = exactly(margins)
  return { meanMargin: sum / count, variation: Math.sqrt((GUESS_WEIGHS * GUESSED_VARIATION ** 2 + (exact.sum === 0 ? 0 : squaresAround(exact))) / (GUESS_WEIGHS + exact.count)) }
}

/** Σ(margin / mean − 1)²: how far they lie from their mean, as shares of it. */
const squaresAround = ({ count, sum, squares }: Summed): number => Math.max(0, squares / (sum / count) ** 2 - count)

/**
 * Orders as chance may have had them: Gamma(n + unseen), all of them from the same normals so that more unseen is never
 * fewer orders. Half an unseen order is Jeffreys' prior; none and one make the bounds that Garwood (1936) proved to hold.
 */
export function ordersDrawn(counted: number, random: Random, draws: number): (unseen: 0 | 0.5 | 1) => Float64Array {
  const normals = stratifiedNormals(draws, random)
  const drawn = new Map<number, Float64Array>()
  return (unseen) => {
    const shape = counted + unseen
    const known = drawn.get(unseen) ?? (shape === 0 ? scratch(draws).fill(0) : gammasOf(shape, normals, random))
    drawn.set(unseen, known)
    return known
  }
}

/** From this shape on a gamma is read off its normal: the share below a quantile is then right to 0.0003. */
export const READ_OFF_FROM = 30

/**
 * A gamma for each normal. Of a large shape by the cube of Wilson and Hilferty (1931), which is the quantile itself: nothing
 * is drawn and refused, the strata stay exact, and more orders are more for every draw.
 */
export function gammasOf(shape: number, normals: Float64Array, random: Random): Float64Array {
  const drawn = scratch(normals.length)
  if (shape < READ_OFF_FROM) {
    for (let each = 0; each < drawn.length; each++) drawn[each] = random.gamma(shape, normals[each])
    return drawn
  }
  const [at, step] = [1 - 1 / (9 * shape), 1 / (3 * Math.sqrt(shape))]
  for (let each = 0; each < drawn.length; each++) {
    const root = at + step * normals[each]!
    drawn[each] = shape * root * root * root
  }
  return drawn
}

/** So many orders' worth of the shop's variation is lent to a figure with few orders of its own. */
const LENT = 6

/** The truth of a usual margin is believed to lie evenly within half of it either way: as sure as guessed minutes are. */
const ESTIMATE_ERRS = 0.5 / Math.sqrt(3)

/**
 * The mean margin as chance may have it: by Bayesian bootstrap (Rubin 1981) over the figure's orders. A bootstrap of n
 * orders knows nothing of margins it has not seen (of one order it thinks it knows all): what it lacks is lent by the
 * whole shop's variation, and fades with n. The two together come to about the variance that a mean of n has.
 * Estimates are one guess, so they err together; and what is lent fades with the other orders alone.
 */
export function marginsDrawn(margins: Margins, shop: Shop, random: Random, draws: number): Float64Array {
  const { count, estimated } = margins
  const means = meansDrawn(margins, shop, random, draws)
  if (estimated.count === 0) return means
  const errs = (ESTIMATE_ERRS * Math.abs(estimated.sum)) / count
  const normals = stratifiedNormals(draws, random)
  for (let at = 0; at < draws; at++) means[at]! += errs * normals[at]!
  return means
}

function meansDrawn(margins: Margins, shop: Shop, random: Random, draws: number): Float64Array {
  const { count, sum, squares, few } = margins
  if (count === 0) return scaled(roundOne(shop.variation, random, draws), shop.meanMargin ?? 0)
  const lent = shop.variation * Math.sqrt(LENT / (LENT + exactly(margins).count) / count)
  if (count <= FEW) {
    const times = roundOne(lent, random, draws)
    for (let at = 0; at < draws; at++) times[at]! *= bootstrapMean(few, random)
    return times
  }
  // Dirichlet(1, …, 1) weights give a mean this variance exactly.
  if (sum === 0) return scaled(stratifiedNormals(draws, random), Math.sqrt(squares / (count * (count + 1))))
  const bootstrap = squaresAround(margins) / (count * (count + 1))
  return scaled(roundOne(Math.sqrt(bootstrap + lent ** 2), random, draws), sum, count)
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
  if (deviation === 0 || cost === 0) return scratch(draws).fill(cost)
  return scaled(roundOne(deviation / cost, random, draws), cost)
}

/** Positive, 1 on average, with this deviation: a gamma where it is wide, which the normal is close to where it is narrow. */
function roundOne(deviation: number, random: Random, draws: number): Float64Array {
  const normals = stratifiedNormals(draws, random)
  if (deviation >= 0.2) {
    const shape = 1 / deviation ** 2
    return scaled(gammasOf(shape, normals, random), 1, shape)
  }
  for (let at = 0; at < draws; at++) normals[at] = 1 + deviation * normals[at]!
  return normals
}

/** The same draws, each times one number and by another, in their place. */
function scaled(draws: Float64Array, times: number, by = 1): Float64Array {
  for (let at = 0; at < draws.length; at++) draws[at] = (draws[at]! * times) / by
  return draws
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

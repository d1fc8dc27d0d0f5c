import type { Random } from './random.ts'
import { stratifiedNormals } from './strata.ts'

/** By strata, so a bound stands within a few hundredths of a deviation; a figure takes about a millisecond. */
export const DRAWS = 2_000

/** What a figure stands on, be it one channel's month or a shop's whole life. */
export interface Evidence {
  /** The known margin of every counted order. */
  margins: readonly number[]
  hours: readonly HoursEvidence[]
  /** Ads, fees, tools: paid, so exact. */
  costs: number
}

export interface HoursEvidence {
  cost: number
  /** Half the width, in money, within which the truth is believed to lie. */
  spread: number
  footing: 'timer' | 'drafted' | 'evening' | 'guess'
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

export function shopOf(margins: readonly number[]): Shop {
  if (margins.length === 0) return { meanMargin: null, variation: GUESSED_VARIATION }
  const meanMargin = total(margins) / margins.length
  const squares = meanMargin === 0 ? 0 : total(margins.map((margin) => (margin / meanMargin - 1) ** 2))
  return { meanMargin, variation: Math.sqrt((GUESS_WEIGHS * GUESSED_VARIATION ** 2 + squares) / (GUESS_WEIGHS + margins.length)) }
}

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

/** Up to this many orders the bootstrap is drawn weight by weight; above, its mean is as good as normal. */
const FEW = 6
/** So many orders' worth of the shop's variation is lent to a figure with few orders of its own. */
const LENT = 6

/**
 * The mean margin as chance may have it: by Bayesian bootstrap (Rubin 1981) over the figure's orders. A bootstrap of n
 * orders knows nothing of margins it has not seen (of one order it thinks it knows all): what it lacks is lent by the
 * whole shop's variation, and fades with n. The two together come to about the variance that a mean of n has.
 */
export function marginsDrawn(margins: readonly number[], shop: Shop, random: Random, draws: number): Float64Array {
  const count = margins.length
  if (count === 0) return roundOne(shop.variation, random, draws).map((times) => times * shop.meanMargin!)
  const lent = shop.variation * Math.sqrt(LENT / (LENT + count) / count)
  const mean = total(margins) / count
  if (count <= FEW || mean === 0) return roundOne(lent, random, draws).map((times) => times * bootstrapMean(margins, random))
  // Dirichlet(1, …, 1) weights give a mean this variance exactly.
  const bootstrap = total(margins.map((margin) => (margin / mean - 1) ** 2)) / (count * (count + 1))
  return roundOne(Math.sqrt(bootstrap + lent ** 2), random, draws).map((times) => times * mean)
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

/**
 * The hours' cost as it may really have been. A row's truth lies evenly within its spread, so its variance is spread²/3.
 * Rows err each for itself, but guesses err together: whoever guesses one month too short guesses the next one too short.
 */
export function hoursDrawn(hours: readonly HoursEvidence[], random: Random, draws: number): Float64Array {
  const cost = total(hours.map((row) => row.cost))
  let apart = 0
  let together = 0
  for (const { spread, footing } of hours) {
    if (footing === 'guess') together += spread / Math.sqrt(3)
    else apart += spread ** 2 / 3
  }
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

import type { Random } from './random.ts'
import { stratifiedNormals } from './strata.ts'

export const DRAWS = 4_000

/** What one cell, or the sum of several, stands on. */
export interface Evidence {
  /** The known margin of every counted order. */
  margins: readonly number[]
  hours: readonly HoursEvidence[]
  /** Ads, fees, tools: paid, so exact. */
  costs: number
  /** How much the shop's margins vary, of their mean: `variationOf` all that is known up to then. */
  variation: number
}

export interface HoursEvidence {
  cost: number
  /** Half the width, in money, within which the truth is believed to lie. */
  spread: number
  footing: 'timer' | 'drafted' | 'evening' | 'guess'
}

/** Evidence with its draws: `counts` are the orders' own luck, `contribution` values them, `slip` is how far the hours' cost is off. */
export interface Drawn {
  orders: number
  margin: number
  hoursCost: number
  costs: number
  counts: Float64Array
  contribution: Float64Array
  slip: Float64Array
}

/**
 * Draws a cell: orders ~ Gamma(n), their mean margin by Bayesian bootstrap (Rubin 1981), hours round what was logged.
 * The half order of Jeffreys' prior (so that n orders give Gamma(n + ½)) is added once per figure, by `profitOf`:
 * added per cell it would grow with the number of cells that a sum is made of.
 */
export function drawCell({ margins, hours, costs, variation }: Evidence, random: Random, draws: number = DRAWS): Drawn {
  const hoursCost = total(hours.map(({ cost }) => cost))
  const counts = countsOf(margins.length, random, draws)
  return {
    orders: margins.length,
    margin: total(margins),
    hoursCost,
    costs,
    counts,
    contribution: valued(counts, margins, variation, random),
    slip: slipOf(hours, hoursCost, random, draws),
  }
}

/** The sum of several: draw by draw, so that parts and whole are of one world. */
export function joinDrawn(parts: readonly Drawn[], draws: number = DRAWS): Drawn {
  const sumOf = (value: (part: Drawn) => number) => total(parts.map(value))
  return {
    orders: sumOf((part) => part.orders),
    margin: sumOf((part) => part.margin),
    hoursCost: sumOf((part) => part.hoursCost),
    costs: sumOf((part) => part.costs),
    counts: addUp(parts.map((part) => part.counts), draws),
    contribution: addUp(parts.map((part) => part.contribution), draws),
    slip: addUp(parts.map((part) => part.slip), draws),
  }
}

function addUp(columns: readonly Float64Array[], draws: number): Float64Array {
  const filled = columns.filter((column) => column !== zeros(draws))
  if (filled.length <= 1) return filled[0] ?? zeros(draws)
  const sum = filled[0]!.slice()
  for (const column of filled.slice(1)) for (let at = 0; at < draws; at++) sum[at]! += column[at]!
  return sum
}

// Most cells of a shop are empty: they share one column, which nobody writes to.
const zeroColumns = new Map<number, Float64Array>()
function zeros(draws: number): Float64Array {
  const column = zeroColumns.get(draws) ?? new Float64Array(draws)
  zeroColumns.set(draws, column)
  return column
}

function countsOf(orders: number, random: Random, draws: number): Float64Array {
  if (orders === 0) return zeros(draws)
  return stratifiedNormals(draws, random).map((normal) => random.gamma(orders, normal))
}

/** Up to this many orders the bootstrap is drawn weight by weight; above, its mean is as good as normal. */
const FEW = 12
/** Before a shop has shown it, its margins are taken to vary by 0.7 of their mean; that guess weighs as much as three orders. */
const GUESSED_VARIATION = 0.7
const GUESS_WEIGHS = 3
/** So many orders' worth of the shop's variation is lent to a channel with few orders of its own. */
const LENT = 6

/** The deviation of the shop's known margins as a share of their mean. */
export function variationOf(margins: readonly number[]): number {
  const mean = margins.length > 0 ? total(margins) / margins.length : 0
  const squares = mean === 0 ? 0 : total(margins.map((margin) => (margin / mean - 1) ** 2))
  return Math.sqrt((GUESS_WEIGHS * GUESSED_VARIATION ** 2 + squares) / (GUESS_WEIGHS + margins.length))
}

/**
 * What the drawn orders leave: each of their means by Bayesian bootstrap (Rubin 1981). A bootstrap of n orders knows
 * nothing of margins it has not seen (of one order it thinks it knows all): what it lacks is lent by the whole shop's
 * variation, and fades with n. The two together come to about the variance that a mean of n has.
 */
function valued(counts: Float64Array, margins: readonly number[], variation: number, random: Random): Float64Array {
  const count = margins.length
  if (count === 0) return counts
  const lent = roundOne(variation * Math.sqrt(LENT / (LENT + count) / count), random, counts.length)
  const mean = bootstrapOf(margins, random, counts.length)
  return counts.map((orders, at) => orders * mean(at) * lent[at]!)
}

function bootstrapOf(margins: readonly number[], random: Random, draws: number): (at: number) => number {
  const count = margins.length
  const each = margins[0]!
  if (margins.every((margin) => margin === each)) return () => each
  if (count <= FEW)
    return () => {
      let weights = 0
      let sum = 0
      for (const margin of margins) {
        const weight = random.exponential()
        weights += weight
        sum += weight * margin
      }
      return sum / weights
    }
  const mean = total(margins) / count
  // Dirichlet(1, …, 1) weights give the mean this variance exactly.
  const deviation = Math.sqrt(total(margins.map((margin) => (margin - mean) ** 2)) / (count * (count + 1)))
  const normals = stratifiedNormals(draws, random)
  return (at) => mean + deviation * normals[at]!
}

/** Positive, 1 on average, with this deviation: a gamma where it is wide, which the normal is close to where it is narrow. */
function roundOne(deviation: number, random: Random, draws: number): Float64Array {
  const normals = stratifiedNormals(draws, random)
  if (deviation < 0.2) return normals.map((normal) => 1 + deviation * normal)
  const shape = 1 / deviation ** 2
  return normals.map((normal) => random.gamma(shape, normal) / shape)
}

/**
 * A row's truth lies evenly within its spread, so its variance is spread²/3. Rows err each for itself, but guesses err
 * together: whoever guesses a month too short guesses every week of it too short. On average it is what was logged.
 */
function slipOf(hours: readonly HoursEvidence[], cost: number, random: Random, draws: number): Float64Array {
  let apart = 0
  let together = 0
  for (const { spread, footing } of hours) {
    if (footing === 'guess') together += spread / Math.sqrt(3)
    else apart += spread ** 2 / 3
  }
  const deviation = Math.sqrt(apart + together ** 2)
  if (deviation === 0 || cost === 0) return zeros(draws)
  return roundOne(deviation / cost, random, draws).map((times) => cost * (times - 1))
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

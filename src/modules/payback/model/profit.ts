import type { Profit, Verdict } from '#contract/payback.ts'
import { DRAWS, drawCell, variationOf, type Drawn, type Evidence } from './draws.ts'
import { quantileOf, shareAbove } from './quantiles.ts'
import { randomOf } from './random.ts'
import { stratifiedNormals, stratifiedUniforms } from './strata.ts'

const LOW = 0.05
const HIGH = 0.95

/** "Likely" from 80%, "can't tell" 20–80%, "not yet" below. */
export function verdictOf(chance: number): Verdict {
  if (chance >= 0.8) return 'likely'
  return chance >= 0.2 ? 'unsure' : 'not-yet'
}

/** Orders not seen, one draw each, and what they would leave: chosen from the shop's known margins. */
export interface Prior {
  /** Gamma(0), Gamma(½), Gamma(1), each at least the one before. */
  orders: { none: Float64Array; half: Float64Array; whole: Float64Array }
  /** Between 0 and 1: which of the margins. */
  pick: Float64Array
}

export function priorOf(seed: string, draws: number = DRAWS): Prior {
  const random = randomOf(`${seed} prior`)
  // Half the square of a normal is Gamma(½); two of them make Gamma(1).
  const half = stratifiedNormals(draws, random).map((normal) => normal ** 2 / 2)
  const other = stratifiedNormals(draws, random)
  return {
    orders: { none: new Float64Array(draws), half, whole: half.map((value, at) => value + other[at]! ** 2 / 2) },
    pick: stratifiedUniforms(draws, random),
  }
}

/** What keeps a sum from being told. */
export interface Missing {
  orders: number
  minutes: number
}

/**
 * A figure from its draws. The point is the ledger's own sum; the interval stands round it: never does a point lie
 * outside, nor is the interval narrower than the one that the luck of the orders alone gives.
 */
export function profitOf(drawn: Drawn, pool: readonly number[], prior: Prior, missing: Missing = { orders: 0, minutes: 0 }): Profit {
  const known = drawn.margin - drawn.hoursCost - drawn.costs
  const unknown = missing.orders > 0 || missing.minutes > 0
  const untold = { known, missing, interval: null, chance: null, ordersOnly: null }
  if (unknown) return { ...untold, net: null, verdict: null }
  const spent = drawn.hoursCost + drawn.costs
  if (drawn.orders === 0 && spent === 0) return { ...untold, net: known, verdict: null }
  // Nobody bought yet, anywhere: what an order would leave is not known, but that nothing came back is.
  if (drawn.orders === 0 && pool.length === 0) return { ...untold, net: known, verdict: 'not-yet' }

  const ordersOnly = ordersOnlyDraws(drawn, pool, prior)
  const sorted = ordersOnly.toSorted()
  const fixed = { low: quantileOf(sorted, LOW), high: quantileOf(sorted, HIGH) }
  const full = {
    low: boundOf(profitDraws(drawn, pool, prior, 'none'), LOW),
    high: boundOf(profitDraws(drawn, pool, prior, 'whole'), HIGH),
  }
  const chance = shareAbove(profitDraws(drawn, pool, prior), 0)
  return {
    net: known,
    known,
    missing,
    interval: { low: whole(Math.min(full.low, fixed.low, known)), high: whole(Math.max(full.high, fixed.high, known)) },
    chance,
    verdict: verdictOf(chance),
    ordersOnly: { low: whole(Math.min(fixed.low, known)), high: whole(Math.max(fixed.high, known)), chance: shareAbove(ordersOnly, 0) },
  }
}

/**
 * Full mode: margins and hours are uncertain too. Beside the orders that came stands part of one that did not: half of
 * one for the chance (Jeffreys), none for the lower bound and one for the upper (Garwood 1936), so that 90% are 90%
 * with three orders as well as with fifty.
 */
export function profitDraws(drawn: Drawn, pool: readonly number[], prior: Prior, unseen: keyof Prior['orders'] = 'half'): Float64Array {
  const seen = pool.length > 0 ? pool : [drawn.margin / Math.max(1, drawn.orders)]
  const spent = drawn.hoursCost + drawn.costs
  const orders = prior.orders[unseen]
  return drawn.contribution.map(
    (contribution, at) => contribution + orders[at]! * seen[Math.floor(prior.pick[at]! * seen.length)]! - drawn.slip[at]! - spent,
  )
}

/** Orders-only mode: Gamma(n + ½) orders, each leaving what an order of this figure left on average. */
function ordersOnlyDraws(drawn: Drawn, pool: readonly number[], { orders }: Prior): Float64Array {
  const each = drawn.orders > 0 ? drawn.margin / drawn.orders : meanOf(pool)
  const spent = drawn.hoursCost + drawn.costs
  return drawn.counts.map((count, at) => (count + orders.half[at]!) * each - spent)
}

/** One figure on its own: its draws, its interval, its chance. The same seed gives the same figure. */
export function profitInterval(
  evidence: Omit<Evidence, 'variation'>,
  { seed, pool = evidence.margins, draws = DRAWS }: { seed: string; pool?: readonly number[]; draws?: number },
): Profit {
  return profitOf(drawCell({ ...evidence, variation: variationOf(pool) }, randomOf(seed), draws), pool, priorOf(seed, draws))
}

/** Sorts the draws it is given. */
const boundOf = (draws: Float64Array, share: number): number => quantileOf(draws.sort(), share)

/** Whether 0 lies inside the 90% interval of the difference: an up and down that means nothing. */
export function isNoise(one: Float64Array, other: Float64Array): boolean {
  const difference = one.map((value, at) => value - other[at]!).sort()
  return quantileOf(difference, LOW) <= 0 && quantileOf(difference, HIGH) >= 0
}

const whole = (value: number): number => Math.round(value) + 0
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

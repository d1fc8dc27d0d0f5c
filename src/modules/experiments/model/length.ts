import type { Effect, ExperimentKind, Sureness } from '#contract/experiments.ts'

/** Longer than half a year nobody keeps it up, and the shop is another one by then. */
export const MOST_WEEKS = 26
/** From fewer weeks the noise can't be told. */
export const FEWEST_HISTORY = 8
/** Ten years, for what would never end. */
const LONGEST = 520
/** Of a pause: shorter is no silence. */
const FEWEST_SILENT = 3
/** A pause begins in one of the first so many weeks, drawn. */
export const PAUSE_STARTS = 3

/** One-sided: how often a yes is wrong for a channel that brings nothing; and the normal quantile of it. */
export const levels: Record<Sureness, { alpha: number; z: number }> = {
  likely: { alpha: 0.2, z: 0.8416212 },
  sure: { alpha: 0.025, z: 1.959964 },
}
/** A difference of the size that is worth knowing is found in 80 of 100 experiments. */
const Z_POWER = 0.8416212
/** Both tails of the 90% interval. */
export const TAIL = 0.05

interface Rates {
  /** Orders a week without it and with it. */
  off: number
  on: number
  /** Variance over mean: 1 is Poisson's. */
  noise: number
}

/**
 * Weeks in each arm of two that are equally long, to tell two rates of orders apart:
 * (z_α + z_β)² · noise · (1/off + 1/on) / ln²(on/off), the Wald test of the log rate ratio (Ng and Tang, Statistics in
 * Medicine 24, 2005), widened for weeks that differ more than Poisson's.
 */
export const weeksPerArm = ({ off, on, noise }: Rates, sureness: Sureness): number =>
  ((levels[sureness].z + Z_POWER) ** 2 * noise * (1 / off + 1 / on)) / Math.log(on / off) ** 2

/**
 * How much weeks differ beyond their mean, from the shop's own: half the mean square difference of neighbours (von Neumann
 * et al., Annals of Mathematical Statistics 12, 1941), which no slow growth inflates, over the mean. At least 1: that a
 * few weeks were calm is luck.
 */
export function noiseOf(orders: readonly number[]): number {
  const mean = meanOf(orders)
  let squares = 0
  for (let at = 1; at < orders.length; at++) squares += (orders[at]! - orders[at - 1]!) ** 2
  return mean > 0 ? Math.max(1, squares / (2 * (orders.length - 1)) / mean) : 1
}

export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** What the history's rate is, and what the other arm's would be: a voucher adds to it, a silence takes from it. */
export function ratesOf(kind: ExperimentKind, effect: Effect, ordersPerWeek: number): { off: number; on: number } {
  const ratio = 1 + effect / 100
  return kind === 'voucher' ? { off: ordersPerWeek, on: ordersPerWeek * ratio } : { off: ordersPerWeek / ratio, on: ordersPerWeek }
}

export interface Length {
  /** Planned weeks. */
  weeks: number
  /** Of these, those in which the channel is silent or the code is not offered. */
  silent: number
}

interface Wanted {
  kind: ExperimentKind
  effect: Effect
  sureness: Sureness
  ordersPerWeek: number
  noise: number
  /** Clear weeks before it: a pause is compared with them. */
  history: number
}

/**
 * How many weeks an experiment takes. To the weeks of the formula come z²/2, since the noise is estimated from the
 * experiment itself (Guenther, The American Statistician 35, 1981); and it is never so short that its randomisation test
 * could not say yes, or not bound its interval.
 */
export function lengthOf(wanted: Wanted): Length {
  const least = 1 / Math.min(levels[wanted.sureness].alpha, TAIL)
  if (wanted.kind === 'pause') {
    const silent = silentWeeks(wanted, Math.ceil(least) - wanted.history)
    return { weeks: silent + PAUSE_STARTS - 1, silent }
  }
  const arm = weeksPerArm({ ...ratesOf(wanted.kind, wanted.effect, wanted.ordersPerWeek), noise: wanted.noise }, wanted.sureness)
  const pairs = Math.min(LONGEST, Math.max(Math.ceil(arm + estimating(wanted)), Math.ceil(Math.log2(least))))
  return { weeks: 2 * pairs, silent: pairs }
}

const estimating = ({ sureness }: Wanted): number => levels[sureness].z ** 2 / 2

/**
 * The same formula for arms that are not equally long, the silent one at the end: what a line through all weeks explains of it
 * can't be told from growth, which widens the variance by 1 / (1 − r²), r² = 3 · before · silent / (weeks² − 1).
 */
function silentWeeks(wanted: Wanted, fewest: number): number {
  const { on, off } = ratesOf(wanted.kind, wanted.effect, wanted.ordersPerWeek)
  const allowed = Math.log(on / off) ** 2 / ((levels[wanted.sureness].z + Z_POWER) ** 2 * wanted.noise)
  const before = wanted.history
  for (let silent = 1; silent < LONGEST; silent++) {
    const explained = (3 * before * silent) / ((before + silent) ** 2 - 1)
    if ((1 / (on * before) + 1 / (off * silent)) / (1 - explained) <= allowed) return Math.max(Math.ceil(silent + estimating(wanted)), FEWEST_SILENT, fewest)
  }
  return LONGEST
}

/** With so many orders a week it would fit into `MOST_WEEKS`; null where no number of orders helps. The formula's weeks go with 1 / orders. */
export function ordersToFit(wanted: Wanted): number | null {
  const fits = (ordersPerWeek: number) => lengthOf({ ...wanted, ordersPerWeek }).weeks <= MOST_WEEKS
  let enough = wanted.ordersPerWeek
  for (let doubled = 0; !fits(enough); doubled++) {
    if (doubled === 12) return null
    enough *= 2
  }
  let few = enough / 2
  for (let halved = 0; halved < 20; halved++) {
    const middle = (few + enough) / 2
    if (fits(middle)) enough = middle
    else few = middle
  }
  return Math.ceil(enough)
}

import type { Random } from './random.ts'
import { scratch } from './scratch.ts'

// Draws by strata (a Latin hypercube, McKay et al. 1979): each of n draws comes from its own n-th part of the distribution,
// in an order of chance. A bound from 2,000 such draws is as steady as one from many times as many plain ones.

/** One normal value from each n-th part, shuffled. */
export function stratifiedNormals(count: number, random: Random): Float64Array {
  let table = normalTables.get(count)
  if (!table) {
    table = Float64Array.from({ length: count }, (_, at) => normalQuantile((at + 0.5) / count))
    normalTables.set(count, table)
  }
  const values = scratch(count)
  values.set(table)
  return shuffled(values, random)
}

const normalTables = new Map<number, Float64Array>()

function shuffled(values: Float64Array, random: Random): Float64Array {
  const uniforms = scratch(values.length)
  random.uniforms(uniforms, values.length - 1)
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(uniforms[values.length - 1 - last]! * (last + 1))
    const kept = values[last]!
    values[last] = values[other]!
    values[other] = kept
  }
  return values
}

/** The standard normal's quantile, by P. J. Acklam's rational approximation: relative error below 1.15e-9. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return (
      (((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    )
  }
  const q = p - 0.5
  const r = q * q
  return (
    ((((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r - 3.066479806614716e1) * r +
      2.506628277459239) *
      q) /
    (((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r - 1.328068155288572e1) * r + 1)
  )
}

/** The share of a standard normal below a value, by Abramowitz and Stegun's 26.2.17: right to 7.5e-8. */
export function normalShareBelow(value: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(value))
  const above = (Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return value >= 0 ? 1 - above : above
}

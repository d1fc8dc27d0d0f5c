/**
 * Splits a whole number in proportion to the weights, into whole numbers that sum to it: largest remainders, the
 * earlier one where two are equal. With no weight at all there is nothing to split by, and everything goes to the first.
 */
export function wholeParts(whole: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return []
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum === 0) return weights.map((_, at) => (at === 0 ? whole : 0))
  const exact = weights.map((weight) => (whole * weight) / sum)
  const parts = exact.map(Math.floor)
  let left = whole - parts.reduce((total, part) => total + part, 0)
  const byRemainder = exact.map((part, at) => ({ at, remainder: part - parts[at]! })).sort((one, other) => other.remainder - one.remainder || one.at - other.at)
  for (const { at } of byRemainder) {
    if (left <= 0) break
    parts[at]!++
    left--
  }
  return parts
}

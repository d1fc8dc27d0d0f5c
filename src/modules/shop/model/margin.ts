/** What pieces of one product cost: `cost` null where nobody said. */
export interface CostedLine {
  quantity: number
  cost: number | null
}

/**
 * What is left of an order's amount after goods, packing and fees. Unknown (null) as soon as one cost is unknown, or
 * where it is not known what was sold: a margin that is not known is never the whole amount.
 */
export function marginOf(amount: number, lines: readonly CostedLine[], fees: number | null): number | null {
  if (lines.length === 0 || fees === null) return null
  let left = amount - fees
  for (const { quantity, cost } of lines) {
    if (cost === null) return null
    left -= quantity * cost
  }
  return left
}

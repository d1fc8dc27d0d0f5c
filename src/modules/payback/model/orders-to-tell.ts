import { normalShareBelow } from './strata.ts'

/** More than so many orders still to come are no advice. */
const MOST_TO_WAIT = 100
/** The normal's 80% quantile: beyond it a profit is told to be one, or none. */
const TOLD = 0.8416
/** How an order's profit varies, as a share of its margin: orders come by chance, and margins vary by 0.7 of their mean, as is taken of a shop that has not shown it. */
const VARIES = Math.sqrt(1 + 0.7 ** 2)
/**
 * What an order leaves, all costs paid, is believed before any came to lie around nothing, within 0.43 of its margin either way two times in
 * three: that weighs as much as so many orders. Without it two orders would be taken at their word.
 */
const BELIEF_WEIGHS = 8

/**
 * How many more orders until it is as likely as not that 80% or 20% is passed, while they cost what they cost so far: reckoned for what
 * an order may really leave, not for what these few left. Null for too many, and where orders leave nothing.
 */
export function ordersToTell(net: number, orders: number, margin: number): number | null {
  if (orders === 0 || margin <= 0) return null
  const left = (net / margin) * orders
  for (let more = 1; more <= MOST_TO_WAIT; more++) if (chanceToTell(left, orders, more) >= 0.5) return more
  return null
}

/** After so many more; `left` in all, in margins. A normal throughout, as the sum of many orders is. */
function chanceToTell(left: number, orders: number, more: number): number {
  const weight = orders + BELIEF_WEIGHS
  const mean = left + (more * left) / weight
  // By chance alone, and because what an order leaves is not known better than by so many.
  const deviation = VARIES * Math.sqrt(more + more ** 2 / weight)
  const needed = TOLD * VARIES * Math.sqrt(orders + more)
  return normalShareBelow((mean - needed) / deviation) + normalShareBelow((-mean - needed) / deviation)
}

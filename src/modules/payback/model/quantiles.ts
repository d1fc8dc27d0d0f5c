/** The value below which `share` of the draws lie; between two of them, the line that joins them (R's type 7). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (place - below)
}

export function shareAbove(draws: Float64Array, mark: number): number {
  let above = 0
  for (const draw of draws) if (draw > mark) above++
  return above / draws.length
}

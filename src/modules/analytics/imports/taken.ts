import type { LeftOut } from '#contract/visit-imports.ts'

/** A span that is told of already, both instants included, in milliseconds since 1970. */
export interface Taken {
  from: number
  to: number
  because: LeftOut
}

/** Looks up instants that mostly follow one another; where spans overlap, the one that stands first in the list counts. */
export function takenLookUp(spans: readonly Taken[]): (at: number) => LeftOut | undefined {
  // Between two of these edges nothing changes.
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to + 1]))].sort((one, other) => one - other)
  let from = 0
  let to = -1
  let because: LeftOut | undefined
  return (at) => {
    if (at < from || at >= to) {
      const next = after(edges, at)
      from = edges[next - 1] ?? -Infinity
      to = edges[next] ?? Infinity
      because = spans.find((span) => span.from <= at && at <= span.to)?.because
    }
    return because
  }
}

/** The place of the first number that is larger. */
function after(sorted: readonly number[], than: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= than) low = middle + 1
    else high = middle
  }
  return low
}

/** Gathers of which times a file tells: of each day in UTC from its first to its last, so that a rotated log can be followed by the next. */
export function coverage(): { note(at: number): void; spans(): [from: number, to: number][] } {
  const days = new Map<number, [number, number]>()
  let day = NaN
  let span: [number, number] = [0, 0]
  return {
    note: (at) => {
      const its = Math.floor(at / DAY_MS)
      if (its !== day) {
        day = its
        span = days.get(its) ?? [at, at]
        days.set(its, span)
      }
      if (at < span[0]) span[0] = at
      if (at > span[1]) span[1] = at
    },
    spans: () => [...days.values()].sort(([one], [other]) => one - other),
  }
}
const DAY_MS = 86_400_000

// A figure is drawn in a dozen lists of two thousand numbers, read to a handful, and thrown away: of a screen's eighty figures that was most of
// what had to be collected. Within `scratched` they are drawn into the same lists again and again.

const lists = new Map<number, Float64Array[]>()
/** How many are in use; null outside. */
let taken: number | null = null

/** A list to draw into, with whatever was left in it. */
export function scratch(length: number): Float64Array {
  if (taken === null) return new Float64Array(length)
  const known = lists.get(length) ?? []
  lists.set(length, known)
  return (known[taken++] ??= new Float64Array(length))
}

/** What is drawn within is read within: `read` hands out none of its lists, and waits for nothing. */
export function scratched<T>(read: () => T): T {
  const before = taken
  taken ??= 0
  try {
    return read()
  } finally {
    taken = before
  }
}

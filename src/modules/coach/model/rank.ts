/** A list that can be finished: five things, of which no kind has more than two. */
export const MOST_ITEMS = 5
export const MOST_OF_A_KIND = 2

export interface Rankable {
  kind: string
  subject: string
  minutes: number
  /** The chance that doing it brings an order which would not have come (`learning.ts`). */
  chance: number
}

/**
 * What a minute of it is worth: P(order | kind, state) × margin ÷ minutes. The margin of an order is the shop's usual one
 * whatever brings it, and so left out of a ranking.
 */
export const worthPerMinute = ({ chance, minutes }: Rankable): number => chance / Math.max(1, minutes)

/**
 * The day's list: those things which fit into the time that is left and together most likely bring an order, at most
 * five, two of a kind; the most worthwhile minute first, then by key, so that the same morning gives the same list.
 * There is always a first thing, even where it takes longer than what is left.
 */
export function rank<T extends Rankable>(offered: readonly T[], minutes: number): { items: T[]; more: number } {
  const sorted = mostPromising(offered)
    .sort(inOrder)
    .map((item, place): Placed<T> => ({
      item,
      kind: item.kind,
      place,
      minutes: Math.max(1, item.minutes),
      // In parts of a billion, so that no rounding decides, and never nothing: what is worth nothing may still fill the time.
      value: Math.round(item.chance * 1e9) + 1,
    }))
  const fitting = fill(sorted, Math.max(0, Math.floor(minutes)))
  const items = (fitting.length > 0 ? fitting : sorted.slice(0, 1)).map(({ item }) => item)
  return { items, more: offered.length - items.length }
}

/** Best first. Keys only where two are worth the same. */
function inOrder(one: Rankable, other: Rankable): number {
  const worth = worthPerMinute(other) - worthPerMinute(one)
  if (worth !== 0) return worth
  return `${one.kind}:${one.subject}` < `${other.kind}:${other.subject}` ? -1 : 1
}

/** Of each kind and length only the two best: the others could never be chosen, and need not even be sorted. */
function mostPromising<T extends Rankable>(offered: readonly T[]): T[] {
  const best = new Map<string, Map<number, T[]>>()
  for (const item of offered) {
    let lengths = best.get(item.kind)
    if (!lengths) best.set(item.kind, (lengths = new Map<number, T[]>()))
    const two = lengths.get(item.minutes)
    if (!two) lengths.set(item.minutes, [item])
    else if (two.length < MOST_OF_A_KIND) two.push(item)
    else {
      two.sort(inOrder)
      if (inOrder(item, two[MOST_OF_A_KIND - 1]!) < 0) two[MOST_OF_A_KIND - 1] = item
    }
  }
  return [...best.values()].flatMap((lengths) => [...lengths.values()].flat())
}

interface Placed<T> {
  item: T
  kind: string
  /** In the order of worth per minute, 0 the best. */
  place: number
  minutes: number
  value: number
}
interface Packed<T> {
  value: number
  /** The sum of their places. */
  places: number
  last: Placed<T> | null
  before: Packed<T> | null
}
/** The best there is for each number of things and of minutes used: `[things × (capacity + 1) + minutes]`. */
type Table<T> = (Packed<T> | undefined)[]

/**
 * The knapsack of the day, exactly: by dynamic programming over things and minutes, a kind at a time, with a layer for
 * none, one and two of it. Of two that are worth the same the shorter wins, then the one whose things stand higher.
 */
function fill<T>(sorted: readonly Placed<T>[], capacity: number): Placed<T>[] {
  const width = capacity + 1
  let table: Table<T> = [{ value: 0, places: 0, last: null, before: null }]
  for (const ofKind of byKind(sorted, capacity)) {
    const layers = [table, ...Array.from({ length: MOST_OF_A_KIND }, (): Table<T> => [])]
    for (const thing of ofKind)
      // From the last layer down, so that a thing is never taken twice.
      for (let used = MOST_OF_A_KIND; used > 0; used--) take(thing, layers[used - 1]!, layers[used]!, width)
    table = layers.reduce((best, layer) => (layer.forEach((packed, at) => keepBetter(best, at, packed)), best), [])
  }
  const minutesOf = new Map(table.flatMap((packed, at) => (packed ? [[packed, at % width] as const] : [])))
  const [best] = [...minutesOf].sort(([one, minutes], [other, others]) => other.value - one.value || minutes - others || one.places - other.places)[0]!
  const chosen: Placed<T>[] = []
  for (let packed = best; packed.last; packed = packed.before!) chosen.push(packed.last)
  return chosen.sort((one, other) => one.place - other.place)
}

function take<T>(thing: Placed<T>, from: Table<T>, into: Table<T>, width: number): void {
  from.forEach((packed, at) => {
    if (!packed || (at % width) + thing.minutes >= width || at >= MOST_ITEMS * width) return
    const { value, places } = packed
    keepBetter(into, at + width + thing.minutes, { value: value + thing.value, places: places + thing.place, last: thing, before: packed })
  })
}

function keepBetter<T>(table: Table<T>, at: number, packed: Packed<T> | undefined): void {
  const there = table[at]
  if (packed && (!there || packed.value > there.value || (packed.value === there.value && packed.places < there.places))) table[at] = packed
}

/** What fits, a kind at a time. A thing that is no shorter than two of its kind that are worth as much is never needed. */
function byKind<T>(sorted: readonly Placed<T>[], capacity: number): Placed<T>[][] {
  const kinds = new Map<string, Placed<T>[]>()
  for (const thing of sorted) {
    if (thing.minutes > capacity) continue
    const ofKind = kinds.get(thing.kind)
    if (ofKind) ofKind.push(thing)
    else kinds.set(thing.kind, [thing])
  }
  return [...kinds.values()].map((ofKind) => {
    const best: number[] = []
    return ofKind
      .sort((one, other) => one.minutes - other.minutes || other.value - one.value || one.place - other.place)
      .filter(({ value }) => {
        if (best.length === MOST_OF_A_KIND && best.every((better) => better >= value)) return false
        best.push(value)
        best.sort((one, other) => other - one).splice(MOST_OF_A_KIND)
        return true
      })
  })
}

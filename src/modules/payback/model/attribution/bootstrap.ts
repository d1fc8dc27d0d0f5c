import type { ModelName } from '#contract/attribution.ts'
import { quantileOf } from '../quantiles.ts'
import type { Random } from '../random.ts'
import type { Journeys } from './journeys.ts'
import { layoutOf, models, readAll, type Layout } from './models.ts'

/** Of a channel's share of the orders, 90%: how far chance could have moved it. */
export interface ShareRange {
  low: number
  high: number
}

/**
 * Up to so many journeys each is drawn by itself. More are thrown into at most so many buckets by chance, and the buckets are drawn.
 */
const BUCKETS = 2_048

/**
 * The range of every channel's share by each model, over `draws` bootstrap samples of the journeys (Efron 1979), those
 * that ended in nothing too.
 *
 * Drawing buckets keeps the variance: every number that a model sums is a sum over journeys, and when n journeys lie in
 * B buckets of n / B each by pure chance, the sum over buckets of (bucket's sum − mean)² is on average (1 − 1/B)·n/(n − 1)
 * times the same over journeys, for those from different journeys cancel out. So each sample has the ordinary
 * bootstrap's variance within 1/B, and which bucket held what moves it by √(2/B), 3% at 2,048. The buckets must be
 * equal in size, or their sizes would vary the number of journeys; and filled by chance, for alike journeys that lie
 * together would be too much alike.
 */
export function bootstrap<Name extends ModelName>(
  journeys: Journeys,
  names: readonly Name[],
  { random, draws = 200 }: { random: Random; draws?: number },
): Record<Name, ShareRange[]> {
  const channels = journeys.channels.length
  const layout = layoutOf(names, channels)
  const { sums, count } = bucketSums(journeys, layout, random)
  const shares = Object.fromEntries(names.map((name) => [name, Array.from({ length: channels }, () => new Float64Array(draws))])) as Record<Name, Float64Array[]>

  const sample = new Float64Array(layout.width)
  const times = new Uint32Array(count)
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0)
    for (let drawn = 0; drawn < count; drawn++) times[Math.floor(random.uniform() * count)]!++
    sample.fill(0)
    for (let bucket = 0; bucket < count; bucket++) {
      const often = times[bucket]!
      if (often === 0) continue
      for (let place = 0, from = bucket * layout.width; place < layout.width; place++) sample[place]! += often * sums[from + place]!
    }
    const credits = readAll(sample, 0, layout, channels)
    for (const name of names) {
      const whole = credits[name].conversions.reduce((sum, credit) => sum + credit, 0)
      for (let channel = 0; channel < channels; channel++) shares[name][channel]![draw] = whole === 0 ? 0 : credits[name].conversions[channel]! / whole
    }
  }
  return Object.fromEntries(names.map((name) => [name, shares[name].map(rangeOf)])) as Record<Name, ShareRange[]>
}

const rangeOf = (draws: Float64Array): ShareRange => {
  const sorted = draws.sort()
  return { low: quantileOf(sorted, 0.05), high: quantileOf(sorted, 0.95) }
}

/** What the models sum, bucket by bucket. A row that stands for many journeys is spread like any other many. */
function bucketSums<Name extends ModelName>(journeys: Journeys, layout: Layout<Name>, random: Random): { sums: Float64Array; count: number } {
  const rows = journeys.values.length
  let units = 0
  for (let row = 0; row < rows; row++) units += journeys.conversions[row]! + journeys.nulls[row]!
  const each = Math.max(1, Math.ceil(units / BUCKETS))
  const count = Math.ceil(units / each)
  const bucketOf = shuffledBuckets(units, each, random)
  const starts = layout.names.map((name) => ({ add: models[name].add, at: layout.at[name] }))

  const sums = new Float64Array(count * layout.width)
  const won = { conversions: 1, nulls: 0, value: 0 }
  const lost = { conversions: 0, nulls: 1, value: 0 }
  let unit = 0
  for (let row = 0; row < rows; row++) {
    const conversions = journeys.conversions[row]!
    const nulls = journeys.nulls[row]!
    won.value = conversions === 0 ? 0 : journeys.values[row]! / conversions
    for (let time = 0; time < conversions + nulls; time++) {
      const from = bucketOf[unit++]! * layout.width
      for (const { add, at } of starts) add(sums, from + at, journeys, row, time < conversions ? won : lost)
    }
  }
  return { sums, count }
}

/** For every journey its bucket; where only one lies in each, their order is all the same. */
function shuffledBuckets(units: number, each: number, random: Random): Uint16Array {
  const buckets = Uint16Array.from({ length: units }, (_, unit) => Math.floor(unit / each))
  if (each === 1) return buckets
  for (let end = units - 1; end > 0; end--) {
    const other = Math.floor(random.uniform() * (end + 1))
    const kept = buckets[end]!
    buckets[end] = buckets[other]!
    buckets[other] = kept
  }
  return buckets
}

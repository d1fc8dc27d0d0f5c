import type { Journeys } from './journeys.ts'
import type { Model } from './model.ts'

// Models that share out each order by its own path alone.

/** Writes the share of each touch from `from` up to `to` into `shares`, from its beginning; they sum to 1. */
type Rule = (journeys: Journeys, from: number, to: number, shares: Float64Array) => void

/** What a touch weighs after this many days is half of what it weighs at the order. */
const HALF_LIFE_DAYS = 7

const only = (shares: Float64Array, length: number, touch: number): void => {
  shares.fill(0, 0, length)
  shares[touch] = 1
}

export const first = byRule((_, from, to, shares) => only(shares, to - from, 0))

export const last = byRule((_, from, to, shares) => only(shares, to - from, to - from - 1))

/** The last touch that is not "direct", which is not knowing; "direct" where there is no other. */
export const lastNonDirect = byRule(({ touches, direct }, from, to, shares) => {
  let touch = to - 1
  while (touch > from && touches[touch] === direct) touch--
  only(shares, to - from, touches[touch] === direct ? to - from - 1 : touch - from)
})

export const linear = byRule((_, from, to, shares) => void shares.fill(1 / (to - from), 0, to - from))

/** The first and the last touch 40% each, those between share 20%; two touches halve it. */
export const position = byRule((_, from, to, shares) => {
  const length = to - from
  if (length <= 2) return void shares.fill(1 / length, 0, length)
  shares.fill(0.2 / (length - 2), 1, length - 1)
  shares[0] = shares[length - 1] = 0.4
})

/** By 2^(−age / 7 days). */
export const decay = byRule(({ ages }, from, to, shares) => {
  let whole = 0
  // Against the youngest, so that a path of old touches is not lost in rounding.
  const youngest = ages[to - 1]!
  for (let touch = from; touch < to; touch++) whole += shares[touch - from] = 2 ** ((youngest - ages[touch]!) / HALF_LIFE_DAYS)
  for (let touch = from; touch < to; touch++) shares[touch - from]! /= whole
})

/**
 * Shapley's value with v(S) = Σ_{T ⊆ S} R(T), R(T) being the orders whose path has exactly the channels T. Its sum over
 * all 2ⁿ coalitions comes to φ_k = Σ_{S ∋ k} R(S) / |S|: each path is shared equally by its distinct channels.
 */
export const shapley = byRule(({ touches }, from, to, shares) => {
  let distinct = 0
  for (let touch = from; touch < to; touch++) {
    const again = touches.indexOf(touches[touch]!, from) < touch
    shares[touch - from] = again ? 0 : 1
    if (!again) distinct++
  }
  for (let touch = 0; touch < to - from; touch++) shares[touch]! /= distinct
})

/** Sums the credits themselves: of each channel its conversions, then of each its value. */
function byRule(rule: Rule): Model {
  let shares = new Float64Array(64)
  return {
    width: (channels) => 2 * channels,
    add: (sums, at, journeys, row, { conversions, value }) => {
      if (conversions === 0) return
      const from = journeys.starts[row]!
      const to = journeys.starts[row + 1]!
      if (to - from > shares.length) shares = new Float64Array(2 * (to - from))
      rule(journeys, from, to, shares)
      const values = at + journeys.channels.length
      for (let touch = from; touch < to; touch++) {
        const channel = journeys.touches[touch]!
        const share = shares[touch - from]!
        sums[at + channel]! += share * conversions
        sums[values + channel]! += share * value
      }
    },
    read: (sums, at, channels) => ({
      conversions: sums.slice(at, at + channels),
      values: sums.slice(at + channels, at + 2 * channels),
    }),
  }
}

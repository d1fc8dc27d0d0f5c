import type { Model } from './model.ts'

/**
 * Markov's removal effect (Anderl, Becker, von Wangenheim, Schumann 2016): a journey is taken for a walk from START over
 * channels to CONV or NULL; a channel is worth what is lost when whoever reaches it goes to NULL instead.
 *
 * Sums how often each step was taken: a row for START and for each channel, a column for each channel, CONV and NULL;
 * then the conversions and their value. A credit's value is its share of the conversions times the whole value.
 */
export const markov: Model = {
  width: (channels) => stepsOf(channels) + 2,
  add: (sums, at, { channels, starts, touches }, row, { conversions, nulls, value }) => {
    const columns = channels.length + 2
    const times = conversions + nulls
    let state = 0
    for (let touch = starts[row]!, end = starts[row + 1]!; touch < end; touch++) {
      const channel = touches[touch]!
      sums[at + state * columns + channel]! += times
      state = channel + 1
    }
    const end = at + state * columns + channels.length
    sums[end]! += conversions
    sums[end + 1]! += nulls
    const totals = at + stepsOf(channels.length)
    sums[totals]! += conversions
    sums[totals + 1]! += value
  },
  read: (sums, at, channels) => {
    const { effects } = removalOf(sums, at, channels)
    const whole = effects.reduce((sum, effect) => sum + effect, 0)
    const totals = at + stepsOf(channels)
    const credited = (total: number) => effects.map((effect) => (whole === 0 ? 0 : (effect / whole) * total))
    return { conversions: credited(sums[totals]!), values: credited(sums[totals + 1]!) }
  },
}

const stepsOf = (channels: number) => (channels + 1) * (channels + 2)

export interface Removal {
  /** That a journey ends with an order. */
  probability: number
  /** Which share of the orders would be lost without the channel. */
  effects: Float64Array
}

/**
 * In closed form. With N = (I − Q)⁻¹, whose entry (i, j) says how often j is visited from i, b = N·R_conv is the chance
 * of an order from each channel, and a channel k is ever reached from START with chance f_k = n_k / N_kk, n_k its
 * expected visits. All orders that pass k are lost without it: RE_k = f_k · b_k / P.
 */
export function removalOf(sums: Float64Array, at: number, channels: number): Removal {
  const columns = channels + 2
  const chances = new Float64Array((channels + 1) * columns)
  for (let state = 0; state <= channels; state++) {
    const row = sums.subarray(at + state * columns, at + (state + 1) * columns)
    const taken = row.reduce((sum, times) => sum + times, 0)
    if (taken > 0) for (let column = 0; column < columns; column++) chances[state * columns + column] = row[column]! / taken
  }
  const visits = visitsOf(chances, channels)
  const effects = new Float64Array(channels)
  let probability = 0
  for (let k = 0; k < channels; k++) {
    let fromStart = 0
    let converts = 0
    for (let j = 0; j < channels; j++) {
      fromStart += chances[j]! * visits[j * channels + k]!
      converts += visits[k * channels + j]! * chances[(j + 1) * columns + channels]!
    }
    probability += chances[k]! * converts
    effects[k] = (fromStart / visits[k * channels + k]!) * converts
  }
  return { probability, effects: probability === 0 ? effects : effects.map((effect) => effect / probability) }
}

/**
 * (I − Q)⁻¹ by Gauss and Jordan. Every journey ends, so I − Q is a non-singular M-matrix: its pivots stay positive and
 * need no search.
 */
function visitsOf(chances: Float64Array, channels: number): Float64Array {
  const columns = channels + 2
  const left = new Float64Array(channels * channels)
  const inverse = new Float64Array(channels * channels)
  for (let i = 0; i < channels; i++) {
    for (let j = 0; j < channels; j++) left[i * channels + j] = (i === j ? 1 : 0) - chances[(i + 1) * columns + j]!
    inverse[i * channels + i] = 1
  }
  for (let pivot = 0; pivot < channels; pivot++) {
    const scale = 1 / left[pivot * channels + pivot]!
    for (let j = 0; j < channels; j++) {
      left[pivot * channels + j]! *= scale
      inverse[pivot * channels + j]! *= scale
    }
    for (let i = 0; i < channels; i++) {
      const times = left[i * channels + pivot]!
      if (i === pivot || times === 0) continue
      for (let j = 0; j < channels; j++) {
        left[i * channels + j]! -= times * left[pivot * channels + j]!
        inverse[i * channels + j]! -= times * inverse[pivot * channels + j]!
      }
    }
  }
  return inverse
}

import type { Journeys } from './journeys.ts'

/** What each channel is credited with, by the order of `journeys.channels`. */
export interface Credits {
  /** They sum to the conversions. */
  conversions: Float64Array
  /** They sum to the value. */
  values: Float64Array
}

/**
 * A model is a sum over journeys and a reading of that sum. So all of them are reckoned in one pass, and a bootstrap
 * adds up sums anew instead of walking the journeys again.
 */
export interface Model {
  /** How many numbers it sums, for so many channels. */
  width(channels: number): number
  /** Adds a row's part to the numbers that begin at `at`: as if it had ended so, and so often. */
  add(sums: Float64Array, at: number, journeys: Journeys, row: number, ended: Ended): void
  read(sums: Float64Array, at: number, channels: number): Credits
}

export interface Ended {
  conversions: number
  nulls: number
  value: number
}

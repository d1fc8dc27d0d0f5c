import type { ModelName } from '#contract/attribution.ts'
import type { Journeys } from './journeys.ts'
import { markov } from './markov.ts'
import type { Credits, Model } from './model.ts'
import { decay, first, last, lastNonDirect, linear, position, shapley } from './rules.ts'

/** Every way to share an order out among the channels that led to it. */
export const models: Record<ModelName, Model> = { first, last, 'last-non-direct': lastNonDirect, linear, position, decay, shapley, markov }

export type CreditsBy<Name extends ModelName = ModelName> = Record<Name, Credits>

/** Where each model's numbers stand in one row of sums. */
export interface Layout<Name extends ModelName = ModelName> {
  at: Record<Name, number>
  names: readonly Name[]
  width: number
}

export function layoutOf<Name extends ModelName>(names: readonly Name[], channels: number): Layout<Name> {
  let width = 0
  const at = {} as Record<Name, number>
  for (const name of names) {
    at[name] = width
    width += models[name].width(channels)
  }
  return { at, names, width }
}

/** What every channel is credited with by each of the models. */
export function creditsBy<Name extends ModelName>(journeys: Journeys, names: readonly Name[]): CreditsBy<Name> {
  const layout = layoutOf(names, journeys.channels.length)
  const sums = new Float64Array(layout.width)
  const ended = { conversions: 0, nulls: 0, value: 0 }
  for (const name of names) {
    const { add } = models[name]
    for (let row = 0; row < journeys.values.length; row++) {
      ended.conversions = journeys.conversions[row]!
      ended.nulls = journeys.nulls[row]!
      ended.value = journeys.values[row]!
      add(sums, layout.at[name], journeys, row, ended)
    }
  }
  return readAll(sums, 0, layout, journeys.channels.length)
}

/** Reads a row of sums that begins at `from`. */
export function readAll<Name extends ModelName>(sums: Float64Array, from: number, layout: Layout<Name>, channels: number): CreditsBy<Name> {
  return Object.fromEntries(layout.names.map((name) => [name, models[name].read(sums, from + layout.at[name], channels)])) as CreditsBy<Name>
}

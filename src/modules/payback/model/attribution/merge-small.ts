import type { Journey } from './journeys.ts'

/** A channel on the way to fewer orders than this says nothing of its own. */
const FEWEST_CONVERSIONS = 5

/** The line that such channels share. */
export const OTHERS = 'others'

/** The journeys with their small channels under one name, and which ones those are. "Direct" stays what it is. */
export function mergeSmall(journeys: readonly Journey[]): { journeys: Journey[]; merged: string[] } {
  const conversions = new Map<string, number>()
  for (const journey of journeys)
    for (const channel of new Set(journey.touches.map((touch) => touch.channel))) conversions.set(channel, (conversions.get(channel) ?? 0) + journey.conversions)
  const merged = [...conversions.keys()].filter((channel) => conversions.get(channel)! < FEWEST_CONVERSIONS && channel !== 'direct')
  const small = new Set(merged)
  return {
    merged,
    journeys: journeys.map((journey) => ({
      ...journey,
      touches: journey.touches.map((touch) => (small.has(touch.channel) ? { ...touch, channel: OTHERS } : touch)),
    })),
  }
}

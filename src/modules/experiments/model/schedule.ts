import { createHash } from 'node:crypto'
import type { Arm, ExperimentKind } from '#contract/experiments.ts'
import { PAUSE_STARTS, type Length } from './length.ts'

export interface WeekOfPlan {
  monday: string
  arm: Arm
}

/**
 * Gives each week its arm. Of two neighbours a coin says which one is on, so that a good month falls on both arms alike;
 * a pause begins in a drawn one of the first weeks. The coin is SHA-256 of `<seed>:<number of the draw>`: anyone can
 * repeat it, and nobody has chosen.
 */
export function draw(kind: ExperimentKind, { silent }: Length, mondays: readonly string[], seed: string): WeekOfPlan[] {
  if (kind === 'pause') {
    const start = lot(seed, 0) % PAUSE_STARTS
    return mondays.map((monday, at) => ({ monday, arm: at >= start && at < start + silent ? 'off' : 'on' }))
  }
  return mondays.map((monday, at) => {
    const firstIsOn = lot(seed, Math.floor(at / 2)) % 2 === 0
    return { monday, arm: firstIsOn === (at % 2 === 0) ? 'on' : 'off' }
  })
}

/** The first byte, 0 to 255. Of three starts the first is drawn a little more often than the others, by 1 in 256. */
const lot = (seed: string, number: number): number => createHash('sha256').update(`${seed}:${number}`).digest()[0]!

import type { Kind } from '#contract/agenda.ts'
import type { Bring } from '#contract/coach.ts'

/** From one in fourteen on an order is likely as such things go, from one in thirty-three on it comes now and then. */
const LIKELY = 0.07
const PERHAPS = 0.03

/** What doing something may bring, in words; money is not spoken of before there are outcomes. */
export function bringOf(gains: Kind['gains'], chance: number): Bring {
  if (gains === 'knowledge') return 'knowledge'
  if (chance >= LIKELY) return 'likely'
  return chance >= PERHAPS ? 'perhaps' : 'seldom'
}

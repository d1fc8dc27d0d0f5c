import type { Caller, IncomingHit, Intake } from '#modules/analytics'

/** Clicks on their way to the intake. */
export interface Clicks {
  /** False where too many are on their way already. */
  take(hit: IncomingHit, caller: Caller): boolean
  /** Hands over what waits, and resolves when it is kept. */
  hand(): Promise<void>
}

/**
 * Clicks are handed to the intake together: one by one, between two answers, each costs about twice as much, and the
 * journal is kept awake without a pause. A kill can lose these milliseconds of clicks.
 */
const HAND_OVER_MS = 10
/** Clicks on their way to the journal: more means that it has stopped taking them. */
const MOST_UNDERWAY = 20_000

/** `onLost` is told how many the intake could not keep. */
export function openClicks(intake: Pick<Intake, 'recordAll'>, onLost: (clicks: number) => void): Clicks {
  let underway = 0
  /** Callers by what they opened: who opens the same link is counted together. */
  let waiting = new Map<IncomingHit, Caller[]>()
  let handing: NodeJS.Timeout | undefined

  const hand = async () => {
    clearTimeout(handing)
    handing = undefined
    const opened = waiting
    // Another one: a map that is cleared leads from its former entries to those to come, and what is kept of the first keeps all the others.
    waiting = new Map()
    await Promise.all(Array.from(opened, ([hit, callers]) => handOver(hit, callers)))
  }
  // No caller is held on to while the disk is waited for: see `recordAll`.
  const handOver = (hit: IncomingHit, callers: readonly Caller[]): Promise<void> => {
    const { length } = callers
    return intake
      .recordAll(hit, callers)
      .catch(() => onLost(length))
      .then(() => void (underway -= length))
  }

  return {
    take: (hit, caller) => {
      if (underway >= MOST_UNDERWAY) return false
      underway++
      const callers = waiting.get(hit)
      if (callers) callers.push(caller)
      else waiting.set(hit, [caller])
      handing ??= setTimeout(() => void hand(), HAND_OVER_MS)
      return true
    },
    hand,
  }
}

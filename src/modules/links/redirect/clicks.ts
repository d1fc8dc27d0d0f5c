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
  const waiting = new Map<IncomingHit, Caller[]>()
  let handing: NodeJS.Timeout | undefined

  const hand = async () => {
    clearTimeout(handing)
    handing = undefined
    const opened = [...waiting]
    waiting.clear()
    await Promise.all(opened.map(([hit, callers]) => handOver(hit, callers)))
  }
  const handOver = async (hit: IncomingHit, callers: readonly Caller[]) => {
    try {
      await intake.recordAll(hit, callers)
    } catch {
      onLost(callers.length)
    }
    underway -= callers.length
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

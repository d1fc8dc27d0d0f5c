import type { Stage } from '#contract/coach.ts'
import type { Gate, NextStep } from '#contract/stage.ts'
import { isPastBeginning, type Behaviour } from './behaviour.ts'
import { gatesOf, weakestGate } from './stage-gates.ts'

export interface FoundStage {
  /** Null: no gate of stage 4 fails, and some cannot be told. */
  found: Stage | null
  gates: Gate[]
  /** Of stage 3, said differently: a channel pays, though nothing goes out in a rhythm. */
  pays: boolean
}

/**
 * What a month's behaviour says by itself: 4 to 6 by gates, all of which must hold; else 1 where nothing is connected,
 * posted or used; else 2 in the first ninety days of use; else 3.
 */
export function findStage(behaviour: Behaviour): FoundStage {
  const gates = gatesOf(behaviour)
  const reached = [4, 5, 6].filter((stage) => gates.every((gate) => gate.stage > stage || gate.stands === 'holds')).at(-1) as Stage | undefined
  if (reached) return { found: reached, gates, pays: false }
  if (isSilent(behaviour)) return { found: 1, gates, pays: false }
  const fails = gates.some((gate) => gate.stage === 4 && gate.stands === 'fails')
  if (!fails) return { found: null, gates, pays: false }
  const { inUseSince, to } = behaviour
  if (!inUseSince || !isPastBeginning(inUseSince, to)) return { found: 2, gates, pays: false }
  const stands = (name: Gate['gate']) => gates.find(({ gate }) => gate === name)!.stands
  return { found: 3, gates, pays: stands('payback') === 'holds' && stands('cadence') === 'fails' }
}

/** Nothing posted, nothing connected, nothing used: social media is not a part of this business. */
const isSilent = ({ facts, inUseSince, to }: Behaviour): boolean => !facts.posts?.value && (inUseSince === null || inUseSince > to)

export interface ShownStage {
  stage: Stage | null
  provisional: boolean
  /** Where the month alone points, while that is not what is shown. */
  towards: Stage | null
}

/**
 * What is shown, month by month: a stage moves when two of the last three months agree. While there are no three months it
 * is each month's own, and provisional. Where a month cannot be told and no two others agree, it cannot be told.
 */
export function showStages(found: readonly (Stage | null)[]): ShownStage[] {
  const shown: ShownStage[] = []
  for (const [index, own] of found.entries()) {
    const before = shown.at(-1)?.stage ?? null
    const early = index < 2
    const agreed = early ? null : twice(found.slice(index - 2, index + 1))
    const stage = early ? own : (agreed ?? (own === null ? null : (before ?? own)))
    shown.push({ stage, provisional: early || (agreed === null && stage !== null && before === null), towards: own === stage ? null : own })
  }
  return shown
}

const twice = (stages: readonly (Stage | null)[]): Stage | null => stages.find((stage, index) => stage !== null && stages.indexOf(stage) !== index) ?? null

/** A share may waver so much without meaning anything. */
const WAVER = 0.05

/** Stage 5's warning: more posts by tools than the month before, and fewer questions answered. */
export function toolsInsteadOfReplies(now: Behaviour, before: Behaviour | undefined): boolean {
  const change = (fact: 'withTools' | 'answered') => {
    const [to, from] = [now.facts[fact], before?.facts[fact]]
    return to && from ? to.value - from.value : 0
  }
  return change('withTools') >= WAVER && change('answered') <= -WAVER
}

/** The weakest gate of the next stage is the next step; stages 1, 3 and 6 have a step of their own. */
export function nextStep({ stage, towards }: Pick<ShownStage, 'stage' | 'towards'>, gates: readonly Gate[]): NextStep {
  if (stage === 1) return { kind: 'begin' }
  if (stage === 6) return { kind: 'share' }
  const next = (stage === null ? 4 : Math.max(4, stage + 1)) as Stage
  const weakest = weakestGate(gates, next)
  if (stage === 3 && towards !== 4) return { kind: 'resolution', gate: weakest?.gate ?? null }
  // All of it holds: another month of the same, and the stage follows.
  if (!weakest) return { kind: 'keep', towards: next }
  return weakest.stands === 'unknown' ? { kind: 'tell', gate: weakest.gate } : { kind: 'gate', gate: weakest.gate }
}

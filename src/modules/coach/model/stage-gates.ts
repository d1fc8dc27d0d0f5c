import type { Gate, GateName, FactName } from '#contract/stage.ts'
import type { Stage } from '#contract/coach.ts'
import type { Behaviour } from './behaviour.ts'

interface GateRule {
  gate: GateName
  stage: Stage
  fact: FactName
  is: 'least' | 'most'
  needed: number
}

/**
 * The published rules (docs/guides/stage.md): what stages 4, 5 and 6 ask for. A stage is reached when its own gates and
 * those of every stage before it hold. Cadence is over 13 weeks, the rest over the month.
 */
export const gateRules: readonly GateRule[] = [
  { gate: 'cadence', stage: 4, fact: 'weeksKept', is: 'least', needed: 10 },
  { gate: 'answered', stage: 4, fact: 'answered', is: 'least', needed: 0.6 },
  { gate: 'first-reply', stage: 4, fact: 'firstReply', is: 'most', needed: 24 },
  { gate: 'outcomes', stage: 4, fact: 'outcomes', is: 'least', needed: 1 },
  { gate: 'tools', stage: 5, fact: 'withTools', is: 'least', needed: 0.7 },
  { gate: 'quick-reply', stage: 5, fact: 'firstReply', is: 'most', needed: 4 },
  { gate: 'automatic-replies', stage: 5, fact: 'automaticReplies', is: 'most', needed: 0.5 },
  { gate: 'mentions', stage: 5, fact: 'mentionsWatched', is: 'least', needed: 1 },
  { gate: 'payback', stage: 6, fact: 'payback', is: 'least', needed: 0.8 },
  { gate: 'found-us', stage: 6, fact: 'foundUs', is: 'least', needed: 0.4 },
  { gate: 'word-of-mouth', stage: 6, fact: 'wordOfMouth', is: 'least', needed: 1 },
  { gate: 'case-study', stage: 6, fact: 'caseStudy', is: 'least', needed: 1 },
]

/** Every gate with its evidence, in the order it is shown. */
export const gatesOf = (behaviour: Behaviour): Gate[] =>
  gateRules.map(({ fact, ...rule }) => {
    const known = behaviour.facts[fact] ?? null
    const holds = known && (rule.is === 'least' ? known.value >= rule.needed : known.value <= rule.needed)
    return { ...rule, value: known?.value ?? null, by: known?.by ?? null, stands: holds === null ? 'unknown' : holds ? 'holds' : 'fails' }
  })

/**
 * Of the gates up to a stage the one that holds it back most: of those that fail, the furthest from what is needed; where
 * none fails, the first that cannot be told; null where all hold.
 */
export function weakestGate(gates: readonly Gate[], stage: Stage): Gate | null {
  const asked = gates.filter((gate) => gate.stage <= stage)
  const failing = asked.filter(({ stands }) => stands === 'fails').sort((one, other) => nearness(one) - nearness(other))
  return failing[0] ?? asked.find(({ stands }) => stands === 'unknown') ?? null
}

/** 1 where a gate just holds, 0 where nothing of it is there. */
const nearness = ({ is, value, needed }: Gate): number => (is === 'least' ? value! / needed : needed / value!)

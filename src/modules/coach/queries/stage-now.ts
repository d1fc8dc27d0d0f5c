import type { StageOfMonth } from '#contract/stage.ts'
import type { ReadScope } from '#platform/scope'
import { behaviourByMonth } from '../behaviour/sources.ts'
import type { Behaviour } from '../model/behaviour.ts'
import { findStage, showStages, toolsInsteadOfReplies, type FoundStage } from '../model/stage.ts'

export interface JudgedMonth {
  behaviour: Behaviour
  found: FoundStage
  shown: StageOfMonth
}

/** Every month with the stage that its behaviour says, and the one that is shown. There is at least one. */
export async function judgedMonths(scope: ReadScope): Promise<JudgedMonth[]> {
  const months = await behaviourByMonth(scope)
  const found = months.map(findStage)
  const shown = showStages(found.map((one) => one.found))
  return months.map((behaviour, index) => {
    const own = found[index]!
    const { month, running, facts } = behaviour
    return {
      behaviour,
      found: own,
      shown: {
        month,
        running,
        found: own.found,
        ...shown[index]!,
        pays: shown[index]!.stage === 3 && own.pays,
        warning: toolsInsteadOfReplies(behaviour, months[index - 1]),
        facts: {
          postsPerWeek: facts.postsPerWeek ?? null,
          automaticPosts: facts.automaticPosts ?? null,
          answered: facts.answered ?? null,
          firstReply: facts.firstReply ?? null,
          withTools: facts.withTools ?? null,
          foundUs: facts.foundUs ?? null,
        },
      },
    }
  })
}

/** The stage that is shown now. */
export const stageNow = async (scope: ReadScope): Promise<StageOfMonth> => (await judgedMonths(scope)).at(-1)!.shown

import { stageRoutes as contract } from '#contract/stage.ts'
import { queries as workspace } from '#modules/workspace'
import { serve, type Served } from '#platform/http'
import { isRefusal } from '#platform/refusal'
import { asMember } from './as-member.ts'
import { changeStory } from './commands/change-story.ts'
import { disagree, takeBackDisagreement } from './commands/disagree.ts'
import { forgetSelfTest, keepSelfTest } from './commands/keep-self-test.ts'
import { dropResolution, resolve } from './commands/resolve.ts'
import { sayFact } from './commands/say-fact.ts'
import { stage } from './queries/stage.ts'
import { storyOf } from './queries/story.ts'

export const stageRoutes = (): Served[] => [
  serve(contract.stage, (call) => asMember(call, (memberId) => stage(call.scope, memberId))),
  serve(contract.sayFact, (call) => asMember(call, (memberId) => sayFact(call.scope, { memberId, ...call.body }))),
  serve(contract.keepSelfTest, (call) =>
    asMember(call, async (memberId) => {
      const kept = await keepSelfTest(call.scope, { memberId, answers: call.body.answers })
      return isRefusal(kept) ? kept : { ...kept, name: await nameOf(call.scope, memberId) }
    }),
  ),
  serve(contract.forgetSelfTest, (call) => asMember(call, (memberId) => forgetSelfTest(call.scope, { memberId, id: call.params.id }))),
  serve(contract.disagree, (call) =>
    asMember(call, async (memberId) => ({ ...(await disagree(call.scope, { memberId, ...call.body })), name: await nameOf(call.scope, memberId) })),
  ),
  serve(contract.takeBackDisagreement, (call) => asMember(call, (memberId) => takeBackDisagreement(call.scope, { memberId, id: call.params.id }))),
  serve(contract.resolve, (call) => resolve(call.scope, call.body)),
  serve(contract.dropResolution, (call) => dropResolution(call.scope)),
  serve(contract.story, (call) => storyOf(call.scope)),
  serve(contract.changeStory, (call) => changeStory(call.scope, call.body)),
]

const nameOf = async (scope: Parameters<typeof workspace.members>[0], memberId: string): Promise<string> =>
  (await workspace.members(scope)).find(({ id }) => id === memberId)!.name

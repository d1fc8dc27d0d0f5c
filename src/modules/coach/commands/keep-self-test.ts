import { stages, type Stage } from '#contract/coach.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { readAnswers, selfTestResult } from '../model/self-test.ts'
import { tables } from '../stage-tables.ts'

export interface KeptTest {
  id: string
  takenAt: string
  stage: Stage
  placed: Stage | null
}

/** Keeps a member's answers, as the page's form sends them. Fewer than nine say nothing yet, and are not kept. */
export async function keepSelfTest(
  scope: WriteScope,
  { memberId, answers: sent }: { memberId: string; answers: Record<string, string> },
): Promise<KeptTest | Refusal<'coach.self-test-not-enough'>> {
  const answers = readAnswers(sent)
  const result = selfTestResult(answers)
  if (!result.enough) return refuse('coach.self-test-not-enough', { where: 'answers' })
  const takenAt = scope.clock.now()
  const kept = { id: newId(takenAt.getTime()), stage: result.stage, placed: stages.find((stage) => String(stage) === sent.q0) ?? null }
  await tables(scope)
    .insertInto('coachSelfTests')
    .values({
      workspaceId: scope.workspaceId,
      selfTestId: kept.id,
      memberId,
      takenAt,
      answers: JSON.stringify(answers) as never,
      stage: kept.stage,
      placed: kept.placed,
    })
    .execute()
  await scope.announce({ type: 'SelfTestKept', stage: kept.stage })
  return { ...kept, takenAt: takenAt.toISOString() }
}

/** Forgets a result; only whose it is may. */
export async function forgetSelfTest(scope: WriteScope, { memberId, id }: { memberId: string; id: string }): Promise<undefined | Refusal<'coach.self-test-unknown'>> {
  const gone = await tables(scope)
    .deleteFrom('coachSelfTests')
    .where('workspaceId', '=', scope.workspaceId)
    .where('selfTestId', '=', id)
    .where('memberId', '=', memberId)
    .returning('selfTestId')
    .executeTakeFirst()
  if (!gone) return refuse('coach.self-test-unknown')
  await scope.announce({ type: 'SelfTestForgotten' })
}

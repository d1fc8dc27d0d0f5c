import type { Stage } from '#contract/coach.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { stageNow } from '../queries/stage-now.ts'
import { tables } from '../stage-tables.ts'

interface Said {
  id: string
  saidAt: string
  shown: Stage | null
  placed: Stage | null
  why: string
}

/** "I disagree, because …": kept beside the stage that was shown then. No stage follows it. */
export async function disagree(scope: WriteScope, { memberId, why, placed }: { memberId: string; why: string; placed: Stage | null }): Promise<Said> {
  const { stage: shown } = await stageNow(scope)
  const saidAt = scope.clock.now()
  const id = newId(saidAt.getTime())
  await tables(scope)
    .insertInto('coachDisagreements')
    .values({ workspaceId: scope.workspaceId, disagreementId: id, memberId, saidAt, shown, placed, why })
    .execute()
  await scope.announce({ type: 'StageDisputed', shown, placed })
  return { id, saidAt: saidAt.toISOString(), shown, placed, why }
}

/** Takes it back; only who said it may. */
export async function takeBackDisagreement(
  scope: WriteScope,
  { memberId, id }: { memberId: string; id: string },
): Promise<undefined | Refusal<'coach.disagreement-unknown'>> {
  const gone = await tables(scope)
    .deleteFrom('coachDisagreements')
    .where('workspaceId', '=', scope.workspaceId)
    .where('disagreementId', '=', id)
    .where('memberId', '=', memberId)
    .returning('disagreementId')
    .executeTakeFirst()
  if (!gone) return refuse('coach.disagreement-unknown')
  await scope.announce({ type: 'DisputeTakenBack' })
}

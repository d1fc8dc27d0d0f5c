import type { SayableFact } from '#contract/stage.ts'
import { queries as workspace } from '#modules/workspace'
import { monthIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../stage-tables.ts'

export interface Saying {
  memberId: string
  month: string
  fact: SayableFact
  /** Null takes it back. */
  value: number | null
}

const shares: ReadonlySet<SayableFact> = new Set(['answered', 'automaticReplies', 'mentionsWatched', 'caseStudy'])

/** Says what Kicau cannot see of a month. Said again, the newer word stands. */
export async function sayFact(
  scope: WriteScope,
  { memberId, month, fact, value }: Saying,
): Promise<undefined | Refusal<'coach.month-ahead' | 'coach.saying-out-of-range'>> {
  const { zone } = await workspace.shopProfile(scope)
  if (month > monthIn(zone, scope.clock.now())) return refuse('coach.month-ahead', { where: 'month' })
  if (value !== null && shares.has(fact) && value > 1) return refuse('coach.saying-out-of-range', { where: 'value' })
  const db = tables(scope)
  const firstDay = `${month}-01`
  if (value === null)
    await db.deleteFrom('coachSayings').where('workspaceId', '=', scope.workspaceId).where('month', '=', firstDay).where('fact', '=', fact).execute()
  else {
    const said = { value, saidAt: scope.clock.now(), saidBy: memberId }
    await db
      .insertInto('coachSayings')
      .values({ workspaceId: scope.workspaceId, month: firstDay, fact, ...said })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'month', 'fact']).doUpdateSet(said))
      .execute()
  }
  await scope.announce({ type: 'FactSaid', month, fact })
}

import type { Timebox } from '#contract/effort.ts'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { timeboxOf } from '../queries/timeboxes.ts'
import { tables } from '../tables.ts'
import { today } from './day-rules.ts'
import { memberKnown } from './member-lock.ts'

/** Chooses a member's days, hour and length from today on; the weeks behind stay as they were. */
export async function setTimebox(scope: WriteScope, memberId: string, timebox: Timebox): Promise<undefined | Refusal<'effort.member-unknown'>> {
  const unknown = await memberKnown(scope, memberId)
  if (unknown) return unknown
  const chosen = { ...timebox, weekdays: [...new Set(timebox.weekdays)].sort(), notedAt: scope.clock.now() }
  await tables(scope)
    .insertInto('effortTimeboxes')
    .values({ workspaceId: scope.workspaceId, memberId, fromDay: await today(scope), ...chosen })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'fromDay']).doUpdateSet(chosen))
    .execute()
  await scope.announce({ type: 'TimeboxSet', memberId })
}

/** Gives a member's thirty minutes an hour that was chosen elsewhere; what they chose here since then stands. */
export async function chooseHour(scope: WriteScope, { memberId, hour, saidAt }: { memberId: string; hour: string; saidAt: Date }): Promise<void> {
  const { timebox } = await timeboxOf(scope, { memberId, day: await today(scope) })
  if (timebox.hour === hour || (await chosenSince(scope, memberId, saidAt))) return
  await setTimebox(scope, memberId, { ...timebox, hour })
}

async function chosenSince(scope: WriteScope, memberId: string, at: Date): Promise<boolean> {
  const row = await tables(scope)
    .selectFrom('effortTimeboxes')
    .select('fromDay')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('notedAt', '>', at)
    .executeTakeFirst()
  return row !== undefined
}

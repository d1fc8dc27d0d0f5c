import { queries as workspace } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Sends a report once more that may not have gone out, or was refused: by a person's word only, and at once. */
export async function sendAgain(
  scope: WriteScope,
  by: { loginId: string; owner: boolean },
  { subscriptionId, period }: { subscriptionId: string; period: string },
): Promise<undefined | Refusal<'reports.sending-unknown' | 'reports.sending-not-again'>> {
  const db = tables(scope)
  const sending = await db
    .selectFrom('reportsSendings as sending')
    .innerJoin('reportsSubscriptions as subscription', 'subscription.id', 'sending.subscriptionId')
    .select(['sending.state', 'subscription.memberId', 'subscription.endedAt'])
    .where('sending.workspaceId', '=', scope.workspaceId)
    .where('sending.subscriptionId', '=', subscriptionId)
    .where('sending.period', '=', period)
    .forUpdate()
    .executeTakeFirst()
  const own = sending && (by.owner || sending.memberId === (await workspace.memberOfLogin(scope, by.loginId)))
  if (!own || sending.endedAt) return refuse('reports.sending-unknown')
  if (sending.state !== 'unknown' && sending.state !== 'failed') return refuse('reports.sending-not-again')
  await db
    .updateTable('reportsSendings')
    .set({ state: 'waiting', attempts: 0, tryAgainAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('subscriptionId', '=', subscriptionId)
    .where('period', '=', period)
    .execute()
  await scope.announce({ type: 'ReportSettled', subscriptionId, period, state: 'waiting' })
}

import type { SendingState } from '#contract/reports.ts'
import { queries as workspace } from '#modules/workspace'
import type { WriteScope } from '#platform/scope'
import { awake } from '../model/periods.ts'
import { MOST_ATTEMPTS, pauseMs } from '../model/sending.ts'
import { tables } from '../tables.ts'
import type { Claimed } from './claim-sendings.ts'

/** What came of an attempt. One that could not leave is tried again by day, for some hours. */
export async function settleSending(scope: WriteScope, { subscriptionId, period, attempts }: Claimed, fate: 'sent' | 'refused' | 'later' | 'unknown'): Promise<void> {
  const { zone } = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  const state: SendingState = fate === 'later' ? (attempts < MOST_ATTEMPTS ? 'waiting' : 'failed') : fate === 'refused' ? 'failed' : fate
  const settled = await tables(scope)
    .updateTable('reportsSendings')
    .set({ state, settledAt: now, tryAgainAt: state === 'waiting' ? awake(zone, new Date(now.getTime() + pauseMs(attempts))) : null })
    .where('workspaceId', '=', scope.workspaceId)
    .where('subscriptionId', '=', subscriptionId)
    .where('period', '=', period)
    // A process that was held up so long that it was given up may still tell how it ended, unless a person asked again.
    .where('state', 'in', ['claimed', 'unknown'])
    .where('attempts', '=', attempts)
    .executeTakeFirst()
  if (settled.numUpdatedRows > 0n) await scope.announce({ type: 'ReportSettled', subscriptionId, period, state })
}

import type { SentKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface Wanted {
  memberId: string
  kind: SentKind
  /** Null ends it. */
  language: Language | null
}

/** Sends a member a report from its next morning on, or no longer. Members choose for themselves, owners for everyone who signs in. */
export async function subscribe(scope: WriteScope, by: { loginId: string; owner: boolean }, { memberId, kind, language }: Wanted): Promise<undefined | Refusal<'reports.member-unknown'>> {
  const member = (await workspace.members(scope)).find(({ id }) => id === memberId)
  if (!member?.loginId || (!by.owner && member.loginId !== by.loginId)) return refuse('reports.member-unknown', { where: 'memberId' })
  return keepSubscription(scope, { memberId, kind, language, several: false })
}

/** Begins one, changes its language, or ends it. */
export async function keepSubscription(scope: WriteScope, { memberId, kind, language, several }: Wanted & { several: boolean }): Promise<undefined> {
  if (language === null) return endSubscription(scope, { memberId, kind, several })
  const now = scope.clock.now()
  await tables(scope)
    .insertInto('reportsSubscriptions')
    .values({ id: newId(now.getTime()), workspaceId: scope.workspaceId, memberId, kind, language, several, begunAt: now, endedAt: null })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'memberId', 'kind', 'several']).doUpdateSet(({ eb, ref }) => ({
        language,
        endedAt: null,
        // Another language is no new beginning.
        begunAt: eb.case().when(ref('reportsSubscriptions.endedAt'), 'is', null).then(ref('reportsSubscriptions.begunAt')).else(now).end(),
      })),
    )
    .execute()
  await scope.announce({ type: 'ReportSubscribed', memberId, kind })
}

/** Ending what has ended changes nothing. */
export async function endSubscription(scope: WriteScope, { memberId, kind, several }: Pick<Wanted, 'memberId' | 'kind'> & { several: boolean }): Promise<undefined> {
  const ended = await tables(scope)
    .updateTable('reportsSubscriptions')
    .set({ endedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('kind', '=', kind)
    .where('several', '=', several)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (ended.numUpdatedRows > 0n) await scope.announce({ type: 'ReportUnsubscribed', memberId, kind })
}

import type { SentKind } from '#contract/reports.ts'
import { sentKinds } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import type { WriteScope } from '#platform/scope'
import { dueNow } from '../model/periods.ts'
import { CUT_OFF_MS } from '../model/sending.ts'
import { tables } from '../tables.ts'

/** A report that whoever holds this, and nobody else, may send. */
export interface Claimed {
  subscriptionId: string
  memberId: string
  kind: SentKind
  language: Language
  period: string
  /** Of all shops that the member works in. */
  several: boolean
  attempts: number
}

/**
 * Takes up what this shop's subscribers should have by now: each (subscription, period) has one row, and whoever wrote it
 * or turned it from `waiting` sends. Only after this has been committed may a mail server be spoken to.
 */
export async function claimSendings(scope: WriteScope): Promise<Claimed[]> {
  const { zone, demo } = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  await nameCutOff(scope)
  // The people of a demo shop do not exist.
  if (demo) return []
  const db = tables(scope)
  const running = await db
    .selectFrom('reportsSubscriptions')
    .select(['id', 'memberId', 'kind', 'language', 'several', 'begunAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  const due = new Map(sentKinds.map((kind) => [kind, dueNow(kind, zone, now)]))
  const fresh = running.flatMap(({ id, kind, begunAt }) => {
    const period = due.get(kind)
    return period && begunAt <= period.since ? [{ subscriptionId: id, period: period.period }] : []
  })
  const claim = { workspaceId: scope.workspaceId, state: 'claimed' as const, claimedAt: now }
  const first =
    fresh.length === 0
      ? []
      : await db
          .insertInto('reportsSendings')
          .values(fresh.map((one) => ({ ...one, ...claim, attempts: 1, settledAt: null, tryAgainAt: null })))
          .onConflict((conflict) => conflict.doNothing())
          .returning(['subscriptionId', 'period', 'attempts'])
          .execute()
  const again =
    running.length === 0
      ? []
      : await db
          .updateTable('reportsSendings')
          .set(({ eb }) => ({ ...claim, attempts: eb('attempts', '+', 1), settledAt: null, tryAgainAt: null }))
          .where('workspaceId', '=', scope.workspaceId)
          .where('state', '=', 'waiting')
          .where('tryAgainAt', '<=', now)
          .where('subscriptionId', 'in', running.map(({ id }) => id))
          .returning(['subscriptionId', 'period', 'attempts'])
          .execute()
  return [...first, ...again].map(({ subscriptionId, period, attempts }) => {
    const { memberId, kind, language, several } = running.find(({ id }) => id === subscriptionId)!
    return { subscriptionId, memberId, kind, language, several, period, attempts }
  })
}

/** Whoever claimed these was cut off: they may or may not have gone out, and a person decides. */
async function nameCutOff(scope: WriteScope): Promise<void> {
  const now = scope.clock.now()
  const cut = await tables(scope)
    .updateTable('reportsSendings')
    .set({ state: 'unknown', settledAt: now })
    .where('workspaceId', '=', scope.workspaceId)
    .where('state', '=', 'claimed')
    .where('claimedAt', '<', new Date(now.getTime() - CUT_OFF_MS))
    .returning(['subscriptionId', 'period'])
    .execute()
  for (const { subscriptionId, period } of cut) await scope.announce({ type: 'ReportSettled', subscriptionId, period, state: 'unknown' })
}

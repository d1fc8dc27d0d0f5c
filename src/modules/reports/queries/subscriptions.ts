import { sentKinds, type ReportSubscriptions } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { nextSending } from '../model/periods.ts'
import { tables } from '../tables.ts'
import { writerOf } from '../writing/writer.ts'

export interface Viewer {
  loginId: string
  /** An owner sees and sets everybody's. */
  owner: boolean
  language: Language
}

/** Who gets which report, and what became of the last one. Only members who sign in can be mailed. */
export async function subscriptions(scope: ReadScope, viewer: Viewer, mail: boolean): Promise<ReportSubscriptions> {
  const [shop, members, rows, sendings] = await Promise.all([
    workspace.shopProfile(scope),
    workspace.members(scope),
    tables(scope).selectFrom('reportsSubscriptions').select(['id', 'memberId', 'kind', 'language', 'endedAt']).where('workspaceId', '=', scope.workspaceId).where('several', '=', false).execute(),
    tables(scope)
      .selectFrom('reportsSendings')
      .select(['subscriptionId', 'period', 'state', 'claimedAt', 'settledAt'])
      .distinctOn('subscriptionId')
      .where('workspaceId', '=', scope.workspaceId)
      .orderBy('subscriptionId')
      .orderBy('claimedAt', 'desc')
      .execute(),
  ])
  const { title } = writerOf(viewer.language, shop.currency)
  const now = scope.clock.now()
  const lastOf = new Map(sendings.map((sending) => [sending.subscriptionId, sending]))
  return {
    mail,
    demo: shop.demo,
    members: members
      // Each guest of a demo is one of its owners, and all have one name: of the others nobody knows who they are.
      .filter(({ loginId }) => loginId !== null && ((viewer.owner && !shop.demo) || loginId === viewer.loginId))
      .map(({ id, loginId, name }) => ({
        memberId: id,
        name,
        me: loginId === viewer.loginId,
        kinds: sentKinds.map((kind) => {
          const row = rows.find((one) => one.memberId === id && one.kind === kind)
          const running = row && row.endedAt === null ? row : null
          const last = row && lastOf.get(row.id)
          return {
            kind,
            language: running?.language ?? null,
            next: running ? nextSending(kind, shop.zone, now).toISOString() : null,
            last: last
              ? { subscriptionId: last.subscriptionId, period: last.period, title: title(kind, last.period), state: last.state, at: (last.settledAt ?? last.claimedAt).toISOString() }
              : null,
          }
        }),
      })),
  }
}

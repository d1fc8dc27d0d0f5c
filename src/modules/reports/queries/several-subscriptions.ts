import type { Kysely } from 'kysely'
import { sentKinds, type SeveralSubscriptions } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { acrossShops } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import { nextSending } from '../model/periods.ts'
import { tables } from '../tables.ts'
import { writerOf } from '../writing/writer.ts'

/** Which reports of several shops a login gets, on the mornings of which of them, and what became of the last. */
export async function severalSubscriptions({ db, clock }: { db: Kysely<{}>; clock: Clock }, { loginId, language, mail }: { loginId: string; language: Language; mail: boolean }): Promise<SeveralSubscriptions> {
  const shops = await acrossShops.shopsOfLogin(db, loginId)
  const members = new Map((await acrossShops.membershipsOf(db, loginId)).map(({ workspaceId, memberId }) => [memberId, shops.find(({ id }) => id === workspaceId)!]))
  const rows =
    members.size === 0
      ? []
      : await tables({ db })
          .selectFrom('reportsSubscriptions as subscription')
          .leftJoinLateral(
            (query) =>
              query
                .selectFrom('reportsSendings as sending')
                .select(['sending.period', 'sending.state', 'sending.claimedAt', 'sending.settledAt'])
                .whereRef('sending.subscriptionId', '=', 'subscription.id')
                .orderBy('sending.claimedAt', 'desc')
                .limit(1)
                .as('last'),
            (join) => join.onTrue(),
          )
          .select(['subscription.id', 'subscription.memberId', 'subscription.kind', 'subscription.language', 'last.period', 'last.state', 'last.claimedAt', 'last.settledAt'])
          .where('subscription.memberId', 'in', [...members.keys()])
          .where('subscription.several', '=', true)
          .where('subscription.endedAt', 'is', null)
          .execute()
  return {
    mail,
    demo: shops.every(({ demo }) => demo),
    kinds: sentKinds.map((kind) => {
      const row = rows.find((one) => one.kind === kind)
      const home = row && members.get(row.memberId)!
      return {
        kind,
        language: row?.language ?? null,
        home: home ? { id: home.id, name: home.name } : null,
        next: home ? nextSending(kind, home.zone, clock.now()).toISOString() : null,
        last: row?.period ? { subscriptionId: row.id, period: row.period, title: writerOf(language, 'IDR').title(kind, row.period), state: row.state!, at: (row.settledAt ?? row.claimedAt!).toISOString() } : null,
      }
    }),
  }
}

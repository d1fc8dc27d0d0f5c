import type { Kysely } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { dayIn, type Clock } from '#platform/clock'
import type { Scopes, WriteScope } from '#platform/scope'
import type { Audience } from '../adapter.ts'
import type { Networks } from '../networks.ts'
import { tables } from '../tables.ts'
import { noteFollowers } from './note-followers.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** At once; each has its own time, so that a network that hangs holds up no other. */
const MOST_AT_ONCE = 20

export interface LookNeeds {
  db: Kysely<{}>
  scopes: Scopes
  clock: Clock
  networks: Pick<Networks, 'withAudience' | 'audienceOf'>
}

/** Looks who follows the accounts whose day is over, in every shop. Looked at twice, the later look stands. */
export async function lookAtAudience({ db, scopes, clock, networks }: LookNeeds): Promise<void> {
  if (networks.withAudience.length === 0) return
  const now = clock.now()
  const due = await tables({ db })
    .selectFrom('networksAccounts')
    .select(['workspaceId', 'accountId'])
    .where('state', '=', 'connected')
    .where('way', '=', 'direct')
    .where('network', 'in', networks.withAudience)
    .where(({ or, eb }) => or([eb('audienceDueAt', 'is', null), eb('audienceDueAt', '<=', now)]))
    .orderBy('audienceDueAt', (order) => order.asc().nullsFirst())
    .limit(MOST_AT_ONCE)
    .execute()
  await Promise.all(
    due.map(async ({ workspaceId, accountId }) => {
      const seen = await networks.audienceOf(workspaceId, accountId)
      await scopes.writing(workspaceId, { kind: 'system', id: 'audience' }, async (scope) => {
        if (seen.is === 'seen') await keep(scope, accountId, seen)
        const again = seen.is === 'seen' ? new Date(now.getTime() + DAY) : later(now, seen.is === 'retry-after' ? seen.at : null)
        await tables(scope).updateTable('networksAccounts').set({ audienceDueAt: again }).where('workspaceId', '=', scope.workspaceId).where('accountId', '=', accountId).execute()
      })
    }),
  )
}

/** In an hour, or when the network says. */
const later = (now: Date, at: Date | null): Date => new Date(Math.max(now.getTime() + HOUR, at?.getTime() ?? 0))

async function keep(scope: WriteScope, accountId: string, { followers, latest, posts = [] }: Audience): Promise<void> {
  const db = tables(scope)
  const account = await db
    .selectFrom('networksAccounts')
    .select('state')
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  // Removed while the network was asked: nothing of it is kept.
  if (account?.state !== 'connected') return
  const { zone } = await workspace.shopProfile(scope)
  const firstSeenAt = scope.clock.now()
  await noteFollowers(scope, { accountId, day: dayIn(zone, firstSeenAt), followers })
  const toFollow = latest.filter(({ followed }) => !followed).map(({ followed: _, ...person }) => person)
  await db
    .deleteFrom('networksFollowBacks')
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .$if(toFollow.length > 0, (query) => query.where('remoteId', 'not in', toFollow.map(({ remoteId }) => remoteId)))
    .execute()
  for (const { remoteId, ...person } of toFollow)
    await db
      .insertInto('networksFollowBacks')
      .values({ workspaceId: scope.workspaceId, accountId, remoteId, ...person, firstSeenAt })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'accountId', 'remoteId']).doUpdateSet(person))
      .execute()
  if (posts.length > 0)
    await db
      .insertInto('networksPostsSeen')
      .values(posts.map(({ remoteId, at, reposts }) => ({ workspaceId: scope.workspaceId, accountId, remoteId, postedAt: at, reposts, seenAt: firstSeenAt })))
      .onConflict((conflict) => conflict.columns(['workspaceId', 'accountId', 'remoteId']).doUpdateSet(({ ref }) => ({ reposts: ref('excluded.reposts'), seenAt: ref('excluded.seenAt') })))
      .execute()
  await scope.announce({ type: 'AudienceSeen', accountId, followBacks: toFollow.length })
}

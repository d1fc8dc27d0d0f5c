import type { NoteFollowers } from '#contract/networks.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Notes how many followers an account or a channel had on a day; noting the day again corrects it. */
export async function noteFollowers(
  scope: WriteScope,
  { accountId, channel: wanted, day, followers }: NoteFollowers,
): Promise<void | Refusal<'networks.account-unknown' | 'networks.followers-of-nothing' | 'networks.day-ahead'>> {
  if (day > dayIn((await workspace.shopProfile(scope)).zone, scope.clock.now())) return refuse('networks.day-ahead', { where: 'day' })
  const account = accountId === undefined ? undefined : await channelOf(scope, accountId)
  if (accountId !== undefined && !account) return refuse('networks.account-unknown', { where: 'accountId' })
  const channel = account?.channel ?? wanted
  if (!channel) return refuse('networks.followers-of-nothing', { where: 'channel' })

  const noted = { followers, notedAt: scope.clock.now() }
  await tables(scope)
    .insertInto('networksFollowers')
    .values({ workspaceId: scope.workspaceId, source: accountId ?? channel, accountId: accountId ?? null, channel, day, ...noted })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'source', 'day']).doUpdateSet(noted))
    .execute()
  await scope.announce({ type: 'FollowersNoted', channel, day })
}

const channelOf = (scope: WriteScope, accountId: string) =>
  tables(scope)
    .selectFrom('networksAccounts')
    .select('channel')
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()

import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** How often a channel's posts of a span (`to` excluded) were passed on by others, by now; null where no network of it ever told. */
export async function passedOn(scope: ReadScope, channel: Channel, { from, to }: { from: Date; to: Date }): Promise<number | null> {
  const { told, reposts } = await tables(scope)
    .selectFrom('networksPostsSeen as post')
    .innerJoin('networksAccounts as account', (join) => join.onRef('account.workspaceId', '=', 'post.workspaceId').onRef('account.accountId', '=', 'post.accountId'))
    .select([sql<number>`count(*)`.as('told'), sql<number>`coalesce(sum(post.reposts) filter (where post.posted_at >= ${from} and post.posted_at < ${to}), 0)`.as('reposts')])
    .where('post.workspaceId', '=', scope.workspaceId)
    .where('account.channel', '=', channel)
    .executeTakeFirstOrThrow()
  return told === 0 ? null : reposts
}

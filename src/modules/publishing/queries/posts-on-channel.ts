import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addMonths, startOfMonth } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PostOnChannel {
  postId: string
  text: string
  /** Went out on the channel in the month asked for. */
  inMonth: boolean
}

/**
 * Posts that went out on a channel in a month of the shop's own, the newest first; and, of any month and channel, those
 * that `also` names. One on two accounts of the channel is one; one deleted since went out all the same.
 */
export async function postsOnChannel(scope: ReadScope, asked: { channel: Channel; month: string; also: readonly string[] }): Promise<PostOnChannel[]> {
  const { zone } = await workspace.shopProfile(scope)
  const from = startOfMonth(zone, asked.month)
  const to = startOfMonth(zone, addMonths(asked.month, 1))
  const wentOut = sql<boolean>`coalesce(bool_or(target.channel = ${asked.channel} and target.published_at >= ${from} and target.published_at < ${to}), false)`
  return tables(scope)
    .selectFrom('publishingPosts as post')
    .leftJoin('publishingTargets as target', (join) => join.onRef('target.workspaceId', '=', 'post.workspaceId').onRef('target.postId', '=', 'post.postId'))
    .select(['post.postId', 'post.text', wentOut.as('inMonth')])
    .where('post.workspaceId', '=', scope.workspaceId)
    .groupBy(['post.workspaceId', 'post.postId'])
    .having(({ or, eb }) => or([wentOut, eb('post.postId', '=', sql<string>`any(${asked.also})`)]))
    .orderBy(({ fn }) => fn.max('target.publishedAt'), (order) => order.desc().nullsLast())
    .orderBy('post.postId')
    .execute()
}

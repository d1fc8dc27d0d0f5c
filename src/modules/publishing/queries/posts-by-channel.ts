import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PostsByChannel {
  day: string
  channel: Channel
  /** Posts that went out there; one on two accounts of the channel is one. */
  posts: number
  /** Of these, those that name the word that was asked for. */
  naming: number
}

/** What went out where, day by day of the shop's own, both ends included. `word` (letters and digits) is looked for as a whole one. */
export async function postsByChannel(scope: ReadScope, { from, to, word = null }: { from: string; to: string; word?: string | null }): Promise<PostsByChannel[]> {
  const { zone } = await workspace.shopProfile(scope)
  const day = sql<string>`to_char(target.published_at at time zone ${sql.lit(zone)}, 'YYYY-MM-DD')`
  const names = word === null ? sql`false` : sql`coalesce(target.final_text, target.own_text, post.text) ~* ${`\\m${word}\\M`}`
  return tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .select([
      day.as('day'),
      'target.channel',
      sql<number>`count(distinct target.post_id)`.as('posts'),
      sql<number>`count(distinct target.post_id) filter (where ${names})`.as('naming'),
    ])
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('target.publishedAt', '>=', startOfDay(zone, from))
    .where('target.publishedAt', '<', startOfDay(zone, addDays(to, 1)))
    .groupBy(['day', 'target.channel'])
    .orderBy('day')
    .execute()
}

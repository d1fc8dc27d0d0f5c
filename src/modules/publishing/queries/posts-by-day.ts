import { sql } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PostsOfDay {
  day: string
  /** Posts that went out; one on three accounts is one. */
  posts: number
  /** Made from a feed: nobody looked at them before. */
  automatic: number
  /** Those that carried a tracked link or its code, or had waited for an hour set before. */
  withTools: number
}

/** Somebody who writes a post and sends it at once may take so long for it; longer is a schedule. */
const SCHEDULED_AHEAD = '10 minutes'

/** How the shop posted, day by day of its own, the first day to the last included; days without a post are left out. */
export async function postsByDay(scope: ReadScope, { from, to }: { from: string; to: string }): Promise<PostsOfDay[]> {
  const { zone } = await workspace.shopProfile(scope)
  return tables(scope)
    .with('posted', (db) =>
      db
        .selectFrom('publishingTargets as target')
        .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
        .select([
          'target.postId',
          sql<string>`to_char(min(target.published_at) at time zone ${zone}, 'YYYY-MM-DD')`.as('day'),
          sql<boolean>`bool_or(post.origin = 'feed')`.as('automatic'),
          sql<boolean>`bool_or(target.link_id is not null or (post.origin = 'desk' and post.scheduled_at > post.created_at + ${SCHEDULED_AHEAD}::interval))`.as('tools'),
        ])
        .where('target.workspaceId', '=', scope.workspaceId)
        .where('target.publishedAt', '>=', startOfDay(zone, from))
        .where('target.publishedAt', '<', startOfDay(zone, addDays(to, 1)))
        .groupBy('target.postId'),
    )
    .selectFrom('posted')
    .select([
      'day',
      sql<number>`count(*)`.as('posts'),
      sql<number>`count(*) filter (where automatic)`.as('automatic'),
      sql<number>`count(*) filter (where tools)`.as('withTools'),
    ])
    .groupBy('day')
    .orderBy('day')
    .execute()
}

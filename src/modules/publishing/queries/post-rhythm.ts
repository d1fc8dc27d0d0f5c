import { sql } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Half of what is looked at lies behind, half ahead. */
const DAYS_EACH_WAY = 3

export interface PostRhythm {
  monday: string
  /** Posts that went out in the three days before `day`, and those on it and planned for the three after: a week. */
  posts: number
  /** A shop that never posted has no rhythm to keep. */
  everPosted: boolean
}

/** Whether there is a post about twice a week, looked at from a day of the shop's own. */
export async function postRhythm(scope: ReadScope, day: string): Promise<PostRhythm> {
  const { zone } = await workspace.shopProfile(scope)
  const from = startOfDay(zone, addDays(day, -DAYS_EACH_WAY))
  const to = startOfDay(zone, addDays(day, DAYS_EACH_WAY + 1))
  const { posts, ever } = await tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .select([
      sql<number>`count(distinct target.post_id) filter (where coalesce(target.published_at, target.due_at) >= ${from}
        and coalesce(target.published_at, target.due_at) < ${to})`.as('posts'),
      sql<boolean>`coalesce(bool_or(target.published_at is not null), false)`.as('ever'),
    ])
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('post.deletedAt', 'is', null)
    .where('target.state', '<>', 'failed')
    .executeTakeFirstOrThrow()
  return { monday: addDays(day, 1 - weekdayOf(day)), posts: Number(posts), everPosted: ever }
}

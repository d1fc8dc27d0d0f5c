import type { Post } from '#contract/publishing.ts'
import { queries as accountsOf, type Networks } from '#modules/networks'
import { queries as workspace } from '#modules/workspace'
import { addDays, addMonths, startOfDay, startOfMonth } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { presentPost, type PictureRow } from '../present.ts'
import { tables, type PostRow, type TargetRow } from '../tables.ts'

/** One post with its pictures and targets, also a deleted one (for undo). */
export async function post(scope: ReadScope, networks: Networks, postId: string): Promise<Post | Refusal<'publishing.post-unknown'>> {
  const rows = await tables(scope).selectFrom('publishingPosts').selectAll().where('workspaceId', '=', scope.workspaceId).where('postId', '=', postId).execute()
  return (await whole(scope, networks, rows))[0] ?? refuse('publishing.post-unknown')
}

/** Posts whose hour lies in a span of days of the shop (both included), by their hour; drafts after them, the newest first. */
export async function posts(scope: ReadScope, networks: Networks, { from, to, drafts }: { from: string; to: string; drafts: boolean }): Promise<Post[]> {
  const { zone } = await workspace.shopProfile(scope)
  const [scheduled, unscheduled] = await Promise.all([
    between(scope, startOfDay(zone, from), startOfDay(zone, addDays(to, 1))),
    drafts ? draftRows(scope) : [],
  ])
  return whole(scope, networks, [...scheduled, ...unscheduled])
}

/** Posts of a month of which at least one went out or was handed over and done. */
export async function postsOfMonth(scope: ReadScope, networks: Networks, month: string): Promise<Post[]> {
  const { zone } = await workspace.shopProfile(scope)
  const rows = await tables(scope)
    .selectFrom('publishingPosts as post')
    .selectAll('post')
    .where('post.workspaceId', '=', scope.workspaceId)
    .where('post.deletedAt', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('publishingTargets as target')
          .select('target.targetId')
          .whereRef('target.workspaceId', '=', 'post.workspaceId')
          .whereRef('target.postId', '=', 'post.postId')
          .where('target.publishedAt', '>=', startOfMonth(zone, month))
          .where('target.publishedAt', '<', startOfMonth(zone, addMonths(month, 1))),
      ),
    )
    .orderBy('post.scheduledAt')
    .execute()
  return whole(scope, networks, rows)
}

const MOST = 1000

const between = (scope: ReadScope, from: Date, before: Date): Promise<PostRow[]> =>
  tables(scope)
    .selectFrom('publishingPosts')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('deletedAt', 'is', null)
    .where('scheduledAt', '>=', from)
    .where('scheduledAt', '<', before)
    .orderBy('scheduledAt')
    .orderBy('postId')
    .limit(MOST)
    .execute()

const draftRows = (scope: ReadScope): Promise<PostRow[]> =>
  tables(scope)
    .selectFrom('publishingPosts')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('deletedAt', 'is', null)
    .where('scheduledAt', 'is', null)
    .orderBy('changedAt', 'desc')
    .limit(MOST)
    .execute()

/** The rows with what belongs to them, in their order. */
export async function whole(scope: ReadScope, networks: Networks, rows: PostRow[]): Promise<Post[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ postId }) => postId)
  const [pictures, targets, accounts] = await Promise.all([
    tables(scope)
      .selectFrom('publishingPictures')
      .selectAll()
      .where('workspaceId', '=', scope.workspaceId)
      .where('postId', 'in', ids)
      .orderBy('position')
      .execute(),
    tables(scope)
      .selectFrom('publishingTargets')
      .selectAll()
      .where('workspaceId', '=', scope.workspaceId)
      .where('postId', 'in', ids)
      .orderBy('targetId')
      .execute(),
    accountsOf.accounts(scope, networks, { removed: true }),
  ])
  const handles = new Map(accounts.map(({ id, handle }) => [id, handle]))
  const picturesOf = Map.groupBy(pictures, ({ postId }) => postId)
  const targetsOf = Map.groupBy(targets, ({ postId }) => postId)
  return rows.map((row) =>
    presentPost(row, (picturesOf.get(row.postId) as PictureRow[]) ?? [], (targetsOf.get(row.postId) as TargetRow[]) ?? [], networks, handles),
  )
}

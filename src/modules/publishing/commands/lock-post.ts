import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables, type PostRow, type TargetRow } from '../tables.ts'

/** A post with its targets, locked until the transaction ends: a worker that wants one of them meanwhile skips it. */
export async function lockPost(
  scope: WriteScope,
  postId: string,
  { deleted = false } = {},
): Promise<{ post: PostRow; targets: TargetRow[] } | Refusal<'publishing.post-unknown'>> {
  const post = await tables(scope)
    .selectFrom('publishingPosts')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!post) return refuse('publishing.post-unknown')
  const targets = await tables(scope)
    .selectFrom('publishingTargets')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .orderBy('targetId')
    .forUpdate()
    .execute()
  return { post, targets }
}

/** One target with its post, locked in the same order. */
export async function lockTarget(scope: WriteScope, targetId: string): Promise<{ post: PostRow; target: TargetRow } | Refusal<'publishing.target-unknown'>> {
  const found = await tables(scope)
    .selectFrom('publishingTargets')
    .select('postId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', '=', targetId)
    .executeTakeFirst()
  const locked = found && (await lockPost(scope, found.postId))
  const target = locked && 'targets' in locked ? locked.targets.find((one) => one.targetId === targetId) : undefined
  return target && locked && 'post' in locked ? { post: locked.post, target } : refuse('publishing.target-unknown')
}

/** Whether a target can still be changed: it is not out, and nothing of it is on its way. */
export const isChangeable = ({ state, unresolved }: Pick<TargetRow, 'state' | 'unresolved'>): boolean =>
  !unresolved && (state === 'draft' || state === 'scheduled' || state === 'due' || state === 'failed' || state === 'handed-over')

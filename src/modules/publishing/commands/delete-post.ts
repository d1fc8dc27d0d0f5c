import type { Post } from '#contract/publishing.ts'
import { commands as links } from '#modules/links'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { WritingNeeds } from '../needs.ts'
import { post } from '../queries/posts.ts'
import { tables } from '../tables.ts'
import { isChangeable, lockPost } from './lock-post.ts'
import { prepareTargets } from './prepare-targets.ts'

/** Removes a post from the desk: it goes out nowhere any more. What is out already stays out. */
export async function deletePost(scope: WriteScope, postId: string): Promise<void | Refusal> {
  const locked = await lockPost(scope, postId)
  if (isRefusal(locked)) return locked
  const now = scope.clock.now()
  const waiting = locked.targets.filter(isChangeable)
  for (const { accountId } of waiting) await links.releaseForPost(scope, { postId, accountId })
  const db = tables(scope)
  if (waiting.length > 0)
    await db
      .updateTable('publishingTargets')
      .set({ wakeAt: null, linkId: null, linkUrl: null, changedAt: now })
      .where('workspaceId', '=', scope.workspaceId)
      .where('targetId', 'in', waiting.map(({ targetId }) => targetId))
      .execute()
  await db
    .updateTable('publishingPosts')
    .set({ deletedAt: now, changedAt: now })
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .execute()
  await scope.announce({ type: 'PostDeleted', postId })
}

/** Puts a removed post back as it was. Where its hour has passed meanwhile it comes back as a draft, and is not sent late. */
export async function putBackPost(scope: WriteScope, needs: WritingNeeds, postId: string): Promise<Post | Refusal> {
  const locked = await lockPost(scope, postId, { deleted: true })
  // Put back twice, it is simply there.
  if (isRefusal(locked)) return post(scope, needs.networks, postId)
  const now = scope.clock.now()
  const db = tables(scope)
  const ofTarget = (targetId: string) =>
    db.updateTable('publishingTargets').where('workspaceId', '=', scope.workspaceId).where('targetId', '=', targetId)
  const waiting = locked.targets.filter(isChangeable)
  let drafts = 0
  for (const target of waiting) {
    const asks = target.state === 'scheduled' || target.state === 'due'
    if (asks && target.dueAt! > now) await ofTarget(target.targetId).set({ wakeAt: target.dueAt, changedAt: now }).execute()
    else if (asks || target.state === 'draft') {
      drafts++
      await ofTarget(target.targetId).set({ state: 'draft', dueAt: null, finalText: null, linkMissing: null, changedAt: now }).execute()
    }
  }
  await db
    .updateTable('publishingPosts')
    .set({ deletedAt: null, changedAt: now, ...(drafts === locked.targets.length && { scheduledAt: null }) })
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .execute()
  const refused = await prepareTargets(scope, needs, postId)
  if (refused) return refused
  await scope.announce({ type: 'PostPutBack', postId })
  return post(scope, needs.networks, postId)
}

import type { Post, When } from '#contract/publishing.ts'
import { commands as links } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { instantAt } from '#platform/clock'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { WritingNeeds } from '../needs.ts'
import { post } from '../queries/posts.ts'
import { tables } from '../tables.ts'
import { isChangeable, lockPost } from './lock-post.ts'
import { prepareTargets } from './prepare-targets.ts'

/** Somebody who picks "19.30" at 19.31 means now. */
const JUST_PAST_MS = 5 * 60_000

/** Sets the hour at which a post goes out wherever it is not out yet, or moves it. */
export async function schedulePost(scope: WriteScope, needs: WritingNeeds, postId: string, when: When): Promise<Post | Refusal> {
  const locked = await lockPost(scope, postId)
  if (isRefusal(locked)) return locked
  if (locked.targets.length === 0) return refuse('publishing.no-account', { where: 'accounts' })
  const waiting = locked.targets.filter(isChangeable)
  if (waiting.length === 0) return refuse('publishing.already-out')

  const shop = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  const wished = when === 'now' ? now : instantAt(shop.zone, when.day, when.time)
  if (wished.getTime() < now.getTime() - JUST_PAST_MS) return refuse('publishing.time-past', { where: 'when' })
  const at = wished < now ? now : wished

  const db = tables(scope)
  await db
    .updateTable('publishingPosts')
    .set({ scheduledAt: at, changedAt: now })
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .execute()
  await db
    .updateTable('publishingTargets')
    // A draft of today may be dusted off next week: what was tried before does not count against it.
    .set({ state: 'scheduled', dueAt: at, wakeAt: at, attempts: 0, looks: 0, why: null, whyDetail: null, changedAt: now })
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', 'in', waiting.map(({ targetId }) => targetId))
    .execute()
  const refused = await prepareTargets(scope, needs, postId)
  if (refused) return refused

  const channels = [...new Set(waiting.map(({ channel }) => channel))]
  if (locked.post.scheduledAt === null)
    await scope.announce({ type: 'PostScheduled', postId, at: at.toISOString(), channels, channel: channels.length === 1 ? channels[0] : null, by: scope.actor })
  else await scope.announce({ type: 'PostMoved', postId, at: at.toISOString() })
  return post(scope, needs.networks, postId)
}

/** Makes a draft of a post again wherever it is not out yet; the links it had reserved are given back. */
export async function unschedulePost(scope: WriteScope, needs: Pick<WritingNeeds, 'networks'>, postId: string): Promise<Post | Refusal> {
  const locked = await lockPost(scope, postId)
  if (isRefusal(locked)) return locked
  const waiting = locked.targets.filter(isChangeable)
  if (waiting.length === 0) return refuse('publishing.already-out')
  const now = scope.clock.now()
  const db = tables(scope)
  for (const { targetId, accountId } of waiting) {
    await links.releaseForPost(scope, { postId, accountId })
    await db
      .updateTable('publishingTargets')
      .set({ state: 'draft', dueAt: null, wakeAt: null, finalText: null, linkId: null, linkUrl: null, linkMissing: null, why: null, whyDetail: null, changedAt: now })
      .where('workspaceId', '=', scope.workspaceId)
      .where('targetId', '=', targetId)
      .execute()
  }
  // A post that is out somewhere keeps its hour: it is what it is listed under.
  const scheduledAt = waiting.length === locked.targets.length ? null : locked.post.scheduledAt
  await db
    .updateTable('publishingPosts')
    .set({ scheduledAt, changedAt: now })
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .execute()
  await scope.announce({ type: 'PostMoved', postId, at: null })
  return post(scope, needs.networks, postId)
}

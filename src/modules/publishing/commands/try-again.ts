import type { Post } from '#contract/publishing.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { policy } from '../model/policy.ts'
import type { WritingNeeds } from '../needs.ts'
import { post } from '../queries/posts.ts'
import { tables, type TargetRow } from '../tables.ts'
import { lockTarget } from './lock-post.ts'
import { noteAttempt } from './note-attempt.ts'
import { ofTarget } from './of-target.ts'
import { prepareTargets } from './prepare-targets.ts'

/**
 * By a person's wish: what failed is sent once more, now; what could not be found out is looked for once more. The key
 * stays the one it had.
 */
export async function tryAgain(scope: WriteScope, needs: WritingNeeds, targetId: string): Promise<Post | Refusal> {
  const locked = await lockTarget(scope, targetId)
  if (isRefusal(locked)) return locked
  const { target } = locked
  const now = scope.clock.now()
  const mayLook = target.state === 'needs-you' && needs.networks.canLookUp(target.network)
  if (target.state !== 'failed' && !mayLook) return refuse('publishing.not-failed')
  await noteAttempt(scope, { targetId, kind: 'person', outcome: mayLook ? 'look-again' : 'try-again' })
  await change(scope, target, mayLook ? { state: 'attempting', wakeAt: now, looks: 0 } : { state: 'due', dueAt: now, wakeAt: now, attempts: 0, looks: 0 })
  const refused = await prepareTargets(scope, needs, target.postId)
  if (refused) return refused
  await scope.announce({ type: 'PostChanged', postId: target.postId })
  return post(scope, needs.networks, target.postId)
}

/** A person looked at the network: the post is there, or it is not and is sent once more. */
export async function settleTarget(
  scope: WriteScope,
  needs: Pick<WritingNeeds, 'networks'>,
  targetId: string,
  { there, address }: { there: boolean; address?: string },
): Promise<Post | Refusal> {
  const locked = await lockTarget(scope, targetId)
  if (isRefusal(locked)) return locked
  const { target } = locked
  if (target.state !== 'needs-you') return refuse('publishing.not-open')
  const now = scope.clock.now()
  await noteAttempt(scope, { targetId, kind: 'person', outcome: there ? 'seen' : 'not-seen' })
  if (there) {
    await change(scope, target, { state: 'published', unresolved: false, wakeAt: null, publishedAt: now, address: address ?? null })
    await scope.announce({ type: 'PostPublished', ...ofTarget(target), at: now.toISOString(), linkId: target.linkId, address: address ?? null })
  } else {
    await change(scope, target, { state: 'due', unresolved: false, dueAt: now, wakeAt: now, attempts: 0, looks: 0 })
    await scope.announce({ type: 'PostChanged', postId: target.postId })
  }
  return post(scope, needs.networks, target.postId)
}

/** After an account was connected again: what failed for want of it goes out now, unless its hour is long past. Run twice, it changes nothing. */
export async function resumeAfterReconnect(scope: WriteScope, accountId: string): Promise<number> {
  const now = scope.clock.now()
  const stopped = await tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .selectAll('target')
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('target.accountId', '=', accountId)
    .where('target.state', 'in', ['failed', 'needs-you'])
    .where('target.why', 'in', FOR_WANT_OF_A_LOGIN)
    .where('target.dueAt', '>', new Date(now.getTime() - policy.lateMs))
    .where('post.deletedAt', 'is', null)
    .forUpdate('target')
    .execute()
  for (const target of stopped)
    await change(scope, target, target.unresolved ? { state: 'attempting', wakeAt: now, looks: 0 } : { state: 'due', wakeAt: now, attempts: 0 })
  return stopped.length
}

const FOR_WANT_OF_A_LOGIN = ['password-wrong', 'app-password-needed', 'account-suspended', 'login-unreadable', 'account-removed']

const change = (scope: WriteScope, { targetId }: TargetRow, set: Partial<TargetRow>) =>
  tables(scope)
    .updateTable('publishingTargets')
    .set({ why: null, whyDetail: null, ...set, lease: null, changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', '=', targetId)
    .execute()

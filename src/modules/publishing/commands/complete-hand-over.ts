import type { HandOverAnswer, Post } from '#contract/publishing.ts'
import { commands as links } from '#modules/links'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { WritingNeeds } from '../needs.ts'
import { post } from '../queries/posts.ts'
import { tables, type TargetRow } from '../tables.ts'
import { lockTarget } from './lock-post.ts'
import { prepareTargets } from './prepare-targets.ts'
import { noteAttempt } from './note-attempt.ts'
import { ofTarget } from './of-target.ts'

/** Says what became of a hand-over that waits: it was posted, comes again later, or is left out. */
export async function completeHandOver(
  scope: WriteScope,
  needs: Pick<WritingNeeds, 'networks'>,
  targetId: string,
  answer: HandOverAnswer,
): Promise<Post | Refusal> {
  const locked = await lockTarget(scope, targetId)
  if (isRefusal(locked)) return locked
  const { target } = locked
  if (target.state !== 'handed-over') return refuse('publishing.not-waiting')
  const now = scope.clock.now()
  const change = (set: Partial<TargetRow>) => changeTarget(scope, targetId, set)
  await noteAttempt(scope, { targetId, kind: 'person', outcome: answer.did })

  if (answer.did === 'done') {
    await change({ state: 'done', publishedAt: now, address: answer.address ?? null, wakeAt: null })
    await scope.announce({ type: 'HandOverDone', ...ofTarget(target), at: now.toISOString(), linkId: target.linkId, by: scope.actor })
  } else if (answer.did === 'later') {
    const until = new Date(now.getTime() + answer.minutes * 60_000)
    await change({ state: 'scheduled', dueAt: until, wakeAt: until })
    await scope.announce({ type: 'HandOverPutOff', ...ofTarget(target), until: until.toISOString() })
  } else {
    await links.releaseForPost(scope, { postId: target.postId, accountId: target.accountId })
    await change({ state: 'skipped', wakeAt: null, linkId: null, linkUrl: null })
    await scope.announce({ type: 'HandOverSkipped', ...ofTarget(target) })
  }
  return post(scope, needs.networks, target.postId)
}

/** Takes back what was said of a hand-over: it waits again. */
export async function reopenHandOver(scope: WriteScope, needs: WritingNeeds, targetId: string): Promise<Post | Refusal> {
  const locked = await lockTarget(scope, targetId)
  if (isRefusal(locked)) return locked
  const { target } = locked
  const answered = target.state === 'done' || target.state === 'skipped' || (target.state === 'scheduled' && target.attempts > 0)
  if (target.way !== 'hand-over' || !answered) return refuse('publishing.not-waiting')
  const now = scope.clock.now()
  await changeTarget(scope, targetId, { state: 'handed-over', publishedAt: null, address: null, wakeAt: null, dueAt: target.dueAt! > now ? now : target.dueAt })
  const refused = await prepareTargets(scope, needs, target.postId)
  if (refused) return refused
  await scope.announce({ type: 'PostChanged', postId: target.postId })
  return post(scope, needs.networks, target.postId)
}

const changeTarget = (scope: WriteScope, targetId: string, set: Partial<TargetRow>) =>
  tables(scope)
    .updateTable('publishingTargets')
    .set({ ...set, changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', '=', targetId)
    .execute()

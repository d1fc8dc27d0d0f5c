import { queries as workspace } from '#modules/workspace'
import type { Networks } from '#modules/networks'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { beginAttempt, noteAttempt } from '../commands/note-attempt.ts'
import { ofTarget } from '../commands/of-target.ts'
import { policy } from '../model/policy.ts'
import { failed, needsYou, nextStep, type Abilities, type Change } from '../model/standing.ts'
import { tables, type PictureOfPost, type PostRow, type TargetRow } from '../tables.ts'

/** A target that this worker alone has to do with until the lease ends. */
export interface Leased {
  step: 'send' | 'look'
  lease: string
  attemptId: string
  target: TargetRow
  post: PostRow
  pictures: PictureOfPost[]
}

/**
 * Decides what is to be done with a target that woke. What needs no network is done here and answered with null; for
 * the rest everything that must survive a kill is written first: the key, that an attempt began, and until when it is ours.
 */
export async function leaseTarget(scope: WriteScope, networks: Networks, targetId: string): Promise<Leased | null> {
  const now = scope.clock.now()
  const target = await tables(scope)
    .selectFrom('publishingTargets')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', '=', targetId)
    .where('wakeAt', '<=', now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!target) return null
  const change = (set: Change & { publishKey?: string | null }) => changeTarget(scope, targetId, set)

  // The demo's shop is nobody's: nothing of it reaches a network.
  if (target.way === 'direct' && (await workspace.shopProfile(scope)).demo) {
    await change({ wakeAt: null, why: 'demo' })
    return null
  }
  switch (nextStep(target, abilitiesOf(networks, target), now)) {
    case 'nothing':
      await change({ wakeAt: null, lease: null })
      return null
    case 'too-late':
      await change(failed('too-late'))
      await scope.announce({ type: 'PostFailed', ...ofTarget(target), why: 'too-late' })
      return null
    case 'ask':
      await change(needsYou('interrupted'))
      await scope.announce({ type: 'PostNeedsYou', ...ofTarget(target), why: 'interrupted' })
      return null
    case 'hand-over':
      await change({ state: 'handed-over', wakeAt: null, attempts: target.attempts + 1, why: null, whyDetail: null })
      await noteAttempt(scope, { targetId, kind: 'hand-over', outcome: 'handed-over' })
      await scope.announce({ type: 'HandOverDue', ...ofTarget(target), at: target.dueAt!.toISOString() })
      return null
    case 'send':
      return leased(scope, target, 'send', {
        attempts: target.attempts + 1,
        // Once chosen, a key is never chosen again: it is what makes a second post impossible.
        publishKey: target.publishKey ?? networks.newKey(target.network, now),
      })
    case 'look':
      return leased(scope, target, 'look', {})
  }
}

export const abilitiesOf = (networks: Networks, target: Pick<TargetRow, 'network' | 'publishKey'>): Abilities => ({
  canLook: networks.canLookUp(target.network),
  keyed: target.publishKey !== null,
})

async function leased(scope: WriteScope, target: TargetRow, step: Leased['step'], set: Partial<TargetRow>): Promise<Leased> {
  const lease = newId()
  const held: Partial<TargetRow> = { ...set, state: 'attempting', unresolved: true, lease, wakeAt: new Date(scope.clock.now().getTime() + policy.leaseMs) }
  await changeTarget(scope, target.targetId, held)
  const attemptId = await beginAttempt(scope, target.targetId, step === 'send' ? 'publish' : 'look')
  const [post, pictures] = await Promise.all([postOf(scope, target.postId), picturesOf(scope, target.postId)])
  return { step, lease, attemptId, target: { ...target, ...held }, post, pictures }
}

export const changeTarget = (scope: WriteScope, targetId: string, set: Partial<TargetRow>) =>
  tables(scope)
    .updateTable('publishingTargets')
    .set({ ...set, changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', '=', targetId)
    .execute()

const postOf = (scope: WriteScope, postId: string): Promise<PostRow> =>
  tables(scope).selectFrom('publishingPosts').selectAll().where('workspaceId', '=', scope.workspaceId).where('postId', '=', postId).executeTakeFirstOrThrow()

const picturesOf = (scope: WriteScope, postId: string): Promise<PictureOfPost[]> =>
  tables(scope)
    .selectFrom('publishingPictures')
    .select(['mediaKey', 'alt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .orderBy('position')
    .execute()

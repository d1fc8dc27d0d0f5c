import type { Networks, Outcome, Sighting } from '#modules/networks'
import type { WriteScope } from '#platform/scope'
import { endAttempt } from '../commands/note-attempt.ts'
import { ofTarget } from '../commands/of-target.ts'
import { afterLook, afterSend, published, type Change } from '../model/standing.ts'
import { tables, type TargetRow } from '../tables.ts'
import { abilitiesOf, changeTarget, type Leased } from './lease-target.ts'

/** Writes down what a try or a look brought, and what follows. */
export async function recordOutcome(scope: WriteScope, networks: Networks, leased: Leased, outcome: Outcome | Sighting): Promise<void> {
  await endAttempt(scope, leased.attemptId, outcome.is, 'detail' in outcome ? outcome.detail : undefined)
  const target = await tables(scope)
    .selectFrom('publishingTargets')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('targetId', '=', leased.target.targetId)
    .forUpdate()
    .executeTakeFirst()
  if (!target) return
  const now = scope.clock.now()
  const abilities = abilitiesOf(networks, target)
  let change: Change
  if (target.lease === leased.lease) {
    change = leased.step === 'send' ? afterSend(target, outcome as Outcome, abilities, now) : afterLook(target, outcome as Sighting, abilities, now)
  } else {
    // We came back after another had taken over. That it is out stays true; all else the other knows better.
    if (outcome.is !== 'published' || target.publishedAt !== null) return
    change = published(outcome, now)
  }
  await changeTarget(scope, target.targetId, change)
  await tell(scope, { ...target, ...change }, target)
}

async function tell(scope: WriteScope, target: TargetRow, before: TargetRow): Promise<void> {
  const about = ofTarget(target)
  const why = target.why ?? ''
  if (target.state === 'published')
    await scope.announce({ type: 'PostPublished', ...about, at: target.publishedAt!.toISOString(), linkId: target.linkId, address: target.address })
  else if (target.state === 'failed') await scope.announce({ type: 'PostFailed', ...about, why })
  else if (target.state === 'needs-you') await scope.announce({ type: 'PostNeedsYou', ...about, why })
  else if (target.why !== before.why && target.wakeAt) await scope.announce({ type: 'PostWaits', ...about, why, nextTryAt: target.wakeAt.toISOString() })
}

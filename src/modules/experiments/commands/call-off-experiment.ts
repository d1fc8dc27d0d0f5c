import type { Experiment } from '#contract/experiments.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { isOpen, stateOf, type Plan } from '../model/plan.ts'
import { experimentOf } from '../queries/experiments.ts'
import { nowIn, type Now } from '../queries/history.ts'
import { plans } from '../queries/plans.ts'
import { tables } from '../tables.ts'
import { lockShop } from './begin-experiment.ts'

type Unknown = Refusal<'experiments.unknown'>

/** Ends one that is ahead or runs: it is never read. Done twice it changes nothing. */
export async function callOffExperiment(scope: WriteScope, id: string): Promise<Experiment | Unknown | Refusal<'experiments.over'>> {
  const { plan, now } = await planNow(scope, id)
  if (!plan) return refuse('experiments.unknown', { where: 'id' })
  if (plan.calledOffAt) return experimentOf(scope, plan, now)
  if (!isOpen(plan, now.today)) return refuse('experiments.over', { where: 'id' })
  const calledOffAt = scope.clock.now()
  await tables(scope)
    .insertInto('experimentsEndings')
    .values({ workspaceId: scope.workspaceId, experimentId: id, calledOffAt, calledOffBy: scope.actor.kind === 'login' ? scope.actor.id : null })
    .execute()
  await scope.announce({ type: 'ExperimentCalledOff', experimentId: id, back: false })
  return experimentOf(scope, { ...plan, calledOffAt }, now)
}

/** Takes that back: nothing of it was read meanwhile, so that nothing is lost. Not once its weeks are over, nor beside another one. */
export async function resumeExperiment(scope: WriteScope, id: string): Promise<Experiment | Unknown | Refusal<'experiments.over' | 'experiments.one-at-a-time'>> {
  const { plan, now, all } = await planNow(scope, id)
  if (!plan) return refuse('experiments.unknown', { where: 'id' })
  const again = { ...plan, calledOffAt: null }
  if (!plan.calledOffAt) return experimentOf(scope, plan, now)
  if (stateOf(again, now.today) === 'over') return refuse('experiments.over', { where: 'id' })
  if (all.some((other) => isOpen(other, now.today))) return refuse('experiments.one-at-a-time')
  await tables(scope).deleteFrom('experimentsEndings').where('workspaceId', '=', scope.workspaceId).where('experimentId', '=', id).execute()
  await scope.announce({ type: 'ExperimentCalledOff', experimentId: id, back: true })
  return experimentOf(scope, again, now)
}

async function planNow(scope: WriteScope, id: string): Promise<{ plan: Plan | undefined; now: Now; all: Plan[] }> {
  await lockShop(scope)
  const [now, all] = [await nowIn(scope), await plans(scope)]
  return { plan: all.find((plan) => plan.id === id), now, all }
}

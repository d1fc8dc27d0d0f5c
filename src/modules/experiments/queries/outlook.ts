import type { ExperimentChannel, ExperimentKind, Outlook } from '#contract/experiments.ts'
import type { ReadScope } from '#platform/scope'
import { outlookOf } from '../model/outlook.ts'
import { historyOf, nowIn } from './history.ts'
import { plans } from './plans.ts'

/** How long an experiment on this channel would take if it began next Monday. */
export async function outlook(scope: ReadScope, { kind, channel }: { kind: ExperimentKind; channel: ExperimentChannel }): Promise<Outlook> {
  const now = await nowIn(scope)
  return outlookOf(await historyOf(scope, now, await plans(scope)), { kind, channel, country: now.country, from: now.nextMonday })
}

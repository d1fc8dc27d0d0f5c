import type { Arm, Effect, ExperimentChannel, ExperimentKind, Sureness } from '#contract/experiments.ts'
import { tablesOf } from '#platform/scope'

export interface ExperimentsTables {
  experimentsPlans: {
    workspaceId: string
    experimentId: string
    kind: ExperimentKind
    channel: ExperimentChannel
    code: string | null
    effect: Effect
    sureness: Sureness
    ordersPerWeek: number
    noise: number
    seed: string
    begunBy: string | null
    begunAt: Date
  }
  experimentsWeeks: {
    workspaceId: string
    experimentId: string
    monday: string
    arm: Arm
  }
  experimentsEndings: {
    workspaceId: string
    experimentId: string
    calledOffAt: Date
    calledOffBy: string | null
  }
}

export const tables = tablesOf<ExperimentsTables>()

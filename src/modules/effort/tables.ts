import type { Activity, CostKind, EveningStep, Footing } from '#contract/effort.ts'
import type { Channel } from '#contract/channels.ts'
import { tablesOf } from '#platform/scope'

export interface EffortTables {
  effortEntries: {
    workspaceId: string
    entryId: string
    memberId: string
    channel: Channel | null
    activity: Activity
    day: string
    minutes: number
    startedAt: Date | null
    endedAt: Date | null
    footing: Footing
    spreadMinutes: number
    state: 'draft' | 'kept' | 'removed'
    stateBefore: 'draft' | 'kept' | null
    foundAt: Date | null
    notedAt: Date
  }
  effortTimers: {
    workspaceId: string
    memberId: string
    timerId: string
    channel: Channel | null
    activity: Activity
    startedAt: Date
    aliveAt: Date
  }
  effortEvenings: {
    workspaceId: string
    memberId: string
    day: string
    channel: Channel
    minutes: EveningStep
    notedAt: Date
  }
  effortCosts: {
    workspaceId: string
    costId: string
    channel: Channel | null
    kind: CostKind
    day: string
    amount: number
    note: string
    notedAt: Date
    removedAt: Date | null
  }
}

export const tables = tablesOf<EffortTables>()

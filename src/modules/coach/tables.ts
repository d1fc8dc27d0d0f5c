import type { Reason, Trace } from '#contract/agenda.ts'
import type { ItemAnswer, SkipReason } from '#contract/coach.ts'
import { tablesOf } from '#platform/scope'

export interface CoachTables {
  coachAnswers: {
    workspaceId: string
    memberId: string
    day: string
    itemKey: string
    kind: string
    answer: ItemAnswer
    why: SkipReason | null
    /** As it was offered then; the first answers kept its reason only. */
    item: { reason: Reason; state?: string; minutes?: number }
    againFrom: string | null
    answeredAt: Date
  }
  coachDays: {
    workspaceId: string
    memberId: string
    day: string
    endedAt: Date
    minutes: number
    done: number
  }
  coachOutcomes: {
    workspaceId: string
    memberId: string
    itemKey: string
    day: string
    kind: string
    state: string
    doneAt: Date
    traceBy: Trace['by']
    traceOf: string
    orderId: string | null
    settledAt: Date | null
  }
}

export const tables = tablesOf<CoachTables>()

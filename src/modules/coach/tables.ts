import type { ItemAnswer, ItemKind } from '#contract/coach.ts'
import { tablesOf } from '#platform/scope'
import type { Reason } from './model/candidate.ts'

export interface CoachTables {
  coachAnswers: {
    workspaceId: string
    memberId: string
    day: string
    itemKey: string
    kind: ItemKind
    answer: ItemAnswer
    why: string
    item: { reason: Reason }
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
}

export const tables = tablesOf<CoachTables>()

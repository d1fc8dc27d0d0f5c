import type { Generated } from 'kysely'
import type { ReportKind, SendingState, SentKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { tablesOf } from '#platform/scope'

export interface ReportsTables {
  reportsSubscriptions: {
    id: string
    workspaceId: string
    memberId: string
    kind: SentKind
    language: Language
    begunAt: Date
    endedAt: Date | null
    several: Generated<boolean>
  }
  reportsSendings: {
    subscriptionId: string
    workspaceId: string
    period: string
    state: SendingState
    attempts: number
    claimedAt: Date
    settledAt: Date | null
    tryAgainAt: Date | null
  }
  reportsShares: {
    id: string
    workspaceId: string
    tokenHash: string
    kind: ReportKind
    period: string
    language: Language
    sharedBy: string
    sharedAt: Date
    expiresAt: Date
    revokedAt: Date | null
    shops: Generated<string[] | null>
  }
}

export const tables = tablesOf<ReportsTables>()

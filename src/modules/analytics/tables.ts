import type { Generated } from 'kysely'
import type { Language } from '#contract/values.ts'
import type { GoalKind } from '#contract/visit-goals.ts'
import type { VisitFilters } from '#contract/visit-filters.ts'
import type { LeftOut, VisitExport } from '#contract/visit-imports.ts'
import type { ShareKind } from '#contract/visit-sharing.ts'
import { tablesOf } from '#platform/scope'

/** Why something was left out that would have counted otherwise. */
export type LeftOutBecause = 'do-not-track' | 'own-visit' | 'bot'

export interface AnalyticsTables {
  analyticsSites: {
    id: string
    workspaceId: string
    host: string
    name: string
    key: string
    addedAt: Date
    removedAt: Date | null
  }
  analyticsSegments: {
    id: string
    workspaceId: string
    name: string
    filters: VisitFilters
    savedAt: Date
  }
  analyticsImports: {
    workspaceId: string
    importId: string
    siteId: string
    fileName: string
    fileHash: string | null
    sameAs: string | null
    format: VisitExport | null
    zone: string
    ownAddresses: string[] | null
    state: 'reading' | 'done' | 'failed' | 'stopped' | 'removing'
    stopAsked: Generated<boolean>
    startedBy: string | null
    startedAt: Date
    touchedAt: Date
    finishedAt: Date | null
    removeAskedAt: Date | null
    bytes: Generated<number>
    readBytes: Generated<number>
    lines: Generated<number>
    counted: Generated<number>
    leftOut: Generated<Partial<Record<LeftOut, number>>>
    failedLines: Generated<number>
    errors: Generated<{ line: number; code: string; text?: string }[]>
    spans: Generated<[from: number, to: number][]>
    firstDay: string | null
    lastDay: string | null
    problem: { code: string; values?: Record<string, string | number> } | null
  }
  analyticsShares: {
    id: string
    workspaceId: string
    shows: ShareKind
    name: string
    siteId: string | null
    language: Language
    tokenHash: string
    tokenSealed: string
    password: string | null
    embed: boolean
    madeAt: Date
    expiresAt: Date | null
    revokedAt: Date | null
  }
  analyticsNotes: {
    id: string
    workspaceId: string
    day: string
    text: string
    notedAt: Date
  }
  analyticsAlerts: {
    workspaceId: string
    loginId: string
    wantedAt: Date
  }
  analyticsAlertsTold: {
    workspaceId: string
    subject: string
    loginId: string
    toldAt: Date
  }
  analyticsGoals: {
    id: string
    workspaceId: string
    siteId: string
    name: string
    kind: GoalKind
    what: string
    percent: number | null
    worth: number | null
    addedAt: Date
  }
  analyticsSiteSettings: {
    workspaceId: string
    siteId: string
    /** Add-ons of the tracker that it goes without. */
    without: string[]
    consent: boolean
    serverKeyHash: string | null
    serverKeyAt: Date | null
  }
  analyticsLeftOut: {
    workspaceId: string
    siteId: string
    hour: Date
    because: LeftOutBecause
    hits: number
  }
  analyticsOwnNetworks: {
    id: string
    workspaceId: string
    name: string
    networkHash: string
    addedAt: Date
  }
  analyticsJudged: {
    workspaceId: string
    rules: string
    judgedAt: Date
    sources: number
    bots: number
    people: number
  }
  /** Of all shops together: a salt belongs to a day. */
  analyticsSalts: {
    day: string
    salt: Buffer
    madeAt: Date
  }
}

export const tables = tablesOf<AnalyticsTables>()

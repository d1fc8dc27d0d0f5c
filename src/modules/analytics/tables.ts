import type { VisitFilters } from '#contract/visit-filters.ts'
import { tablesOf } from '#platform/scope'

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
  /** Of all shops together: a salt belongs to a day. */
  analyticsSalts: {
    day: string
    salt: Buffer
    madeAt: Date
  }
}

export const tables = tablesOf<AnalyticsTables>()

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
  /** Of all shops together: a salt belongs to a day. */
  analyticsSalts: {
    day: string
    salt: Buffer
    madeAt: Date
  }
}

export const tables = tablesOf<AnalyticsTables>()

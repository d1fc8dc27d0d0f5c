import type { Generated } from 'kysely'
import { tablesOf } from '#platform/scope'

export interface PlatformTables {
  platformOutbox: {
    id: Generated<number>
    workspaceId: string
    type: string
    payload: Record<string, unknown>
    announcedAt: Date
    reactedAt: Date | null
    attempts: Generated<number>
    lastError: string | null
    tryAgainAt: Date | null
  }
  platformIdempotencyKeys: {
    /** Whoever sent the key: a login, or a shop where nobody is signed in. */
    sender: string
    workspaceId: string | null
    key: string
    route: string
    requestHash: string
    status: number
    /** Sealed. */
    body: string | null
    storedAt: Date
  }
}

export const platformTables = tablesOf<PlatformTables>()

import type { Language, Money } from '#contract/values.ts'
import type { DemoShop } from '#contract/workspace.ts'
import { tablesOf } from '#platform/scope'

export interface WorkspaceTables {
  workspaceShops: {
    workspaceId: string
    name: string
    slug: string
    country: 'ID' | 'MY'
    currency: 'IDR' | 'MYR' | 'USD' | 'SGD'
    zone: 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura' | 'Asia/Kuala_Lumpur'
    aim: 'customers' | 'awareness' | 'leads' | 'community' | null
    whatsapp: string | null
    /** Which demo shop it is; null for a real one. */
    demo: DemoShop | null
    begunAt: Date
  }
  workspaceMembers: {
    workspaceId: string
    memberId: string
    loginId: string | null
    name: string
    role: 'owner' | 'staff'
    joinedAt: Date
    leftAt: Date | null
  }
  workspaceInvitations: {
    workspaceId: string
    invitationId: string
    role: 'owner' | 'staff'
    memberId: string | null
    language: Language
    email: string | null
    mail: 'waiting' | 'sent' | 'refused' | 'unknown' | null
    invitedBy: string
    invitedAt: Date
    expiresAt: Date
    withdrawnAt: Date | null
    acceptedAt: Date | null
    acceptedBy: string | null
    signedUpAt: Date | null
  }
  workspaceWorths: {
    workspaceId: string
    memberId: string
    fromDay: string
    hourly: number
    said: unknown
  }
  workspaceRates: {
    workspaceId: string
    currency: Money
    fromDay: string
    /** Exact text goes in; read as text too (`rate::text`), for a number would round it. */
    rate: string
    saidBy: string | null
    saidAt: Date
  }
}

export const tables = tablesOf<WorkspaceTables>()

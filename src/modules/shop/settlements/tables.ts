import type { GeneratedAlways } from 'kysely'
import type { SettlementKind } from '#contract/settlements.ts'
import type { Money } from '#contract/values.ts'

/** What marketplaces settled. */
export interface SettlementTables {
  shopSettlements: {
    workspaceId: string
    /** `shopee`, or `tiktok-shop` for Tokopedia's too. */
    market: string
    externalId: string
    /** '' the order itself; else a refund's or an adjustment's own number, a day. */
    entry: string
    currency: Money
    paidOutAt: Date | null
    goods: number | null
    parts: Partial<Record<SettlementKind, number>>
    paidOut: number | null
    /** Of these two one is null. */
    received: number | null
    kept: number | null
    importId: string | null
    takenAt: Date
  }
  shopSettlementChanges: {
    workspaceId: string
    importId: string
    market: string
    externalId: string
    entry: string
    /** Which lies over which. */
    layer: GeneratedAlways<string>
    /** The row of `shopSettlements` beneath what the import told, null for none; once that is taken back, what it told. */
    other: unknown
  }
}

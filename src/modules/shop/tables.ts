import type { Generated } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { FoundUs, OrderState } from '#contract/shop.ts'
import { tablesOf } from '#platform/scope'

export interface ShopTables {
  shopProducts: {
    workspaceId: string
    productId: string
    name: string
    sku: string | null
    price: number | null
    addedAt: Date
    archivedAt: Date | null
  }
  shopProductCosts: {
    workspaceId: string
    productId: string
    /** `-infinity` for a product's first cost. */
    fromDay: string
    cost: number
  }
  shopImports: {
    workspaceId: string
    importId: string
    fileName: string
    format: string | null
    salesPlace: SalesPlace | null
    state: 'reading' | 'done' | 'failed' | 'stopped'
    stopAsked: Generated<boolean>
    startedBy: string | null
    startedAt: Date
    touchedAt: Date
    finishedAt: Date | null
    total: Generated<number>
    read: Generated<number>
    added: Generated<number>
    changed: Generated<number>
    unchanged: Generated<number>
    failedRows: Generated<number>
    errors: Generated<StoredRowError[]>
    problem: { code: string; values?: Record<string, string | number> } | null
  }
  shopOrders: {
    workspaceId: string
    orderId: string
    orderedAt: Date
    amount: number
    state: OrderState
    salesPlace: SalesPlace
    foundUs: FoundUs['answer']
    said: Channel | null
    saidDetail: string | null
    code: string | null
    trackedChannel: Channel | null
    trackedBy: 'code' | 'link' | 'phone' | null
    trackedAt: Date | null
    trackedLinkId: string | null
    trackedPostId: string | null
    personId: string | null
    buyerHash: string | null
    buyerKey: Generated<string | null>
    margin: number | null
    marginBy: 'said' | 'costs' | null
    fees: number | null
    source: 'entered' | 'import'
    externalId: string | null
    importId: string | null
    fingerprint: string | null
    extra: Generated<Record<string, string>>
    note: string | null
    notedBy: string | null
    notedAt: Date
    changedAt: Date | null
    undoneAt: Date | null
  }
  shopOrderLines: {
    workspaceId: string
    orderId: string
    line: number
    productId: string | null
    name: string
    sku: string | null
    variation: string | null
    quantity: number
    returned: Generated<number>
    value: number | null
  }
}

export interface StoredRowError {
  row: number
  column: string | null
  code: string
  values?: Record<string, string | number>
}

export const tables = tablesOf<ShopTables>()

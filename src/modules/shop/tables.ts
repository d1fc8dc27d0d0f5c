import type { Generated } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OwnField } from '#contract/order-imports.ts'
import type { SettlementKind } from '#contract/settlements.ts'
import type { FoundUs, OrderState, TrackedBy } from '#contract/shop.ts'
import type { Currency } from '#contract/values.ts'
import type { Webshop, WebshopKind } from '#contract/webshops.ts'
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
    state: 'reading' | 'asking' | 'done' | 'failed' | 'stopped'
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
    /** Where it asks: the columns that nobody knows. */
    columns: { name: string; samples: string[] }[] | null
    problem: { code: string; values?: Record<string, string | number> } | null
  }
  shopImportColumns: {
    workspaceId: string
    /** Equal for files with the same header. */
    header: string
    columns: Partial<Record<OwnField, string>>
    salesPlace: SalesPlace
    namedAt: Date
  }
  shopOrders: {
    workspaceId: string
    orderId: string
    orderedAt: Date
    amount: number
    state: OrderState
    returnCost: Generated<number | null>
    /** Not null where its cost is not. */
    returnCostBy: Generated<'said' | 'file' | 'settled' | null>
    salesPlace: SalesPlace
    foundUs: FoundUs['answer']
    said: Channel | null
    saidDetail: string | null
    code: string | null
    trackedChannel: Channel | null
    trackedBy: TrackedBy | null
    trackedAt: Date | null
    trackedLinkId: string | null
    trackedPostId: string | null
    creator: Generated<string | null>
    personId: string | null
    buyerHash: string | null
    buyerKey: Generated<string | null>
    margin: number | null
    marginBy: 'said' | 'costs' | 'usual' | null
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
    changedThereAt: Generated<Date | null>
    undoneAt: Date | null
  }
  shopSettlements: {
    workspaceId: string
    /** `shopee`, or `tiktok-shop` for Tokopedia's too. */
    market: string
    externalId: string
    /** '' the order itself; else a refund's or an adjustment's own number, a day. */
    entry: string
    currency: Currency
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
  shopUsualMargins: {
    workspaceId: string
    salesPlace: SalesPlace | 'any'
    /** `-infinity`: since ever. */
    fromDay: string
    /** Shares are of 10,000. */
    keeps: number | null
    feeShare: number | null
    feeFixed: number | null
    notedAt: Date
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
    /** Of these, pieces that came back and are out of the order's amount: they cost nothing either. */
    returned: Generated<number>
    value: number | null
  }
  shopLeads: {
    workspaceId: string
    leadId: string
    askedAt: Date
    channel: Channel | null
    who: Generated<string | null>
    code: Generated<string | null>
    personId: Generated<string | null>
    note: Generated<string>
    amount: Generated<number | null>
    goal: string | null
    orderId: Generated<string | null>
    lostAt: Generated<Date | null>
    notedAt: Date
    removedAt: Generated<Date | null>
  }
  shopWebshops: {
    workspaceId: string
    webshopId: string
    kind: WebshopKind
    secret: string
    addedAt: Date
    heardAt: Date | null
    orders: Generated<number>
    problem: Webshop['problem']
  }
  shopChatLines: {
    workspaceId: string
    line: string
    orderId: string | null
    leadId: string | null
    settledAt: Date
  }
  shopVouchers: {
    workspaceId: string
    voucherId: string
    code: string
    channel: Channel
    gives: string
    fromDay: string
    toDay: string | null
    madeAt: Date
    closedAt: Date | null
  }
  shopTrafficWorths: {
    workspaceId: string
    siteId: string
    fromDay: string
    perThousand: number
    notedAt: Date
  }
  shopTrafficVisits: {
    workspaceId: string
    siteId: string
    day: string
    channel: Channel
    visits: number
  }
}

export interface StoredRowError {
  row: number
  column: string | null
  code: string
  values?: Record<string, string | number>
}

export const tables = tablesOf<ShopTables>()

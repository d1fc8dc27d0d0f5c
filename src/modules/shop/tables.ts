import type { Generated } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { FoundUs, OrderState, TrackedBy } from '#contract/shop.ts'
import type { Money } from '#contract/values.ts'
import { tablesOf } from '#platform/scope'
import type { ChatTables } from './chats/tables.ts'
import type { ImportTables } from './imports/tables.ts'
import type { OrderFormTables } from './order-form/tables.ts'
import type { PaymentTables } from './payments/tables.ts'
import type { SettlementTables } from './settlements/tables.ts'
import type { WebshopTables } from './webshops/tables.ts'

/** What the shop's own folders keep, and what stands between them: products, orders, leads, vouchers, a site's worth. */
export interface ShopTables extends ChatTables, ImportTables, OrderFormTables, PaymentTables, SettlementTables, WebshopTables {
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
  shopOrders: {
    workspaceId: string
    orderId: string
    orderedAt: Date
    /** Null only of another currency, while no rate is known for its day. */
    amount: number | null
    originalCurrency: Generated<Money | null>
    originalAmount: Generated<number | null>
    originalFees: Generated<number | null>
    originalReturnCost: Generated<number | null>
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
    /** What it said of its fees and its way back before a settlement told them; null while none does. */
    unsettled: Generated<unknown>
    source: 'entered' | 'import'
    externalId: string | null
    /** That brought it in. */
    importId: string | null
    fingerprint: string | null
    extra: Generated<Record<string, string>>
    note: string | null
    notedBy: string | null
    notedAt: Date
    changedAt: Date | null
    changedThereAt: Generated<Date | null>
    undoneAt: Date | null
    /** The import that was taken back, and this with it. */
    undoneWith: Generated<string | null>
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
    /** As it was told. */
    amount: Generated<number | null>
    /** Null: the shop's own. */
    currency: Generated<Money | null>
    goal: string | null
    orderId: Generated<string | null>
    lostAt: Generated<Date | null>
    notedAt: Date
    removedAt: Generated<Date | null>
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

export const tables = tablesOf<ShopTables>()

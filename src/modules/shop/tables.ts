import type { Generated, GeneratedAlways } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { FormDelivery } from '#contract/form-delivery.ts'
import type { DeclineWhy, FormPhone } from '#contract/order-form.ts'
import type { ImportUndone, OwnField } from '#contract/order-imports.ts'
import type { PayProvider, PayWay, PayWhy } from '#contract/pay-accounts.ts'
import type { PaymentState } from '#contract/payments.ts'
import type { SettlementKind } from '#contract/settlements.ts'
import type { FoundUs, OrderState, TrackedBy } from '#contract/shop.ts'
import type { Language, Money } from '#contract/values.ts'
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
    undoneAt: Generated<Date | null>
    undone: Generated<ImportUndone | null>
  }
  shopImportChanges: {
    workspaceId: string
    importId: string
    orderId: string
    /** The order's own, as the import or its undoing left it. */
    changedAt: Date | null
    /** What its file speaks of as it was on the import's other side: before it, or once it is taken back after it. */
    other: unknown
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
  shopPayAccounts: {
    workspaceId: string
    accountId: string
    kind: PayProvider
    live: boolean
    ways: PayWay[]
    login: string | null
    keyEnd: string | null
    signed: boolean
    qr: string | null
    amountInside: Generated<boolean>
    additions: Generated<boolean>
    /** In hundredths of a percent. */
    feeShare: Generated<number | null>
    feeFixed: Generated<number | null>
    addedAt: Date
    testedAt: Generated<Date | null>
    testProblem: Generated<PayWhy | null>
    heardAt: Generated<Date | null>
    callProblem: Generated<'signature' | 'old' | 'unreadable' | null>
    removedAt: Generated<Date | null>
  }
  shopBuyButtons: {
    workspaceId: string
    buttonId: string
    code: string
    productId: string | null
    name: string
    price: number | null
    /** Null: the shop's own. */
    currency: Generated<Money | null>
    words: string
    stock: string
    thanks: string
    accounts: string[]
    onPage: boolean
    picture: Generated<string | null>
    madeAt: Date
    changedAt: Date
    closedAt: Generated<Date | null>
  }
  shopPayments: {
    workspaceId: string
    paymentId: string
    buttonId: string
    accountId: string
    token: string
    reference: string
    key: string
    way: PayWay
    live: boolean
    language: Language
    quantity: number
    amount: number
    currency: Money
    buyerName: string | null
    /** Sealed, E.164. */
    phone: string | null
    foundUs: Exclude<FoundUs['answer'], 'missing'>
    said: Channel | null
    saidDetail: string | null
    code: string | null
    trackedChannel: Channel | null
    trackedBy: TrackedBy | null
    trackedAt: Date | null
    trackedLinkId: string | null
    trackedPostId: string | null
    begun: 'making' | 'unknown' | 'made' | 'refused' | 'gone'
    why: Generated<PayWhy | null>
    remoteId: Generated<string | null>
    remotePayment: Generated<string | null>
    address: Generated<string | null>
    qr: Generated<string | null>
    until: Generated<Date | null>
    paidAt: Generated<Date | null>
    paidAmount: Generated<number | null>
    paidCurrency: Generated<string | null>
    fee: Generated<number | null>
    /** What was given back, by the refund's id; of '' the sum of all so far. */
    refunds: Generated<Record<string, number>>
    failedAt: Generated<Date | null>
    expiredAt: Generated<Date | null>
    claimedAt: Generated<Date | null>
    dismissedAt: Generated<Date | null>
    confirmedAt: Generated<Date | null>
    state: PaymentState
    orderId: Generated<string | null>
    deducted: Generated<number>
    lookAt: Generated<Date | null>
    lookedAt: Generated<Date | null>
    madeAt: Date
    changedAt: Date
  }
  shopPayCalls: {
    workspaceId: string
    accountId: string
    callId: string
    heardAt: Date
  }
  shopOrderForms: {
    workspaceId: string
    open: boolean
    paused: boolean
    pausedWords: string
    hours: string
    words: string
    /** Null: every product that has a price. */
    products: string[] | null
    phone: FormPhone
    pickUp: boolean
    delivery: boolean
    deliveryFee: number | null
    deliveryWords: string
    changedAt: Date
  }
  shopFormOrders: {
    workspaceId: string
    formOrderId: string
    token: string
    reference: string
    /** Keyed hashes: of all that was filled in, and of where it came from. */
    likeness: string | null
    sender: string | null
    language: Language
    lines: FormLine[]
    amount: number
    delivery: FormDelivery
    deliveryFee: number | null
    buyerName: string | null
    /** Sealed, as address and note are; E.164. */
    phone: string | null
    address: string | null
    note: string | null
    foundUs: Exclude<FoundUs['answer'], 'missing'>
    said: Channel | null
    saidDetail: string | null
    code: string | null
    chatCode: string | null
    trackedChannel: Channel | null
    trackedBy: TrackedBy | null
    trackedAt: Date | null
    trackedLinkId: string | null
    trackedPostId: string | null
    madeAt: Date
    confirmedAt: Generated<Date | null>
    declinedAt: Generated<Date | null>
    declinedWhy: Generated<DeclineWhy | null>
    orderId: Generated<string | null>
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

/** A line of the order form, as it was when it was sent. */
export interface FormLine {
  product: string
  name: string
  price: number
  quantity: number
}

export interface StoredRowError {
  row: number
  column: string | null
  code: string
  values?: Record<string, string | number>
}

export const tables = tablesOf<ShopTables>()

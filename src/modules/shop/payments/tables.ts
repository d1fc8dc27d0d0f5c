import type { Generated } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { PayProvider, PayWay, PayWhy } from '#contract/pay-accounts.ts'
import type { PaymentState } from '#contract/payments.ts'
import type { FoundUs, TrackedBy } from '#contract/shop.ts'
import type { Language, Money } from '#contract/values.ts'

/** What is sold by buttons, and how it is paid. */
export interface PaymentTables {
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
}

import type { Generated } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { FormDelivery } from '#contract/form-delivery.ts'
import type { DeclineWhy, FormPhone } from '#contract/order-form.ts'
import type { FoundUs, TrackedBy } from '#contract/shop.ts'
import type { Language } from '#contract/values.ts'

/** What buyers fill in. */
export interface OrderFormTables {
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
}

/** A line of the order form, as it was when it was sent. */
export interface FormLine {
  product: string
  name: string
  price: number
  quantity: number
}

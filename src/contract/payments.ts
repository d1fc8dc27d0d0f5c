import { z } from 'zod'
import { PayProvider, PayWay, PayWhy } from './pay-accounts.ts'
import { route } from './route.ts'
import { AmountPaid, Id, Instant, Money, page, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/**
 * `making`: its key is chosen and stored, the provider has not answered. `unknown`: whether a checkout came about is being looked
 * for. `claimed`: the buyer says that it is paid, the owner has not confirmed. `paid-other`: paid, but not what was asked.
 * `gone`: no checkout came about. `dismissed`: the owner says that no money came.
 */
export const paymentStates = [
  'making',
  'unknown',
  'waiting',
  'claimed',
  'paid',
  'paid-other',
  'part-refunded',
  'refunded',
  'failed',
  'expired',
  'refused',
  'gone',
  'dismissed',
] as const
export const PaymentState = z.enum(paymentStates)
export type PaymentState = z.infer<typeof PaymentState>

export const Payment = z.object({
  id: Id,
  /** By which buyer and owner speak of it. */
  reference: z.string(),
  state: PaymentState,
  why: PayWhy.nullable(),
  button: z.object({ id: Id, name: z.string() }),
  account: z.object({ id: Id, kind: PayProvider }),
  way: PayWay,
  /** No provider tells of it: its owner confirms. */
  byHand: z.boolean(),
  /** No money moved, and no order was noted. */
  trial: z.boolean(),
  quantity: z.int(),
  amount: AmountPaid,
  /** In which it was asked for. */
  currency: Money,
  /** Null as well where it came in a currency that we do not know. */
  paidAmount: AmountPaid.nullable(),
  /** Another than was asked for, of those that we know; null: the same. */
  paidCurrency: Money.nullable(),
  /** The code of one that we do not know: how much of it was paid is not known either. */
  unknownCurrency: z.string().nullable(),
  refunded: AmountPaid,
  buyerName: z.string().nullable(),
  madeAt: Instant,
  claimedAt: Instant.nullable(),
  paidAt: Instant.nullable(),
  order: Id.nullable(),
})
export type Payment = z.infer<typeof Payment>

/** How a payment that waits fits what the owner saw come in. */
export const PaymentMatch = z.object({ payment: Payment, fits: z.enum(['amount-and-time', 'amount']) })
export type PaymentMatch = z.infer<typeof PaymentMatch>

export const MatchedPayments = z.object({
  /** The amounts that the text names, and when it came, as they were understood. */
  amounts: z.array(z.object({ amount: AmountPaid, currency: Money })),
  at: Instant.nullable(),
  matches: z.array(PaymentMatch),
})
export type MatchedPayments = z.infer<typeof MatchedPayments>

export const paymentsRoutes = {
  payments: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/payments',
    who: 'member',
    summary: 'Payments, the latest first; those that nobody paid are left out unless asked for.',
    params: ShopParams,
    query: PageQuery.extend({ show: z.enum(['all', 'settled', 'to-confirm']).default('settled') }),
    answer: page(Payment),
  }),
  matchPayments: route({
    method: 'GET',
    path: '/api/shops/:shop/pay/matches',
    who: 'member',
    summary: 'Which payments that wait fit an amount that came in, typed or in the pasted text of a notification.',
    params: ShopParams,
    query: z.object({ text: z.string().trim().min(1).max(500) }),
    answer: MatchedPayments,
  }),
  confirmPayment: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/payments/:id/confirm',
    who: 'member',
    notForGuests: true,
    summary: 'Says that the money is there: the order is noted. Also takes what was paid instead of what was asked.',
    params: ShopThingParams,
    answer: Payment,
  }),
  undoConfirmPayment: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/payments/:id/confirm',
    who: 'member',
    notForGuests: true,
    summary: 'Takes a confirmation back, and its order with it.',
    params: ShopThingParams,
    answer: Payment,
  }),
  dismissPayment: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/payments/:id/dismiss',
    who: 'member',
    notForGuests: true,
    summary: 'Says that no money came.',
    params: ShopThingParams,
    answer: Payment,
  }),
  restorePayment: route({
    method: 'DELETE',
    path: '/api/shops/:shop/pay/payments/:id/dismiss',
    who: 'member',
    notForGuests: true,
    summary: 'Lets a dismissed payment wait again.',
    params: ShopThingParams,
    answer: Payment,
  }),
  lookAtPayment: route({
    method: 'POST',
    path: '/api/shops/:shop/pay/payments/:id/look',
    who: 'member',
    notForGuests: true,
    summary: 'Asks the provider what became of a payment.',
    params: ShopThingParams,
    answer: Payment,
  }),
}

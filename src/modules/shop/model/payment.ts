import type { PaymentState } from '#contract/payments.ts'
import type { News } from '../payments/adapter.ts'

/**
 * What is known of a payment. Every fact is there or not there and only grows, so whichever order calls come in, and however often,
 * the same is known in the end.
 */
export interface PaymentFacts {
  amount: number
  currency: string
  begun: 'making' | 'unknown' | 'made' | 'refused' | 'gone'
  paidAt: Date | null
  paidAmount: number | null
  paidCurrency: string | null
  fee: number | null
  refunds: Readonly<Record<string, number>>
  failedAt: Date | null
  expiredAt: Date | null
  claimedAt: Date | null
  dismissedAt: Date | null
  confirmedAt: Date | null
}

/** The facts, with what was told: nothing that is known is taken back. */
export function toldOf<F extends PaymentFacts>(facts: F, news: News): F {
  const { paid, refund, failed, expired } = news
  const refunds = refund ? { ...facts.refunds, [refund.id]: Math.max(facts.refunds[refund.id] ?? 0, refund.amount) } : facts.refunds
  return {
    ...facts,
    ...(paid && facts.paidAt === null && { paidAt: paid.at, paidAmount: paid.amount, paidCurrency: paid.currency }),
    fee: facts.fee ?? paid?.fee ?? null,
    refunds,
    failedAt: facts.failedAt ?? failed ?? null,
    expiredAt: facts.expiredAt ?? expired ?? null,
    // What is told of it came about.
    begun: facts.begun === 'making' || facts.begun === 'unknown' || facts.begun === 'gone' ? (paid || refund || failed || expired ? 'made' : facts.begun) : facts.begun,
  }
}

/** What was given back in all: by single refunds, or as it was told in sum, whichever is more. */
export function refundedOf({ refunds }: Pick<PaymentFacts, 'refunds'>): number {
  const { '': sum = 0, ...single } = refunds
  return Math.max(sum, Object.values(single).reduce((all, one) => all + one, 0))
}

/** Whether just that was paid which was asked for. */
export const paidAsAsked = ({ amount, currency, paidAmount, paidCurrency }: PaymentFacts): boolean => paidAmount === amount && paidCurrency === currency

/** Paid counts before all that was told of earlier or later tries; money that came for something else waits for its owner. */
export function stateOf(facts: PaymentFacts): PaymentState {
  if (facts.paidAt !== null) {
    if (!paidAsAsked(facts) && facts.confirmedAt === null) return facts.dismissedAt === null ? 'paid-other' : 'dismissed'
    const refunded = refundedOf(facts)
    return refunded === 0 ? 'paid' : refunded >= facts.paidAmount! ? 'refunded' : 'part-refunded'
  }
  if (facts.begun === 'refused') return 'refused'
  if (facts.dismissedAt !== null) return 'dismissed'
  if (facts.failedAt !== null) return 'failed'
  if (facts.claimedAt !== null) return 'claimed'
  if (facts.expiredAt !== null) return 'expired'
  return facts.begun === 'made' ? 'waiting' : facts.begun
}

/** States in which money may still come. */
export const openStates = ['making', 'unknown', 'waiting', 'claimed'] as const satisfies readonly PaymentState[]
/** Money came, and an order stands for it. */
export const paidStates = ['paid', 'part-refunded', 'refunded'] as const satisfies readonly PaymentState[]

export const isOpen = (state: PaymentState): boolean => (openStates as readonly string[]).includes(state)
export const isPaid = (state: PaymentState): boolean => (paidStates as readonly string[]).includes(state)

const MINUTE = 60_000
/** Most are paid within minutes, a transfer within hours: so long after it began is a payment looked at, then at its end. */
const LOOKS_MIN = [1, 3, 7, 15, 30, 60, 120, 240, 480, 960, 1500]
/** What was lost on its way back is looked for at once. */
const UNKNOWN_LOOKS_MIN = [0.5, 1, 3, 10, 30, 60, 180]
/** What a provider kept, it says soon after, or when the money arrives. */
const FEE_LOOKS_MIN = [1, 10, 120, 1500]

/** When its provider is asked next, unless it calls; null: no more. */
export function nextLook({ state, madeAt, paidAt, fee }: { state: PaymentState; madeAt: Date; paidAt: Date | null; fee: number | null }, tellsFee: boolean, now: Date): Date | null {
  if (isPaid(state)) return tellsFee && fee === null ? firstAfter(paidAt!, FEE_LOOKS_MIN, now) : null
  if (state === 'unknown' || state === 'making') return firstAfter(madeAt, UNKNOWN_LOOKS_MIN, now)
  return state === 'waiting' || state === 'failed' ? firstAfter(madeAt, LOOKS_MIN, now) : null
}

function firstAfter(from: Date, minutes: readonly number[], now: Date): Date | null {
  const at = minutes.map((minute) => from.getTime() + minute * MINUTE).find((time) => time > now.getTime())
  return at === undefined ? null : new Date(at)
}

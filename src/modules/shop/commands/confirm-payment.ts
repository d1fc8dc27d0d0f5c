import { isMoney } from '#contract/values.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import { payAdapters } from '../payments/registry.ts'
import { payAccountRow } from '../queries/pay-accounts.ts'
import { tables } from '../tables.ts'
import { settlePayment, type PaymentRow, type SettleNeeds } from './settle-payment.ts'
import { undoOrder } from './undo-order.ts'

/** The buyer says that it is paid. Nothing follows but that its owner is asked. */
export async function claimPayment(scope: WriteScope, needs: SettleNeeds, payment: PaymentRow): Promise<void> {
  if (payment.state === 'waiting' || payment.state === 'expired') await settlePayment(scope, needs, payment.paymentId, { said: { claimedAt: scope.clock.now() } })
}

/** The owner says that the money is there: of a code that nobody else looks after, or of an amount that was not asked for. */
export async function confirmPayment(scope: WriteScope, needs: SettleNeeds, paymentId: string): Promise<Refusal | undefined> {
  const row = await paymentRow(scope, paymentId)
  if (!row) return refuse('shop.payment-unknown')
  if (row.confirmedAt !== null) return undefined
  const now = scope.clock.now()
  if (row.state === 'paid-other') {
    if (row.paidCurrency === null || !isMoney(row.paidCurrency) || row.paidAmount === 0) return refuse('shop.payment-not-waiting')
    await settlePayment(scope, needs, paymentId, { said: { confirmedAt: now } })
    return undefined
  }
  // What a provider looks after is paid when the provider says so.
  if ((await isWatched(scope, row)) || !['waiting', 'claimed', 'expired', 'dismissed'].includes(row.state)) return refuse('shop.payment-not-waiting')
  await settlePayment(scope, needs, paymentId, { said: { confirmedAt: now, paidAt: row.claimedAt ?? now, paidAmount: row.amount, paidCurrency: row.currency, dismissedAt: null } })
  return undefined
}

/** Takes the owner's word back, and the order that stood on it. */
export async function undoConfirmPayment(scope: WriteScope, needs: SettleNeeds, paymentId: string): Promise<Refusal | undefined> {
  const row = await paymentRow(scope, paymentId)
  if (!row) return refuse('shop.payment-unknown')
  if (row.confirmedAt === null) return refuse('shop.payment-not-confirmed')
  const byHand = row.paidAmount === row.amount && row.paidCurrency === row.currency
  await settlePayment(scope, needs, paymentId, { said: { confirmedAt: null, ...(byHand && { paidAt: null, paidAmount: null, paidCurrency: null }) } })
  if (row.orderId !== null) await undoOrder(scope, row.orderId)
  return undefined
}

/** The owner says that no money came, or that what came stands for no order. */
export const dismissPayment = (scope: WriteScope, needs: SettleNeeds, paymentId: string) => setDismissed(scope, needs, paymentId, scope.clock.now())
export const restorePayment = (scope: WriteScope, needs: SettleNeeds, paymentId: string) => setDismissed(scope, needs, paymentId, null)

async function setDismissed(scope: WriteScope, needs: SettleNeeds, paymentId: string, dismissedAt: Date | null): Promise<Refusal | undefined> {
  const row = await paymentRow(scope, paymentId)
  if (!row) return refuse('shop.payment-unknown')
  const from = dismissedAt === null ? ['dismissed'] : ['waiting', 'claimed', 'expired', 'paid-other', 'dismissed']
  if (!from.includes(row.state)) return refuse('shop.payment-not-waiting')
  await settlePayment(scope, needs, paymentId, { said: { dismissedAt } })
  return undefined
}

export async function paymentRow(scope: ReadScope, paymentId: string): Promise<PaymentRow | null> {
  const row = await tables(scope).selectFrom('shopPayments').selectAll().where('workspaceId', '=', scope.workspaceId).where('paymentId', '=', paymentId).executeTakeFirst()
  return row ?? null
}

async function isWatched(scope: WriteScope, { accountId }: PaymentRow): Promise<boolean> {
  const account = await payAccountRow(scope, accountId)
  return account === null || payAdapters[account.kind].hear !== undefined
}

import { sql, type RawBuilder, type Selectable } from 'kysely'
import { isMoney, type Money } from '#contract/values.ts'
import { commands as people } from '#modules/people'
import { queries as workspace } from '#modules/workspace'
import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { productsOf, reckonMargins } from '../costs.ts'
import { foundUsOf } from '../model/found-us.ts'
import { isOpen, isPaid, nextLook, refundedOf, stateOf, toldOf } from '../model/payment.ts'
import type { Begun, News } from '../payments/adapter.ts'
import { feeOf } from '../payments/money.ts'
import { payAdapters } from '../payments/registry.ts'
import { answerOnce } from '../queries/answer-once.ts'
import { feeMoney, feeSaid, payAccountRow } from '../queries/pay-accounts.ts'
import { tables, type ShopTables } from '../tables.ts'
import { noteOrder } from './note-order.ts'
import { restoreOrder } from './undo-order.ts'

export type PaymentRow = Selectable<ShopTables['shopPayments']>

export interface SettleNeeds {
  secrets: Pick<Secrets, 'seal' | 'open' | 'keyedHash'>
}

/** What is learned of a payment at one time. */
export interface Learned {
  news?: News
  /** How its checkout came about, where that was not known. */
  begun?: Begun | { is: 'gone' }
  /** Its owner's or its buyer's own word; null takes it back. */
  said?: Partial<Pick<PaymentRow, 'claimedAt' | 'dismissedAt' | 'confirmedAt' | 'paidAt' | 'paidAmount' | 'paidCurrency'>>
  /** The provider was asked just now. */
  looked?: true
}

/**
 * Adds what was learned to what is known of a payment, and does once what follows: its order is noted when it is paid, lessened by
 * what is given back. The row is held meanwhile, so that however many calls come at one time, and in whichever order, each thing
 * happens once. Null for a payment that is none of the shop's.
 */
export async function settlePayment(scope: WriteScope, needs: SettleNeeds, paymentId: string, { news = {}, begun, said = {}, looked }: Learned): Promise<PaymentRow | null> {
  const db = tables(scope)
  const row = await db.selectFrom('shopPayments').selectAll().where('workspaceId', '=', scope.workspaceId).where('paymentId', '=', paymentId).forUpdate().executeTakeFirst()
  if (!row) return null
  const now = scope.clock.now()
  const known = { ...toldOf({ ...row, ...said }, news), ...(begun && begunFacts(row, begun)) }
  const state = stateOf(known)
  const { lookUp, tellsFee = false } = payAdapters[(await payAccountRow(scope, row.accountId))!.kind]
  const next: PaymentRow = {
    ...known,
    state,
    remotePayment: row.remotePayment ?? news.remotePayment ?? null,
    lookedAt: looked ? now : row.lookedAt,
    changedAt: now,
    // Of what nobody can be asked about, only its end is waited for.
    lookAt: lookUp ? nextLook({ ...known, state }, tellsFee, now) : state === 'waiting' ? known.until : null,
  }
  const settled = isPaid(state) && row.live ? await inTheBooks(scope, needs, next) : next
  const { workspaceId: _w, paymentId: _p, refunds, ...columns } = settled
  await db
    .updateTable('shopPayments')
    .set({ ...columns, refunds: JSON.stringify(refunds) as never })
    .where('workspaceId', '=', scope.workspaceId)
    .where('paymentId', '=', paymentId)
    .execute()
  if (state !== row.state || settled.orderId !== row.orderId || settled.deducted !== row.deducted) await scope.announce({ type: 'PaymentChanged', paymentId })
  return settled
}

function begunFacts(row: PaymentRow, begun: NonNullable<Learned['begun']>): Partial<PaymentRow> {
  if (begun.is === 'made')
    return {
      begun: 'made',
      why: null,
      remoteId: row.remoteId ?? begun.remoteId,
      address: row.address ?? begun.address,
      qr: row.qr ?? begun.qr,
      until: begun.until ?? row.until,
    }
  // What came about stays so, whatever an answer that comes late may say.
  if (row.begun === 'made') return {}
  if (begun.is === 'gone') return { begun: 'gone' }
  return { begun: begun.is === 'unknown' ? 'unknown' : begun.is === 'refused' ? 'refused' : 'gone', why: begun.why }
}

/** Brings the books to what is known: notes the order, or changes the one that stands. */
async function inTheBooks(scope: WriteScope, needs: SettleNeeds, payment: PaymentRow): Promise<PaymentRow> {
  const account = (await payAccountRow(scope, payment.accountId))!
  const { currency: own } = await workspace.shopProfile(scope)
  // What its owner said is kept of a payment holds in the currency that they said it in.
  const said = paidIn(payment) === feeMoney(account, own) ? feeSaid(account) : null
  const fees = payment.fee ?? feeOf(payment.paidAmount!, said)
  const orderId = payment.orderId ?? (await noteOrderOf(scope, needs, payment, fees))
  // Confirmed, taken back and confirmed again is one order.
  if (payment.orderId !== null && payment.confirmedAt !== null) await restoreOrder(scope, payment.orderId)
  const deducted = await lessened(scope, orderId, payment, { fees, feesLost: payAdapters[account.kind].keepsFee ? fees : null })
  return { ...payment, orderId, deducted, buyerName: null, phone: null }
}

async function noteOrderOf(scope: WriteScope, { secrets }: SettleNeeds, payment: PaymentRow, fees: number | null): Promise<string> {
  const now = scope.clock.now()
  const button = await tables(scope).selectFrom('shopBuyButtons').select(['productId', 'name']).where('workspaceId', '=', scope.workspaceId).where('buttonId', '=', payment.buttonId).executeTakeFirstOrThrow()
  const phone = payment.phone === null ? null : secrets.open(payment.phone)
  const at = payment.paidAt! > now ? now : payment.paidAt!
  const personId = phone === null && payment.buyerName === null ? null : await people.meetPerson(scope, secrets, { phone, name: payment.buyerName, at })
  const { currency: own } = await workspace.shopProfile(scope)
  const product = button.productId === null ? undefined : (await productsOf(scope, [button.productId])).get(button.productId)
  const noted = await noteOrder(
    scope,
    { secrets },
    {
      amount: payment.paidAmount!,
      currency: paidIn(payment),
      orderedAt: at,
      salesPlace: 'web',
      // Paid; handing it over is still to come.
      state: 'placed',
      foundUs: await answerOnce(scope, foundUsOf(payment), personId),
      fees,
      externalId: payment.reference,
      ...(payment.code !== null && { code: payment.code }),
      ...(personId !== null && { personId }),
      ...(product ? { lines: [{ product: product.productId, quantity: payment.quantity, ...(paidIn(payment) !== own && { value: payment.paidAmount! }) }] } : { goods: { name: button.name, quantity: payment.quantity, value: payment.paidAmount! } }),
      ...(payment.trackedChannel !== null && {
        tracked: {
          channel: payment.trackedChannel,
          by: payment.trackedBy!,
          at: payment.trackedAt!,
          ...(payment.trackedLinkId !== null && { linkId: payment.trackedLinkId }),
          ...(payment.trackedPostId !== null && { postId: payment.trackedPostId }),
        },
      }),
    },
  )
  // All of it was checked when the payment began: what can be refused here is a fault of ours, and the call comes again.
  if (isRefusal(noted)) throw new Error(`The order of payment ${payment.paymentId} was refused: ${noted.refused}`)
  return noted.id
}

/**
 * What was given back in part is off the order's amount; given back in whole, it is a return with the worth it had, which cost what its
 * provider keeps of it all the same, where it does. Answers what the amount was lessened by in all. What its owner has changed of the order
 * meanwhile stays.
 */
async function lessened(scope: WriteScope, orderId: string, payment: PaymentRow, { fees, feesLost }: { fees: number | null; feesLost: number | null }): Promise<number> {
  const whole = payment.state === 'refunded'
  const deducted = whole ? 0 : refundedOf(payment)
  const order = await tables(scope).selectFrom('shopOrders').select(['state', 'fees', 'returnCostBy', 'originalCurrency', 'originalFees']).where('workspaceId', '=', scope.workspaceId).where('orderId', '=', orderId).executeTakeFirstOrThrow()
  const state = whole && (order.state === 'placed' || order.state === 'done') ? ('returned' as const) : order.state
  const isOwn = order.originalCurrency === null
  const shop = await workspace.shopProfile(scope)
  // Its owner told it in other money than was paid: what comes after is theirs to say.
  const same = (order.originalCurrency ?? shop.currency) === paidIn(payment)
  const kept = same ? fees : null
  const lost = whole && state === 'returned' && same && order.returnCostBy === null && feesLost ? feesLost : null
  if (deducted === payment.deducted && state === order.state && lost === null && (kept === (isOwn ? order.fees : order.originalFees) || kept === null)) return deducted
  const left = (amount: RawBuilder<unknown>) => sql<number>`greatest(${amount} + ${payment.deducted - deducted}, 0)`
  const less = isOwn ? { amount: left(sql.ref('amount')), ...(kept !== null && { fees: kept }) } : { originalAmount: left(sql.ref('original_amount')), ...(kept !== null && { originalFees: kept }) }
  await tables(scope)
    .updateTable('shopOrders')
    .set({ ...(same && less), state, ...(lost !== null && { [isOwn ? 'returnCost' : 'originalReturnCost']: lost, returnCostBy: 'settled' as const }), changedAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .execute()
  await reckonMargins(scope, shop, { orderIds: [orderId] })
  await scope.announce({ type: 'OrderChanged', orderId })
  return deducted
}

/** What was paid in, where that is known; else what was asked in. */
export const paidIn = ({ paidCurrency, currency }: Pick<PaymentRow, 'paidCurrency' | 'currency'>): Money => (paidCurrency !== null && isMoney(paidCurrency) ? paidCurrency : currency)

/** How much was paid, and in which of the currencies that we do not know: an amount of those is not told, since nobody knows what its digits mean. */
export const paidOf = ({ paidAmount, paidCurrency }: Pick<PaymentRow, 'paidAmount' | 'paidCurrency'>): { paidAmount: number | null; unknownCurrency: string | null } =>
  paidCurrency === null || isMoney(paidCurrency) ? { paidAmount, unknownCurrency: null } : { paidAmount: null, unknownCurrency: paidCurrency }

/** Whether anything can still be learned of it by asking. */
export const canBeLookedAt = (row: PaymentRow): boolean => isOpen(row.state) || row.state === 'failed' || row.state === 'expired'

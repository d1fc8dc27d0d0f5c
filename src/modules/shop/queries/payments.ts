import type { MatchedPayments, Payment } from '#contract/payments.ts'
import type { Language } from '#contract/values.ts'
import { queries as people } from '#modules/people'
import { queries as workspace } from '#modules/workspace'
import { dayIn, instantAt } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { paidIn, paidOf } from '../commands/settle-payment.ts'
import { refundedOf } from '../model/payment.ts'
import { payAdapters } from '../payments/registry.ts'
import { matchesOf, readIncoming } from '../payments/static-qr/matching.ts'
import { tables } from '../tables.ts'
import { moneysOf, payAccountRows } from './pay-accounts.ts'

const DAY = 86_400_000
/** A code that nobody said was paid is offered for matching for so long. */
const OFFERED_MS = 2 * DAY
const MOST_WAITING = 500

export type ShowPayments = 'all' | 'settled' | 'to-confirm'

/** Payments, the latest first. `settled`: those of which money is known. `to-confirm`: those that wait for their owner's word. */
export async function payments(
  scope: ReadScope,
  { show, limit, cursor }: { show: ShowPayments; limit: number; cursor?: string | undefined },
): Promise<{ items: Payment[]; next?: string } | Refusal<'shop.cursor-unreadable'>> {
  const before = cursor === undefined ? null : new Date(cursor)
  if (before && Number.isNaN(before.getTime())) return refuse('shop.cursor-unreadable')
  const rows = await rowsOf(scope)
    .$if(show === 'settled', (query) => query.where('p.paidAt', 'is not', null))
    .$if(show === 'to-confirm', (query) => query.where('p.state', 'in', ['claimed', 'paid-other']))
    .$if(before !== null, (query) => query.where('p.madeAt', '<', before!))
    .orderBy('p.madeAt', 'desc')
    .limit(limit + 1)
    .execute()
  const items = await presented(scope, rows.slice(0, limit))
  return { items, ...(rows.length > limit && { next: rows[limit - 1]!.madeAt.toISOString() }) }
}

export async function paymentById(scope: ReadScope, paymentId: string): Promise<Payment | Refusal<'shop.payment-unknown'>> {
  const rows = await rowsOf(scope).where('p.paymentId', '=', paymentId).execute()
  return (await presented(scope, rows))[0] ?? refuse('shop.payment-unknown')
}

/** Which of the payments that nobody else looks after fit what the owner saw come in. */
export async function matchPayments(scope: ReadScope, text: string, language: Language): Promise<MatchedPayments> {
  const [{ currency: own, zone }, accounts] = await Promise.all([workspace.shopProfile(scope), payAccountRows(scope)])
  const unwatched = Object.values(payAdapters).flatMap(({ manifest, hear }) => (hear ? [] : [manifest.kind]))
  // A bare number is read in each of the currencies that a code of the shop is made out in.
  const incoming = [...new Set([own, ...accounts.flatMap((row) => (unwatched.includes(row.kind) ? moneysOf(row) : []))])].map((currency) => ({ currency, ...readIncoming(text, currency, language) }))
  const sums = incoming.flatMap(({ currency, amounts }) => amounts.map((amount) => ({ amount, currency })))
  const at = timeOf(incoming.find(({ time }) => time !== null)?.time ?? null, zone, scope.clock.now())
  const rows =
    sums.length === 0
      ? []
      : await rowsOf(scope)
          .where('p.state', 'in', ['waiting', 'claimed', 'expired'])
          .where('account.kind', 'in', unwatched)
          .where('p.madeAt', '>', new Date(scope.clock.now().getTime() - OFFERED_MS))
          .where('p.amount', 'in', sums.map(({ amount }) => amount))
          .orderBy('p.madeAt', 'desc')
          .limit(MOST_WAITING)
          .execute()
  const matches = matchesOf(rows, sums, at ?? scope.clock.now()).slice(0, 20)
  const shown = await presented(scope, matches.map(({ payment }) => payment))
  return { amounts: sums, at: at?.toISOString() ?? null, matches: matches.map(({ fits }, index) => ({ payment: shown[index]!, fits })) }
}

/** The last time that the shop's clocks showed it. */
function timeOf(time: string | null, zone: string, now: Date): Date | null {
  if (time === null) return null
  const today = instantAt(zone, dayIn(zone, now), time)
  return today.getTime() <= now.getTime() + 10 * 60_000 ? today : instantAt(zone, dayIn(zone, new Date(now.getTime() - DAY)), time)
}

/** What waits for the owner's word, the oldest first: said to be paid, or paid otherwise than asked. */
export async function paymentsToConfirm(scope: ReadScope, since: Date): Promise<Payment[]> {
  const rows = await rowsOf(scope)
    .where('p.state', 'in', ['claimed', 'paid-other'])
    .where('p.live', '=', true)
    .where('p.madeAt', '>', since)
    .orderBy('p.madeAt')
    .limit(50)
    .execute()
  return presented(scope, rows)
}

const rowsOf = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('shopPayments as p')
    .innerJoin('shopPayAccounts as account', (join) => join.onRef('account.accountId', '=', 'p.accountId').onRef('account.workspaceId', '=', 'p.workspaceId'))
    .innerJoin('shopBuyButtons as button', (join) => join.onRef('button.buttonId', '=', 'p.buttonId').onRef('button.workspaceId', '=', 'p.workspaceId'))
    .leftJoin('shopOrders as order', (join) => join.onRef('order.orderId', '=', 'p.orderId').onRef('order.workspaceId', '=', 'p.workspaceId'))
    .selectAll('p')
    .select(['account.kind', 'button.name as buttonName', 'order.personId', 'order.undoneAt'])
    .where('p.workspaceId', '=', scope.workspaceId)

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

async function presented(scope: ReadScope, rows: readonly Row[]): Promise<Payment[]> {
  const known = await people.persons(scope, rows.flatMap((row) => row.personId ?? []))
  return rows.map((row) => ({
    id: row.paymentId,
    reference: row.reference,
    state: row.state,
    why: row.why,
    button: { id: row.buttonId, name: row.buttonName },
    account: { id: row.accountId, kind: row.kind },
    way: row.way,
    byHand: payAdapters[row.kind].hear === undefined,
    trial: !row.live,
    quantity: row.quantity,
    amount: row.amount,
    currency: row.currency,
    ...paidOf(row),
    paidCurrency: paidIn(row) === row.currency ? null : paidIn(row),
    refunded: refundedOf(row),
    buyerName: row.buyerName ?? (row.personId === null ? null : (known.get(row.personId)?.name ?? null)),
    madeAt: row.madeAt.toISOString(),
    claimedAt: row.claimedAt?.toISOString() ?? null,
    paidAt: row.paidAt?.toISOString() ?? null,
    order: row.undoneAt === null ? row.orderId : null,
  }))
}

import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { FoundUs, TrackedBy } from '#contract/shop.ts'
import type { Channel } from '#contract/channels.ts'
import type { Language, Money } from '#contract/values.ts'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { foundUsColumns } from '../model/found-us.ts'
import { openStates, stateOf } from '../model/payment.ts'
import type { OfferedWay } from '../queries/pay-accounts.ts'
import { tables } from '../tables.ts'
import { makeCode } from './buy-buttons.ts'
import type { PaymentRow } from './settle-payment.ts'

export interface NewPayment {
  buttonId: string
  token: string
  offered: OfferedWay
  language: Language
  quantity: number
  amount: number
  currency: Money
  buyerName: string | null
  /** E.164. */
  phone: string | null
  foundUs: Exclude<FoundUs, { answer: 'missing' }>
  code: string | null
  tracked: { channel: Channel; by: TrackedBy; at: Date; linkId: string | null; postId: string | null } | null
  until: Date
}

/** So many of a button may be under way in an hour: what a small shop sells, and no flood for its provider. */
export const MOST_UNDER_WAY = 300
const REFERENCE_LENGTH = 8
/** Long enough for whoever was asked to answer; then it is looked for. */
const FIRST_LOOK_MS = 30_000
/** Rupiah that are added to tell one payment from another. */
const MOST_ADDED = 999

/**
 * Stores a payment, with the key by which its provider will know it, before anybody is asked for anything. The same form sent again
 * is the same payment, and nothing new. `too-many`: so many are under way that one more is none of a buyer's.
 */
export async function beginPayment(scope: WriteScope, { secrets }: { secrets: Pick<Secrets, 'seal'> }, wish: NewPayment): Promise<{ payment: PaymentRow; again: boolean } | 'too-many'> {
  const db = tables(scope)
  const now = scope.clock.now()
  const earlier = await db.selectFrom('shopPayments').selectAll().where('workspaceId', '=', scope.workspaceId).where('token', '=', wish.token).executeTakeFirst()
  if (earlier) return { payment: earlier, again: true }
  // One at a time for an account: what is added to an amount must differ from what others were given.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`pay account ${wish.offered.account.accountId}`}, 0))`.execute(scope.db)
  const { under } = await db
    .selectFrom('shopPayments')
    .select(({ fn }) => fn.countAll<number>().as('under'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('buttonId', '=', wish.buttonId)
    .where('paidAt', 'is', null)
    .where('madeAt', '>', new Date(now.getTime() - 3_600_000))
    .executeTakeFirstOrThrow()
  if (Number(under) >= MOST_UNDER_WAY) return 'too-many'

  const { account, way } = wish.offered
  const reference = makeCode(REFERENCE_LENGTH).toUpperCase()
  const facts = {
    begun: 'making' as const,
    amount: wish.amount + (account.additions && wish.currency === 'IDR' ? await freeAddition(scope, account.accountId, wish.amount) : 0),
    currency: wish.currency,
    paidAt: null,
    paidAmount: null,
    paidCurrency: null,
    fee: null,
    failedAt: null,
    expiredAt: null,
    claimedAt: null,
    dismissedAt: null,
    confirmedAt: null,
  }
  const row = {
    workspaceId: scope.workspaceId,
    paymentId: newId(now.getTime()),
    buttonId: wish.buttonId,
    accountId: account.accountId,
    token: wish.token,
    reference,
    key: `kicau-${reference}`,
    way,
    live: account.live,
    language: wish.language,
    quantity: wish.quantity,
    buyerName: wish.buyerName,
    phone: wish.phone === null ? null : secrets.seal(wish.phone),
    ...(foundUsColumns(wish.foundUs) as Pick<PaymentRow, 'foundUs' | 'said' | 'saidDetail'>),
    code: wish.code,
    trackedChannel: wish.tracked?.channel ?? null,
    trackedBy: wish.tracked?.by ?? null,
    trackedAt: wish.tracked?.at ?? null,
    trackedLinkId: wish.tracked?.linkId ?? null,
    trackedPostId: wish.tracked?.postId ?? null,
    until: wish.until,
    ...facts,
    state: stateOf({ ...facts, refunds: {} }),
    lookAt: new Date(now.getTime() + FIRST_LOOK_MS),
    madeAt: now,
    changedAt: now,
  }
  // Twice at one moment: the second finds what the first has stored.
  const made = await db.insertInto('shopPayments').values(row).onConflict((conflict) => conflict.column('token').doNothing()).returningAll().executeTakeFirst()
  if (made) return { payment: made, again: false }
  const first = await db.selectFrom('shopPayments').selectAll().where('workspaceId', '=', scope.workspaceId).where('token', '=', wish.token).executeTakeFirst()
  return first ? { payment: first, again: true } : 'too-many'
}

/** 1 to 999 rupiah by which no other payment that waits comes to the same amount; 0 where all are taken. */
async function freeAddition(scope: WriteScope, accountId: string, amount: number): Promise<number> {
  const waiting = await tables(scope)
    .selectFrom('shopPayments')
    .select('amount')
    .where('workspaceId', '=', scope.workspaceId)
    .where('accountId', '=', accountId)
    .where('state', 'in', [...openStates])
    .where('amount', '>', amount)
    .where('amount', '<=', amount + MOST_ADDED)
    .execute()
  const taken = new Set(waiting.map((row) => row.amount - amount))
  const free = Array.from({ length: MOST_ADDED }, (_, index) => index + 1).filter((addition) => !taken.has(addition))
  // Small ones first: a buyer pays them.
  const near = free.slice(0, 100)
  return near.length === 0 ? 0 : near[randomInt(near.length)]!
}

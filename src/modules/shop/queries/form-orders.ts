import { sql } from 'kysely'
import type { FormOrder, FormOrderState } from '#contract/order-form.ts'
import { queries as people } from '#modules/people'
import { isId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import type { FormOrderRow } from '../commands/take-form-order.ts'
import { foundUsOf } from '../model/found-us.ts'
import { tables } from '../tables.ts'

export interface FormOrdersNeeds {
  secrets: Pick<Secrets, 'open'>
}

/** What came in by the order form. `waiting`: for its owner's word, the oldest first; `all`: the latest first. */
export async function formOrders(
  scope: ReadScope,
  needs: FormOrdersNeeds,
  { show, limit, cursor }: { show: 'waiting' | 'all'; limit: number; cursor?: string | undefined },
): Promise<{ items: FormOrder[]; next?: string } | Refusal<'shop.cursor-unreadable'>> {
  // Ids go by the time they were made at.
  if (cursor !== undefined && !isId(cursor)) return refuse('shop.cursor-unreadable')
  const waiting = show === 'waiting'
  const rows = await rowsOf(scope)
    .$if(waiting, (query) => query.where('sent.confirmedAt', 'is', null).where('sent.declinedAt', 'is', null))
    .$if(cursor !== undefined, (query) => query.where('sent.formOrderId', waiting ? '>' : '<', cursor!))
    .orderBy('sent.formOrderId', waiting ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const items = await presented(scope, needs, rows.slice(0, limit))
  return { items, ...(rows.length > limit && { next: rows[limit - 1]!.formOrderId }) }
}

export async function formOrderById(scope: ReadScope, needs: FormOrdersNeeds, formOrderId: string): Promise<FormOrder | Refusal<'shop.form-order-unknown'>> {
  const rows = await rowsOf(scope).where('sent.formOrderId', '=', formOrderId).execute()
  return (await presented(scope, needs, rows))[0] ?? refuse('shop.form-order-unknown')
}

/** By the form's order, where an order came by it. */
export async function formOrderOf(scope: ReadScope, needs: FormOrdersNeeds, orderId: string): Promise<FormOrder | null> {
  const rows = await rowsOf(scope).where('sent.orderId', '=', orderId).execute()
  return (await presented(scope, needs, rows))[0] ?? null
}

/** What its buyer may see, by the address of their page. */
export async function formOrderByToken(scope: ReadScope, token: string) {
  const row = await rowsOf(scope).where('sent.token', '=', token).executeTakeFirst()
  return row && { ...row, state: stateOf(row) }
}

export interface FormOrderWaiting {
  id: string
  reference: string
  buyerName: string | null
  /** The goods and the delivery fee that was named: what its buyer read, and what its own page says. */
  amount: number
  madeAt: Date
}

/** What waits for its owner's word since then, the oldest first. */
export const formOrdersToConfirm = (scope: ReadScope, since: Date): Promise<FormOrderWaiting[]> =>
  tables(scope)
    .selectFrom('shopFormOrders')
    .select(['formOrderId as id', 'reference', 'buyerName', toPay.as('amount'), 'madeAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('confirmedAt', 'is', null)
    .where('declinedAt', 'is', null)
    .where('madeAt', '>', since)
    .orderBy('formOrderId')
    .limit(50)
    .execute()

/** The delivery fee is in no order's amount, but in what its buyer was told. */
export const toPay = sql<number>`amount + coalesce(delivery_fee, 0)`

const rowsOf = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('shopFormOrders as sent')
    .leftJoin('shopOrders as order', (join) => join.onRef('order.orderId', '=', 'sent.orderId').onRef('order.workspaceId', '=', 'sent.workspaceId'))
    .selectAll('sent')
    .select(['order.personId', 'order.undoneAt'])
    .where('sent.workspaceId', '=', scope.workspaceId)

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

function stateOf({ confirmedAt, declinedAt, undoneAt }: Pick<FormOrderRow, 'confirmedAt' | 'declinedAt'> & { undoneAt: Date | null }): FormOrderState {
  if (declinedAt !== null) return 'declined'
  if (confirmedAt === null) return 'waiting'
  return undoneAt === null ? 'confirmed' : 'undone'
}

async function presented(scope: ReadScope, { secrets }: FormOrdersNeeds, rows: readonly Row[]): Promise<FormOrder[]> {
  const ids = rows.flatMap((row) => row.personId ?? [])
  const [known, phones] = await Promise.all([people.persons(scope, ids), people.phonesOf(scope, secrets, ids)])
  const opened = (sealed: string | null) => (sealed === null ? null : secrets.open(sealed))
  return rows.map((row) => {
    const person = row.personId ?? ''
    const state = stateOf(row)
    return {
      id: row.formOrderId,
      reference: row.reference,
      state,
      sentAt: row.madeAt.toISOString(),
      lines: row.lines.map(({ name, quantity, price }) => ({ name, quantity, price })),
      amount: row.amount,
      delivery: row.delivery,
      deliveryFee: row.deliveryFee,
      buyerName: row.buyerName ?? known.get(person)?.name ?? null,
      phone: opened(row.phone) ?? phones.get(person) ?? null,
      address: opened(row.address),
      note: opened(row.note),
      foundUs: foundUsOf(row),
      tracked: row.trackedChannel,
      declinedWhy: row.declinedWhy,
      order: state === 'confirmed' ? row.orderId : null,
    }
  })
}

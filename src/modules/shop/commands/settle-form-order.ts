import type { Updateable } from 'kysely'
import type { DeclineWhy } from '#contract/order-form.ts'
import { commands as people } from '#modules/people'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { foundUsOf } from '../model/found-us.ts'
import { answerOnce } from '../queries/answer-once.ts'
import { tables, type ShopTables } from '../tables.ts'
import { noteOrder, type ShopNeeds } from './note-order.ts'
import type { FormOrderRow } from './take-form-order.ts'
import { restoreOrder, undoOrder } from './undo-order.ts'

type Outcome = Promise<Refusal | undefined>

/** The owner takes it: its order is noted as of when it was sent. Twice is once; confirmed, taken back and confirmed again is one order. */
export async function confirmFormOrder(scope: WriteScope, needs: ShopNeeds, formOrderId: string): Outcome {
  const row = await held(scope, formOrderId)
  if (isRefusal(row)) return row
  if (row.declinedAt !== null) return refuse('shop.form-order-settled')
  if (row.orderId !== null) await restoreOrder(scope, row.orderId)
  if (row.confirmedAt !== null) return undefined
  const orderId = row.orderId ?? (await noteOrderOf(scope, needs, row))
  // Who it was is the person's now, and stands in one place.
  return set(scope, formOrderId, { confirmedAt: scope.clock.now(), orderId, buyerName: null, phone: null })
}

/** Takes the owner's word back, and the order that stood on it. */
export async function undoConfirmFormOrder(scope: WriteScope, formOrderId: string): Outcome {
  const row = await held(scope, formOrderId)
  if (isRefusal(row)) return row
  if (row.confirmedAt === null) return refuse('shop.form-order-not-settled')
  if (row.orderId !== null) await undoOrder(scope, row.orderId)
  return set(scope, formOrderId, { confirmedAt: null })
}

export async function declineFormOrder(scope: WriteScope, formOrderId: string, why: DeclineWhy): Outcome {
  const row = await held(scope, formOrderId)
  if (isRefusal(row)) return row
  if (row.confirmedAt !== null) return refuse('shop.form-order-settled')
  return set(scope, formOrderId, { declinedAt: row.declinedAt ?? scope.clock.now(), declinedWhy: why })
}

export async function undoDeclineFormOrder(scope: WriteScope, formOrderId: string): Outcome {
  const row = await held(scope, formOrderId)
  if (isRefusal(row)) return row
  if (row.declinedAt === null) return refuse('shop.form-order-not-settled')
  return set(scope, formOrderId, { declinedAt: null, declinedWhy: null })
}

async function noteOrderOf(scope: WriteScope, needs: ShopNeeds, row: FormOrderRow): Promise<string> {
  const phone = row.phone === null ? null : needs.secrets.open(row.phone)
  const personId = phone === null && row.buyerName === null ? null : await people.meetPerson(scope, needs.secrets, { phone, name: row.buyerName, at: row.madeAt })
  const noted = await noteOrder(scope, needs, {
    amount: row.amount,
    orderedAt: row.madeAt,
    salesPlace: 'web',
    // Handing it over is still to come.
    state: 'placed',
    foundUs: await answerOnce(scope, foundUsOf(row), personId),
    externalId: row.reference,
    // At the prices that its buyer saw.
    lines: row.lines.map(({ product, quantity, price }) => ({ product, quantity, value: price * quantity })),
    ...(row.code !== null && { code: row.code }),
    ...(personId !== null && { personId }),
    ...(row.trackedChannel !== null && {
      tracked: {
        channel: row.trackedChannel,
        by: row.trackedBy!,
        at: row.trackedAt!,
        ...(row.trackedLinkId !== null && { linkId: row.trackedLinkId }),
        ...(row.trackedPostId !== null && { postId: row.trackedPostId }),
      },
    }),
  })
  // All of it was checked when it was sent: what can be refused here is a fault of ours.
  if (isRefusal(noted)) throw new Error(`The order of what came in as ${row.formOrderId} was refused: ${noted.refused}`)
  return noted.id
}

async function held(scope: WriteScope, formOrderId: string): Promise<FormOrderRow | Refusal<'shop.form-order-unknown'>> {
  const row = await tables(scope)
    .selectFrom('shopFormOrders')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('formOrderId', '=', formOrderId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('shop.form-order-unknown')
}

async function set(scope: WriteScope, formOrderId: string, change: Updateable<ShopTables['shopFormOrders']>): Promise<undefined> {
  await tables(scope).updateTable('shopFormOrders').set(change).where('workspaceId', '=', scope.workspaceId).where('formOrderId', '=', formOrderId).execute()
  await scope.announce({ type: 'FormOrderChanged', formOrderId })
  return undefined
}

import type { Money } from '#contract/values.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { touchOf } from '../touch.ts'
import { noteOrder, type ShopNeeds } from './note-order.ts'

/**
 * A lead became an order: the order is noted with what the lead knows, and takes its place. Refused for one that has an
 * order already, so that a second tap makes no second order.
 */
export async function winLead(
  scope: WriteScope,
  needs: ShopNeeds,
  { id, amount, currency, margin }: { id: string; amount: number; currency?: Money | undefined; margin: number | null },
): Promise<{ orderId: string } | Refusal> {
  const lead = await tables(scope)
    .selectFrom('shopLeads')
    .select(['channel', 'who', 'code', 'personId', 'note', 'orderId'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('leadId', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!lead) return refuse('shop.lead-unknown', { where: 'id' })
  if (lead.orderId && (await standing(scope, lead.orderId))) return refuse('shop.lead-won', { where: 'id' })
  const { channel, who, code, personId, note } = lead
  // A channel that the code means was said by nobody, and would teach that answers never err.
  const meant = code && (await touchOf(scope, { code, personId: null, at: scope.clock.now() }))
  const noted = await noteOrder(scope, needs, {
    amount,
    ...(currency && { currency }),
    margin,
    note,
    ...(personId && { personId }),
    ...(code && { code }),
    foundUs: channel && !meant ? { answer: 'said', channel, detail: who } : { answer: 'missing' },
  })
  if (isRefusal(noted)) return noted
  await tables(scope).updateTable('shopLeads').set({ orderId: noted.id, lostAt: null }).where('workspaceId', '=', scope.workspaceId).where('leadId', '=', id).execute()
  await scope.announce({ type: 'LeadChanged', leadId: id })
  return { orderId: noted.id }
}

const standing = (scope: WriteScope, orderId: string) =>
  tables(scope).selectFrom('shopOrders').select('orderId').where('workspaceId', '=', scope.workspaceId).where('orderId', '=', orderId).where('undoneAt', 'is', null).executeTakeFirst()

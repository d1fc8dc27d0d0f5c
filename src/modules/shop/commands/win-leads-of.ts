import type { WriteScope } from '#platform/scope'
import { stillOpenSince } from '../model/lead.ts'
import { tables } from '../tables.ts'

/** The lead that whoever just ordered had open then: it is expected no more, for the order is there. One gone quiet before is not won by it. */
export async function winLeadsOf(scope: WriteScope, { personId, orderId, orderedAt }: { personId: string; orderId: string; orderedAt: Date }): Promise<void> {
  const won = await tables(scope)
    .updateTable('shopLeads as lead')
    .set({ orderId })
    .where('lead.workspaceId', '=', scope.workspaceId)
    .where('lead.personId', '=', personId)
    .where('lead.askedAt', '<=', orderedAt)
    .where('lead.askedAt', '>=', stillOpenSince(orderedAt))
    .where('lead.lostAt', 'is', null)
    .where('lead.removedAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('shopOrders as order').select('order.orderId').whereRef('order.workspaceId', '=', 'lead.workspaceId').whereRef('order.orderId', '=', 'lead.orderId').where('order.undoneAt', 'is', null))),
    )
    .returning('lead.leadId')
    .execute()
  for (const { leadId } of won) await scope.announce({ type: 'LeadChanged', leadId })
}

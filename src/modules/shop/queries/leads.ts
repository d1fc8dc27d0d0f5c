import type { Lead } from '#contract/leads.ts'
import type { ReadScope } from '#platform/scope'
import { leadState } from '../model/lead.ts'
import { tables } from '../tables.ts'

/** All leads that were not taken out, the newest first, as they stand now. */
export async function leads(scope: ReadScope): Promise<Lead[]> {
  const rows = await tables(scope)
    .selectFrom('shopLeads as lead')
    .leftJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'lead.workspaceId').onRef('order.orderId', '=', 'lead.orderId').on('order.undoneAt', 'is', null))
    .select(['lead.leadId', 'lead.askedAt', 'lead.channel', 'lead.who', 'lead.note', 'lead.amount', 'lead.goal', 'lead.lostAt', 'order.orderId', 'order.state'])
    .where('lead.workspaceId', '=', scope.workspaceId)
    .where('lead.removedAt', 'is', null)
    .orderBy('lead.askedAt', 'desc')
    .orderBy('lead.leadId', 'desc')
    .execute()
  const now = scope.clock.now()
  return rows.map(({ leadId, askedAt, channel, who, note, amount, goal, lostAt, orderId, state }) => ({
    id: leadId,
    askedAt: askedAt.toISOString(),
    channel,
    who,
    note,
    amount,
    state: leadState({ askedAt, lostAt, order: state && { state } }, now),
    by: goal === null ? 'hand' : 'goal',
    orderId,
  }))
}
